"""Saying no on a record's page: refusing to sign it, and taking one's own signature back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import declining, records
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.sign import signable
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.pages.forms import Answers, posted, whole
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import ConfirmView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views import proving
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.app.rows import Record

WHY = "why"


@inside
def refuse(visit: Visit, ref: str) -> HttpResponse:
    """Refuse to sign the revision that is shown, with the reason."""
    record = signable(records.find(visit.caller, ref))
    require(visit.caller, "sign", on_record(record))
    revision = visit.request.POST.get("revision", "")

    def act(answers: Answers, proof: str) -> str:
        declining.refuse(
            visit.caller,
            record.ref,
            answers.text(WHY),
            revision=whole(revision),
            proof=proof,
        )
        return t("act.refused", ref=record.ref)

    follows = (t("act.refuse.follows"), t("act.refuse.clears"))
    return _asked(visit, record, "refuse", act, follows, address=visit.places.act(record.ref, "refuse"))


@inside
def withdraw(visit: Visit, ref: str) -> HttpResponse:
    """Take one's own signature back."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "read", on_record(record))
    require(visit.caller, "withdraw", on_record(record))
    uid = visit.request.GET.get("signature", "")[:36]

    def act(answers: Answers, proof: str) -> str:
        declining.withdraw(visit.caller, record.ref, answers.text(WHY), signoff=uid, proof=proof)
        return t("act.withdrawn", ref=record.ref)

    follows = (t("act.withdraw.follows"), t("act.withdraw.past"))
    address = with_query(visit.places.act(record.ref, "withdraw"), signature=uid)
    return _asked(visit, record, "withdraw", act, follows, address=address)


def _asked(  # what the two pages differ in
    visit: Visit,
    record: Record,
    name: str,
    act: Callable[[Answers, str], str],
    follows: tuple[str, ...],
    *,
    address: str,
) -> HttpResponse:
    answers, status = posted(visit.request.POST, (WHY, proving.PASSWORD)), 200
    href = visit.places.record(record.ref)
    if visit.request.method == "POST":
        try:
            proof = proving.take(visit, answers)
            with outcome(visit) as done:
                done.always = True
                done.say(act(answers, proof))
            return HttpResponseRedirect(href)
        except Stale as refusal:
            status = 409
            answers.general.append(said(refusal.message))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    reason = Field(
        WHY,
        t(f"act.{name}.why"),
        "long_text",
        answers.text(WHY),
        t(f"act.{name}.why_help"),
        required=True,
        error=answers.errors.get(WHY, ""),
    )
    form = Form(
        address,
        (Section("", (reason, *proving.fields(visit, answers))),),
        t(f"act.{name}.submit", n=record.head_number),
        href,
        destructive=True,
        revision=record.head_number,
    )
    view = ConfirmView(
        t(f"act.{name}.title", title=record.title), t(f"act.{name}.sentence"), follows, (), form, href
    )
    notices = (
        *(Notice(sentence, "wrong") for sentence in answers.general),
        *proving.doors(visit, back=address),
    )
    kind = KINDS[record.kind]
    crumbs = (Link(said(kind.label_plural), visit.places.listing(record.kind)), Link(record.title, href))
    given = page(visit, view.title, kind=record.kind, crumbs=crumbs, notices=notices)
    return show(visit, "confirm.html", given, status=status, view=view)

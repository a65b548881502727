"""Drift: exactly what changed since a signature, and the two ways on: affirm again with a reason, or revise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import records
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.sign import sign, signable
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.app.queries.signing import ahead
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.pages.forms import Answers, posted, whole
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import DriftView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link, Notice
from holdtrue.pages.shapes.record import Knot
from holdtrue.pages.views import proving
from holdtrue.pages.views.acts_sign import FOREVER, GOOD_FOR, SHOWN, WHY, periods
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.record_parts import change

if TYPE_CHECKING:
    from holdtrue.app.queries.signing import Ahead
    from holdtrue.app.rows import Record

_FIELDS = (GOOD_FOR, WHY, proving.PASSWORD)


@inside
def drift(visit: Visit, ref: str) -> HttpResponse:
    """Show what changed since the last signature; affirm it again, or go and revise it."""
    record = signable(records.find(visit.caller, ref))
    require(visit.caller, "read", on_record(record))
    answers, status = posted(visit.request.POST, _FIELDS), 200
    href = visit.places.record(record.ref)
    if visit.request.method == "POST":
        try:
            _affirm(visit, record, answers)
            return HttpResponseRedirect(href)
        except Stale as refusal:
            status = 409
            answers.general.append(said(refusal.message))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
        record = records.find(visit.caller, ref)
    content = revision_said(visit.caller.organisation, record)
    seen = ahead(visit.caller.organisation, record, content.fields)
    if seen.last is None:
        return HttpResponseRedirect(visit.places.act(record.ref, "sign"))
    may = visit.may("sign", on_record(record))
    title = t("act.drift.title", title=record.title)
    lead = t(
        "act.drift.lead", name=seen.last.signer.title, date=absolute(seen.last.day), n=seen.last.basis[0][1]
    )
    joined = tuple(
        Knot(x.title, visit.places.record(x.ref), x.ref, "soon") for x in seen.basis if x.how == "new"
    )
    changed = tuple(change(x) for x in seen.changed)
    view = DriftView(
        title,
        lead if changed or joined or seen.gone else t("act.drift.nothing"),
        href,
        changed,
        joined,
        seen.gone,
        _form(visit, record, seen, answers) if may else None,
        Act(t("act.drift.revise"), visit.places.act(record.ref, "edit"))
        if visit.may("edit", on_record(record))
        else None,
        Link(t("act.drift.read"), visit.places.act(record.ref, "sign")) if may else None,
    )
    kind = KINDS[record.kind]
    crumbs = (Link(said(kind.label_plural), visit.places.listing(record.kind)), Link(record.title, href))
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    doors = proving.doors(visit) if may else ()
    given = page(visit, title, kind=record.kind, crumbs=crumbs, notices=(*notices, *doors))
    return show(visit, "drift.html", given, status=status, view=view)


def _affirm(visit: Visit, record: Record, answers: Answers) -> None:
    proof = proving.take(visit, answers)
    why, good_for = answers.text(WHY).strip(), answers.text(GOOD_FOR).strip()
    if not why:
        raise BadInput("act.drift.why_missing", field=WHY)
    revision = visit.request.POST.get("revision", "")
    with outcome(visit) as done:
        made = sign(
            visit.caller,
            record.ref,
            "re_affirmed",
            good_for="" if good_for == FOREVER else good_for,
            revision=whole(revision),
            shown=visit.request.POST.get(SHOWN, ""),
            why=why,
            proof=proof,
        )
        until = t("act.sign.until", date=absolute(made.good_until)) if made.good_until else ""
        done.say(t("act.signed", ref=record.ref, revision=made.basis[0][1], until=until).strip())


def _form(visit: Visit, record: Record, seen: Ahead, answers: Answers) -> Form:
    reason = Field(
        WHY,
        t("act.drift.why"),
        "long_text",
        answers.text(WHY),
        t("act.drift.why_help"),
        required=True,
        error=answers.errors.get(WHY, ""),
    )
    last = seen.last.good_for if seen.last else ""
    period = Field(
        GOOD_FOR,
        t("act.sign.good_for"),
        "choice",
        answers.text(GOOD_FOR),
        t("act.sign.good_for.help"),
        choices=periods(record.kind, answers.text(GOOD_FOR) or last),
        required=True,
        error=answers.errors.get(GOOD_FOR, ""),
    )
    hidden = Field(SHOWN, "", "hidden", seen.print)
    return Form(
        visit.places.act(record.ref, "drift"),
        (Section(t("act.drift.affirm"), (reason, period, *proving.fields(visit, answers), hidden)),),
        t("act.drift.submit", n=record.head_number),
        visit.places.record(record.ref),
        revision=record.head_number,
    )

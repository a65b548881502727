"""Deploying inside a standing approval from a page: what would go live is held against the limits, then it is done."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import deploying
from holdtrue.app.actions.foreseeing import lines_of
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.queries.approvers import KIND
from holdtrue.app.queries.envelopes import envelopes_of
from holdtrue.app.queries.gates import system_named
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Disagreement
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.guided import GuidedLine, GuidedPart, GuidedView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.queries.envelopes import Tried
    from holdtrue.app.rows import Record

SET, WHY, SEEN = "set", "why", "seen"


@inside
def deploy(visit: Visit, ref: str) -> HttpResponse:
    """Hold a deploy against the standing approvals of a system; do it once that was seen."""
    record = system_named(visit.caller, ref)
    require(visit.caller, "read", on_record(record))
    require(visit.caller, "read", on_kind(KIND))
    answers, status, tried = posted(visit.request.POST, (SET, WHY)), 200, None
    if visit.request.method == "POST":
        require(visit.caller, "deploy", on_record(record))
        try:
            wanted = deploying.Wanted(lines_of(answers.text(SET), field=SET))
            if visit.request.POST.get(SEEN, "") == _seen(answers):
                with outcome(visit) as done:
                    made = deploying.deploy(visit.caller, record.ref, wanted, why=answers.text(WHY))
                    done.say(t("page.deploy.done", ref=made.change.ref, approval=made.tried.held.record.ref))
                return HttpResponseRedirect(visit.places.record(made.change.ref))
            tried = deploying.ask(visit.caller, record.ref, wanted)[1]
        except BadInput as refusal:
            status = 422
            if refusal.field != SET:
                answers.general.append(said(refusal.message))
            else:
                answers.blame(refusal)
        except Disagreement as refusal:
            status = 409
            answers.general.append(said(refusal.message))
    view = _view(visit, record, answers, tried)
    crumbs = (
        Link(said(KINDS["system"].label_plural), visit.places.listing("system")),
        Link(record.title, visit.places.record(record.ref)),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, view.title, kind="system", crumbs=crumbs, notices=notices)
    return show(visit, "guided.html", given, status=status, view=view)


def _seen(answers: Answers) -> str:
    told = answers.text(SET).strip().replace("\r", "")
    return hashlib.sha256(f"deploy\n{told}".encode()).hexdigest()[:16]


def _view(visit: Visit, record: Record, answers: Answers, tried: Tried | None) -> GuidedView:
    known = envelopes_of(visit.caller.organisation, record, visit.day)
    usable = [one for one in known if one.why_not is None]
    parts = [
        GuidedPart(
            t("page.deploy.approvals", n=len(known)),
            "" if known else t("envelope.none", ref=record.ref),
            tuple(
                GuidedLine(
                    f"{one.record.ref} {one.record.title}",
                    said(one.why_not)
                    if one.why_not is not None
                    else t("page.deploy.until", date=absolute(one.until), by=", ".join(one.signers)),
                    visit.places.record(one.record.ref),
                    t("page.deploy.in_force" if one.why_not is None else "page.deploy.not_in_force"),
                    "holds" if one.why_not is None else "soon",
                )
                for one in known
            ),
        )
    ]
    if tried is not None:
        parts.insert(0, _tried(visit, tried))
    stands = ""
    if not visit.may("deploy", on_record(record)):
        stands = t("page.deploy.not_you")
    elif not usable:
        stands = t("page.deploy.no_approval")
    ready = tried is not None and tried.outside is None
    return GuidedView(
        t("page.deploy.title", title=record.title),
        t("page.deploy.lead"),
        tuple(parts),
        _form(visit, record, answers, ready=ready) if not stands else None,
        t("page.deploy.form"),
        stands,
        ((t("page.deploy.outside"), t("page.deploy.outside_words")),),
        (Link(t("page.deploy.gate"), visit.places.act(record.ref, "gate") + "changed/"),),
    )


def _tried(visit: Visit, tried: Tried) -> GuidedPart:
    lines = [
        GuidedLine(
            one.what,
            said(one.said()),
            "",
            t("page.deploy.inside" if one.inside else "page.deploy.crosses"),
            "holds" if one.inside else "wrong",
        )
        for one in tried.parts
    ]
    lines += [
        GuidedLine(
            said(one.title),
            said(one.verdict.why.message),
            "",
            t("page.deploy.inside" if one.verdict.holds(visit.day) else "page.deploy.crosses"),
            "holds" if one.verdict.holds(visit.day) else "wrong",
        )
        for one in tried.asked
    ]
    lead = (
        said(tried.outside)
        if tried.outside is not None
        else t("page.deploy.would", ref=tried.held.record.ref)
    )
    return GuidedPart(t("page.deploy.tried"), lead, tuple(lines))


def _form(visit: Visit, record: Record, answers: Answers, *, ready: bool) -> Form:
    fields = [
        Field(
            SET,
            t("page.deploy.set"),
            "long_text",
            answers.text(SET),
            t("page.deploy.set.help"),
            t("page.deploy.set.example"),
            error=answers.errors.get(SET, ""),
            required=True,
        ),
        Field(WHY, t("page.deploy.why"), "text", answers.text(WHY), t("page.deploy.why.help")),
    ]
    if ready:
        fields.append(Field(SEEN, "", "hidden", _seen(answers)))
    return Form(
        visit.places.act(record.ref, "deploy"),
        (Section("", tuple(fields)),),
        t("page.deploy.submit" if ready else "page.deploy.look"),
        visit.places.record(record.ref),
    )


__all__ = ["deploy"]

"""Opening a shut gate in an emergency: what would be waived, what never can be, who may, until when, and the form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import gating, overriding
from holdtrue.app.actions.independence import would_refuse
from holdtrue.app.actions.permission import decision, on_record
from holdtrue.app.queries import gates
from holdtrue.app.queries.lives import life_of, open_change
from holdtrue.app.shapes_gates import title_of
from holdtrue.core.gate_answers import hard_practices, stage_named
from holdtrue.core.gating import may_decide, require_passage
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.guided import GuidedLine, GuidedPart, GuidedView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.views import gate_parts, proving
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.queries.gates import Asked
    from holdtrue.core.gate_answers import Line

REASON, LIMITS, UNTIL = "reason", "limits", "until"
_FIELDS = (REASON, LIMITS, UNTIL, proving.PASSWORD)


@inside
def open_early(visit: Visit, ref: str, stage: str) -> HttpResponse:
    """Show what opening this gate early would waive, and open it."""
    stage, answers, status = stage_named(stage), posted(visit.request.POST, _FIELDS), 200
    if visit.request.method == "POST":
        waiver = overriding.Waiver(answers.text(REASON), answers.text(LIMITS), answers.text(UNTIL))
        for fault in overriding.faults(waiver, visit.day):
            answers.blame(fault)
        try:
            waiver = replace(waiver, proof=proving.take(visit, answers))
            with outcome(visit) as done:
                made = overriding.open_early(visit.caller, ref, stage, waiver)
                words = {"stage": t(f"choice.lifecycle_stage.{stage}"), "title": made.system.title}
                done.say(t("page.early.done", **words))
            return HttpResponseRedirect(visit.places.act(made.system.ref, "gate") + f"{stage}/")
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
        except NotAllowed as refusal:
            status = 403
            answers.general.append(said(refusal.message))
    asked = gates.gate_asked(visit.caller, ref, stage)
    view = _view(visit, asked, answers)
    here = Link(
        t("page.gate.title", title=asked.record.title, stage=t(f"choice.lifecycle_stage.{stage}")),
        visit.places.act(asked.record.ref, "gate") + f"{stage}/",
    )
    crumbs = (Link(said(KINDS["system"].label_plural), visit.places.listing("system")), here)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    doors = proving.doors(visit) if view.form else ()
    given = page(visit, view.title, kind="system", crumbs=crumbs, notices=(*notices, *doors))
    return show(visit, "guided.html", given, status=status, view=view)


def stands(visit: Visit, asked: Asked) -> str:
    """Why this person cannot open the gate early now; '' where the form is theirs to fill in."""
    record, answer = asked.record, asked.answer
    organisation = visit.caller.organisation
    if answer.open:
        return t("override.open")
    life = life_of(organisation, record, visit.day)
    try:
        require_passage(answer.stage, life, record.ref)
    except BadInput as refusal:
        return said(refusal.message)
    hard = next((line for line in answer.missing if line.hard), None)
    if hard is not None:
        return t("override.hard", what=title_of(hard))
    decided = decision(visit.caller, "override", on_record(record))
    if not decided.allowed:
        return said(decided.reason)
    role = overriding.authority(answer.tier)
    if not may_decide(role, gating.roles_of_caller(visit.caller, record)):
        return t("page.early.not_you", role=said(Message(f"choice.roles.{role}")))
    change = open_change(organisation, record, answer.stage, life)
    if change is None:
        return t("override.not_asked", title=record.title)
    refused = would_refuse(change, visit.caller.actor.person)
    return said(refused.message) if refused is not None else ""


def _view(visit: Visit, asked: Asked, answers: Answers) -> GuidedView:
    record, answer = asked.record, asked.answer
    stage = t(f"choice.lifecycle_stage.{answer.stage}")
    why_not = stands(visit, asked)
    missing = [line for line in answer.missing if not line.hard]
    hard = [line for line in answer.missing if line.hard]
    parts = [
        GuidedPart(t("page.early.stops", n=len(hard)), t("page.early.stops_lead"), tuple(map(_line, hard)))
    ] * bool(hard)
    parts.append(
        GuidedPart(
            t("page.early.waived", n=len(missing)), t("page.early.waived_lead"), tuple(map(_line, missing))
        )
    )
    never = ", ".join(library().by_id[name].title for name in sorted(hard_practices()))
    role = said(Message(f"choice.roles.{overriding.authority(answer.tier)}")) if answer.tier else ""
    last = absolute(visit.day + overriding.LONGEST)
    return GuidedView(
        t("page.early.title", title=record.title, stage=stage),
        t("page.early.lead"),
        tuple(parts),
        _form(visit, asked, answers) if not why_not else None,
        t("page.early.form"),
        why_not,
        tuple(
            (t(f"page.early.aside.{name}"), t(f"page.early.aside.{name}_words", **words))
            for name, words in (
                ("who", {"role": role}),
                ("never", {"names": never}),
                ("end", {"date": last, "before": t(f"choice.lifecycle_stage.{asked.stage_now}")}),
                ("finding", {}),
            )
            if name != "who" or role
        ),
        links=(
            Link(
                t("page.early.gate", stage=stage), visit.places.act(record.ref, "gate") + f"{answer.stage}/"
            ),
        ),
        strip=gate_parts.strip(visit, record, answer.stage, asked.stage_now),
    )


def _line(line: Line) -> GuidedLine:
    mark = t("page.gate.hard") if line.hard else ""
    return GuidedLine(title_of(line), said(line.told.because) if line.told else "", "", mark, "wrong")


def _form(visit: Visit, asked: Asked, answers: Answers) -> Form:
    last = visit.day + overriding.LONGEST
    fields = tuple(
        Field(
            name,
            t(f"page.early.{name}"),
            type_,
            answers.text(name),
            t(f"page.early.{name}.help", date=absolute(last)),
            "" if name == UNTIL else t(f"page.early.{name}.example"),
            error=answers.errors.get(name, ""),
            required=True,
        )
        for name, type_ in ((REASON, "long_text"), (LIMITS, "long_text"), (UNTIL, "date"))
    )
    here = visit.places.act(asked.record.ref, "gate") + f"{asked.answer.stage}/"
    return Form(
        f"{here}early/",
        (Section("", (*fields, *proving.fields(visit, answers))),),
        t("page.early.submit"),
        here,
        destructive=True,
    )


__all__ = ["open_early", "stands"]

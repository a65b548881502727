"""A gate of a system: whether it is open, what must hold and who mends it, asking for the stage, and deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import gating
from holdtrue.app.actions.independence import would_refuse
from holdtrue.app.actions.permission import decision, on_kind, on_record
from holdtrue.app.queries import gates
from holdtrue.app.queries.lives import assessments_of, life_of, open_change
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.core.days import iso
from holdtrue.core.gate_answers import STAGES, stage_named
from holdtrue.core.gates import gates as rules
from holdtrue.core.gating import (
    DECISIONS,
    GO,
    OBSERVE,
    Life,
    approver,
    may_decide,
    require_passage,
    require_possible,
)
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.gate import GateView
from holdtrue.pages.shapes.page import Act, Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import acts_ask_stage, contents, early_parts, foreseen_parts, gate_parts, proving
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.gates import Asked
    from holdtrue.app.rows import Record
    from holdtrue.core.gate_answers import Answer

DECISION, REASON, SHOWN, ASKED_TYPE = "decision", "reason", "shown", "type"
SAID = ("description", "reason", "business_value", "criteria", "rollback", "test_summary", "side_effects")
"""Fields of a change that the form of asking takes."""
_DECIDING = (DECISION, REASON, proving.PASSWORD)


@inside
def gate(visit: Visit, ref: str, stage: str) -> HttpResponse:
    """Show one gate of a system; decide there, by signing."""
    answers, status = posted(visit.request.POST, _DECIDING), 200
    stage = stage_named(stage)
    if visit.request.method == "POST":
        try:
            return _decide(visit, ref, stage, answers)
        except Stale as refusal:
            status = 409
            answers.general.append(said(refusal.message))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
        except NotAllowed as refusal:
            status = 403
            answers.general.append(said(refusal.message))
    return _shown(visit, ref, stage, answers, status=status)


def _decide(visit: Visit, ref: str, stage: str, answers: Answers) -> HttpResponse:
    proof = proving.take(visit, answers)
    if not answers.text(DECISION):
        raise BadInput("gate.decision", field=DECISION, known=DECISIONS)
    said_ = gating.Verdict(answers.text(DECISION), answers.text(REASON).strip(), proof)
    with outcome(visit) as done:
        made = gating.decide(
            visit.caller, ref, stage, said_, shown=visit.request.POST.get(SHOWN, ""), change=""
        )
        words = {"stage": t(f"choice.lifecycle_stage.{stage}"), "title": made.system.title}
        done.say(t(f"page.gate.done.{made.decision}", **words))
    return HttpResponseRedirect(visit.places.act(made.system.ref, "gate") + f"{stage}/")


def _shown(visit: Visit, ref: str, stage: str, answers: Answers, *, status: int) -> HttpResponse:
    on = visit.request.GET.get("on", "")
    asked = gates.gate_asked(visit.caller, ref, stage, on=on)
    record = asked.record
    view = _view(visit, asked, answers)
    crumbs = (
        Link(said(KINDS["system"].label_plural), visit.places.listing("system")),
        Link(record.title, visit.places.record(record.ref)),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    doors = proving.doors(visit) if view.form else ()
    given = page(visit, view.title, kind="system", crumbs=crumbs, notices=(*notices, *doors))
    return show(visit, "gate.html", given, status=status, view=view)


def _view(visit: Visit, asked: Asked, answers: Answers) -> GateView:
    record, answer, stage = asked.record, asked.answer, asked.answer.stage
    organisation = visit.caller.organisation
    life = life_of(organisation, record, visit.day)
    today = answer.day == visit.day
    stands = stands_here = _stands(record, stage, life) if today else t("page.gate.not_today")
    early = early_parts.of_system(visit, record.pk) if gates.stage_of(record) != STAGES[0] else None
    change = open_change(organisation, record, stage, life) if not stands or life.stage == stage else None
    may_ask = not stands and change is None and visit.may("add", on_kind(gating.CHANGE))
    content = revision_said(organisation, change) if change is not None else None
    form, goes_on = None, ""
    if change is not None and not stands:
        type_ = str(content.fields.get("type")) if content else ""
        stands = _who_decides(visit, record, answer.tier, change_of=type_, stage=stage)
        own = _own_writing(visit, record, change, stage) if not stands else ""
        form = _form(visit, asked, change, answers, own=bool(own)) if not stands else None
        mends = bool(content and content.fields.get("mends"))
        goes_on = _going_on(visit, answer, change_of=type_, mends=mends, own=own)
    mine, others = gates.yours(answer, visit.caller.actor.person)
    lines = gate_parts.Lines(visit, record, answer)
    told = t(f"choice.lifecycle_stage.{stage}")
    return GateView(
        title=t("page.gate.title", title=record.title, stage=told),
        asks=rules().stage(stage).asks,
        href=visit.places.act(record.ref, "gate") + f"{stage}/",
        strip=gate_parts.strip(visit, record, stage, life.stage),
        open=answer.open,
        sentence=gate_parts.sentence(answer),
        closes=gate_parts.closes(answer),
        day=iso(answer.day),
        yours=tuple(lines.missing(line) for line in mine),
        others=tuple(lines.missing(line) for line in others),
        holding=tuple(lines.holding(line) for line in answer.lines if line.holds(answer.day)),
        left_out=tuple((one.practice.title, said(one.why)) for one in answer.left_out),
        change=Link(f"{change.ref} · {change.title}", visit.places.record(change.ref)) if change else None,
        change_words=_change_words(content.fields) if content else (),
        foreseen=foreseen_parts.foreseen(content.fields) if content else (),
        edit=Act(t("page.gate.edit"), visit.places.act(change.ref, "edit"))
        if change is not None and visit.may("edit", on_record(change))
        else None,
        ask=acts_ask_stage.form(visit, record, stage, life, answers) if may_ask else None,
        form=form,
        stands=stands,
        observed=goes_on,
        decided=gate_parts.decided(visit, record, stage),
        ahead=not today,
        early=early_parts.words(visit, early) if early is not None else "",
        early_door=_early_door(visit, asked) if today and not stands_here and early is None else None,
    )


def _going_on(visit: Visit, answer: Answer, *, change_of: str, mends: bool, own: str) -> str:
    """Return what a go through a shut gate means here, or why none can be given; a repair is judged by less.

    `own` says why it is not this person's to give.
    """
    if answer.open:
        return own
    mode = visit.caller.organisation.gate_mode
    if not mends:
        try:
            require_possible(answer, GO, mode, change_of)
        except BadInput as refusal:
            return " ".join(filter(None, (t("page.gate.no_go_yet", why=said(refusal.message)), own)))
    if own:
        return own
    hard = any(line.hard for line in answer.missing)
    return (
        t("page.gate.observed_hard" if hard else "page.gate.observed", n=len(answer.missing))
        if mode == OBSERVE
        else ""
    )


def _early_door(visit: Visit, asked: Asked) -> Link | None:
    """The page that opens a shut gate in an emergency; none where something never waived is missing."""
    answer = asked.answer
    if answer.open or any(line.hard for line in answer.missing) or answer.stage == "retired":
        return None
    href = visit.places.act(asked.record.ref, "gate") + f"{answer.stage}/early/"
    return Link(t("page.early.door"), href)


def _stands(record: Record, stage: str, life: Life) -> str:
    """Why nothing is decided here: the stage does not follow on the one it is in."""
    try:
        require_passage(stage, life, record.ref)
    except BadInput as refusal:
        return said(refusal.message)
    return ""


def _who_decides(visit: Visit, record: Record, tier: str, *, change_of: str, stage: str) -> str:
    """Why this person decides nothing here; '' where they may try."""
    decided = decision(visit.caller, "gate", on_record(record))
    if not decided.allowed:
        return said(decided.reason)
    role = approver(stage, tier, change_of)
    held = gating.roles_of_caller(visit.caller, record)
    if not may_decide(role, held):
        return t("page.gate.approver", role=said(Message(f"choice.roles.{role}")))
    return ""


def _own_writing(visit: Visit, record: Record, change: Record, stage: str) -> str:
    """Why this person cannot sign a go on what is decided here, since they wrote it; '' where they can."""
    found = assessments_of(visit.caller.organisation, record)[:1] if stage == "assessed" else [change]
    refused = would_refuse(found[0], visit.caller.actor.person) if found else None
    return t("page.gate.own_writing", why=said(refused.message)) if refused is not None else ""


def _form(visit: Visit, asked: Asked, change: Record, answers: Answers, *, own: bool) -> Form:
    chosen = answers.text(DECISION) or (GO if asked.answer.open and not own else "")
    choices = tuple(
        Choice(name, t(f"page.gate.decision.{name}"), chosen=name == chosen) for name in DECISIONS
    )
    fields = (
        Field(
            DECISION,
            t("page.gate.decision"),
            "choice",
            chosen,
            choices=choices,
            required=True,
            error=answers.errors.get(DECISION, ""),
        ),
        Field(
            REASON,
            t("page.gate.reason"),
            "long_text",
            answers.text(REASON),
            t("page.gate.reason.help"),
            error=answers.errors.get(REASON, ""),
        ),
        *proving.fields(visit, answers),
        Field(SHOWN, "", "hidden", gating.print_shown(asked.answer, asked.record, change)),
    )
    stage = asked.answer.stage
    return Form(
        visit.places.act(asked.record.ref, "gate") + f"{stage}/",
        (Section("", fields),),
        t("page.gate.sign"),
        visit.places.record(asked.record.ref),
    )


def _change_words(fields: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    kind = KINDS[gating.CHANGE]
    shown = ("reason", "business_value", "criteria", "rollback", "test_summary", "side_effects")
    return tuple(
        (said(kind.spec(name).label), ", ".join(contents.words(kind.spec(name), fields[name])))
        for name in shown
        if filled(fields.get(name))
    )

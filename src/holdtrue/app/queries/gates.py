"""Gates answered: from today on by what is stored, a past day by what was true then; what is missing, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.derive.asked import parts_of
from holdtrue.app.derive.views import organisation_record
from holdtrue.app.derive.whole import pools
from holdtrue.app.queries import past
from holdtrue.app.queries.asking import by_rules, day_named, today
from holdtrue.app.queries.early import early_openings
from holdtrue.app.queries.losses import answering
from holdtrue.app.queries.stages import stands_of
from holdtrue.app.queries.standings import reading_kept
from holdtrue.app.worklist.duties import role_of
from holdtrue.app.worklist.telling import told_together
from holdtrue.core.claims.periods import unsorted_witness
from holdtrue.core.claims.telling import mend
from holdtrue.core.days import NEVER
from holdtrue.core.duties import OVERSEER, OWNER
from holdtrue.core.gate_answers import (
    STAGES,
    UNSORTED_ASKS,
    Answer,
    Line,
    Need,
    Told,
    asked_of,
    beside,
    needs,
    stage_named,
)
from holdtrue.core.messages import Message
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.core.scoring import gate_profile
from holdtrue.core.standing import explain, prepare, shared_parts, verdicts_in
from holdtrue.core.verdicts import State, Verdict
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.losses import Answering
    from holdtrue.core.claims.base import Claim
    from holdtrue.core.days import Day
    from holdtrue.core.gate_answers import LeftOut
    from holdtrue.core.register import Register, View
    from holdtrue.store.models import Organisation, Record

    Beside = Sequence[tuple[str, Message, Claim]]

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A gate's answer with the system it speaks of."""

    record: Record
    answer: Answer
    stage_now: str
    """The stage the system is in today."""


def gate_asked(caller: Caller, ref: str, stage: str, *, on: str = "") -> Asked:
    """Return whether a gate is open to a system; NotAllowed, NotFound and BadInput as for asking where it stands.

    From today on it reads what is stored, a day ahead as a forecast; a past day is derived from what was true then.
    """
    record = system_named(caller, ref)
    require(caller, "read", on_organisation())
    stage = stage_named(stage)
    day = day_named(caller, on, "on")
    now = stage_today(caller, record)
    if day >= today(caller):
        return Asked(record, answered(caller.organisation, record, stage, day), now)
    with by_rules(caller, on, ""):
        register = past.register_at(caller.organisation, day, day, telling=True)
        return Asked(record, answered_then(caller.organisation, register, record, stage), now)


def system_named(caller: Caller, ref: str) -> Record:
    """Return the system of a ref; NotAllowed where the caller may not read it, BadInput where it is another kind."""
    record = find(caller, ref)
    require(caller, "read", on_record(record))
    if record.kind != "system":
        raise BadInput("gate.not_a_system", field="system", ref=record.ref)
    return record


def stage_today(caller: Caller, record: Record) -> str:
    """Return the stage a system is in today: one entered early counts no longer than its last day."""
    stored = stage_of(record)
    if stored == STAGES[0]:
        return stored
    early = early_openings(caller.organisation.pk, [record.pk]).get(record.pk)
    return early.stage_on(today(caller)) if early is not None else stored


def stage_of(record: Record) -> str:
    """Return the stage a system is stored in: the one last entered through a gate, else intake."""
    fields = reading.body(record, record.head_number)["fields"]
    found = str(fields.get("lifecycle_stage") or STAGES[0])
    return found if found in STAGES else STAGES[0]


def answered(organisation: Organisation, record: Record, stage: str, day: Day) -> Answer:
    """Return the answer on a day from today on, by stored verdicts; a fixed number of queries."""
    if record.retired_day is not None:
        raise BadInput("record.retired", ref=record.ref)
    whole = organisation_record(organisation.pk)
    read, kept = reading_kept(organisation, record.pk, whole.pk, day)
    tier = kept.where.tier if kept else ""
    if not tier and stage != STAGES[0]:
        return _unsorted(organisation, record, stage, day)
    by = tier or UNSORTED_ASKS
    stands = stands_of(read, kept.packed if kept else b"", stage, by)
    joined = (read.asked_for(kept.packed) if kept else frozenset()) | read.joined_own()
    asked, left = asked_of(stage, by, organisation.profile, stands=stands, joined=joined)
    told = _Telling(organisation, record, day)
    extra = beside(stage, by)
    lines = told.lines(asked, extra)
    return _answer(organisation, stage, tier, day, (lines, left))


def answered_then(organisation: Organisation, register: Register, record: Record, stage: str) -> Answer:
    """Return the answer of a past day by a register of it; NotFound where the system was not there."""
    if register.get(record.uid) is None:
        raise NotFound("record.not_then", ref=record.ref, on_day=register.day)
    view, whole = register.system_scope(record.uid), register.organization_scope()
    day, tier = register.day, view.tier or ""
    if not tier and stage != STAGES[0]:
        line = _triage(view, Answers(None))
        return _answer(organisation, stage, "", day, ([line], []))
    by = tier or UNSORTED_ASKS
    stands: dict[str, Sequence[Verdict] | None] = {}
    joined = set()
    for need in needs(stage, by):
        practice = need.practice
        scope = view if practice.per_system else whole
        stands[practice.id] = verdicts_in(practice, scope)
        if _joined(need, scope):
            joined.add(practice.id)
    asked, left = asked_of(stage, by, organisation.profile, stands=stands, joined=joined)
    answers = Answers(None)
    lines = [_line(need, verdict, view, whole, answers) for need, verdict in asked]
    lines += _beside_lines(beside(stage, by), view, answers)
    return _answer(organisation, stage, tier, day, (lines, left))


def _joined(need: Need, scope: View) -> bool:
    practice = need.practice
    if practice.per_system:
        law = practice.joined(scope.scope.fields, scope.organization.fields) if practice.law_when else None
        return law is not None and law.day <= scope.day
    joins = prepare(practice).joins
    verdict = joins.evaluate(scope) if joins is not None else None
    return verdict is not None and verdict.until > NEVER and verdict.opens <= scope.day


def _answer(
    organisation: Organisation, stage: str, tier: str, day: Day, found: tuple[list[Line], list[LeftOut]]
) -> Answer:
    lines, left = found
    ordered = sorted(lines, key=lambda line: (line.holds(day), line.key == "stop", line.need is None))
    profile = gate_profile(library(), organisation.profile, tier)
    return Answer(stage, tier, profile, day, tuple(ordered), tuple(left))


def _unsorted(organisation: Organisation, record: Record, stage: str, day: Day) -> Answer:
    told = _Telling(organisation, record, day)
    return _answer(organisation, stage, "", day, ([told.triage()], []))


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers for what; of a past day only the role is said."""

    known: Answering | None

    def who(self, view: View, role: str) -> tuple[str, str, str]:
        """Return (ref, uid, name) of who answers for a role here; '' for each where nobody does."""
        if self.known is None:
            return "", "", ""
        ref, name = self.known.who(view, role)
        if role in (OWNER, OVERSEER):
            person = view.holder(role)[1]
            return (ref, person.uid, name) if ref and person is not None else ("", "", "")
        uid = next((p.uid for p in self.known.people.values() if p.ref == ref), "") if ref else ""
        return ref, uid, name


@dataclass(slots=True)
class _Telling:
    """Loads what telling one answer needs, once: the system's facts, and those of the claims that fail."""

    organisation: Organisation
    record: Record
    day: Day

    def lines(self, asked: Sequence[tuple[Need, Verdict]], extra: Beside) -> list[Line]:
        """Return all lines, those that fail with their reason; nothing is loaded where nothing needs it."""
        failing = [need for need, verdict in asked if not verdict.holds(self.day)]
        if not failing and not extra:
            return [_held(need, verdict) for need, verdict in asked]
        answers = Answers(answering(self.organisation, self.day) if failing else None)
        claims = [
            level.claim
            for need in failing
            if not need.practice.per_system
            for level in prepare(need.practice).levels[: need.level]
        ]
        shared = [
            part
            for need in failing
            if need.practice.per_system
            for part in shared_parts(need.practice)[: need.level]
            if part is not None
        ]
        ahead = [part for claim in (*claims, *shared) for part in parts_of(claim)]
        pool = pools(self.organisation.pk, ahead=ahead, day=self.day, telling=True)
        missed = pool.tellers
        found: list[Line] = []
        scopes = [self.record.pk]
        for _ in range(_ROUNDS):
            register = told_together(self.organisation, scopes, claims, self.day, also=missed, pool=pool)
            view, whole = register.system_scope(self.record.uid), register.organization_scope()
            found = [_line(need, verdict, view, whole, answers) for need, verdict in asked]
            found += _beside_lines(extra, view, answers)
            if register.missed <= missed:
                break
            missed |= register.missed
        if answers.known is None and any(not line.holds(self.day) for line in found):
            answers = Answers(answering(self.organisation, self.day))
            view = register.system_scope(self.record.uid)
            found = [line for line in found if line.need is not None] + _beside_lines(extra, view, answers)
        return found

    def triage(self) -> Line:
        """Return the one line of a system not yet sorted."""
        register = told_together(self.organisation, [self.record.pk], (), self.day)
        view = register.system_scope(self.record.uid)
        return _triage(view, Answers(answering(self.organisation, self.day)))


def _held(need: Need, verdict: Verdict) -> Line:
    return Line(need.practice.id, need.practice.title, verdict, need)


def _line(need: Need, verdict: Verdict, view: View, whole: View, answers: Answers) -> Line:
    """One practice; where it does not hold it is explained from the facts at hand."""
    line = _held(need, verdict)
    if verdict.holds(view.day):
        return line
    practice = need.practice
    explained = explain(practice, need.level - 1, view if practice.per_system else whole)
    if explained is None:
        return line
    why = explained.verdict.why
    role = explained.remedy.role or practice.owner_role
    if not practice.per_system and role in (OWNER, OVERSEER):
        role = role_of(practice)
    ref, uid, name = answers.who(view, role)
    told = Told(
        because=why.message,
        remedy=explained.remedy.message,
        remedy_action=explained.remedy.action,
        remedy_ref=explained.remedy.ref,
        witness=tuple(dict.fromkeys(one for one in (*why.path, why.ref) if one)),
        role=role,
        person=ref,
        person_uid=uid,
        name=name,
        minutes=practice.minutes.get(LEVELS[explained.level], 0),
    )
    return replace(line, told=told)


def _beside_lines(extra: Beside, view: View, answers: Answers) -> list[Line]:
    found = []
    for key, title, claim in extra:
        verdict = claim.evaluate(view)
        line = Line(key, title, verdict)
        if not verdict.holds(view.day):
            line = replace(line, told=_told(verdict, view, answers))
        found.append(line)
    return found


def _told(verdict: Verdict, view: View, answers: Answers) -> Told:
    remedy = mend(verdict.why)
    role = remedy.role or OWNER
    ref, uid, name = answers.who(view, role)
    path = tuple(dict.fromkeys(one for one in (*verdict.why.path, verdict.why.ref) if one))
    return Told(verdict.why.message, remedy.message, remedy.action, remedy.ref, path, role, ref, uid, name)


def _triage(view: View, answers: Answers) -> Line:
    """The one thing a system not yet sorted owes: its triage, to its owner, else to the AI lead."""
    verdict = Verdict(NEVER, unsorted_witness(view), best=NEVER, cause=State.UNKNOWN)
    told = _told(verdict, view, answers)
    if not told.person:
        ref, uid, name = answers.who(view, "ai_lead")
        told = replace(told, role="ai_lead", person=ref, person_uid=uid, name=name)
    return Line("triage", Message("gate.line.triage"), verdict, None, told)


def yours(answer: Answer, person_uid: str) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Split what is missing into what that person can mend and what others can."""
    mine = tuple(
        line for line in answer.missing if person_uid and line.told and line.told.person_uid == person_uid
    )
    return mine, tuple(line for line in answer.missing if line not in mine)


__all__ = [
    "Answers",
    "Asked",
    "answered",
    "answered_then",
    "gate_asked",
    "stage_of",
    "stage_today",
    "system_named",
    "yours",
]

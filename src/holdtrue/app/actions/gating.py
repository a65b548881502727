"""Passing the gates of a system: asking by a change record, deciding by a signature, entering a stage."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions import declining
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.foreseeing import foresee
from holdtrue.app.actions.independence import self_signed
from holdtrue.app.actions.permission import on_kind, on_organisation, on_record, require
from holdtrue.app.actions.records import add_within, edit_within, find
from holdtrue.app.actions.sign import Decision, roles_of, sign_all, signer_of
from holdtrue.app.queries import gates as answers
from holdtrue.app.queries.lives import assessments_of, life_of, open_changes, said_change
from holdtrue.app.queries.own_part import own_part
from holdtrue.app.shapes_gates import answer_json
from holdtrue.core.days import iso
from holdtrue.core.gate_answers import stage_named
from holdtrue.core.gating import (
    DECISIONS,
    GO,
    MODES,
    approver,
    change_types,
    effects,
    may_decide,
    require_passage,
    require_possible,
)
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.store import reading
from holdtrue.store.models import GateDecision
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.core.gate_answers import Answer
    from holdtrue.core.gating import Life
    from holdtrue.store.models import Organisation, Record, SignOff

CHANGE = "change"
FORESEEN = ("changed", "retired")
"""Stages of which it is always looked first what asking for them would do."""
PASSING = "system.gate"
"""The action of whatever decides at a gate or enters a stage."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody says at a gate."""

    decision: str
    reason: str = ""
    proof: str = ""
    """How they had just proved who they are."""
    signer: str = ""
    """At the console: whose decision it is."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a decision rests on, read once under the lock."""

    life: Life
    said: Mapping[str, Any]
    """What the system says."""
    change: Record
    asked: Mapping[str, Any]
    """What the change says."""
    roles: dict[int, set[str]]
    """What the signer holds on the system and on the change."""


def ask(
    caller: Caller,
    ref: str,
    stage: str,
    fields: Mapping[str, object] | None = None,
    *,
    change_type: str = "",
    proposed: Mapping[str, str] = MappingProxyType({}),
) -> Record:
    """Ask for a stage: return the change record that waits for its decision, made where none does.

    A change already waiting is taken, with the fields said now. Of a change or a retirement it is looked first what it
    would do: `proposed` is field → new value, as CMP-0001.version, and what was foreseen is kept with the request.
    BadInput where the stage cannot be entered from here.
    """
    record = answers.system_named(caller, ref)
    stage = stage_named(stage)
    seen = foresee(caller, record, proposed, stage=stage) if stage in FORESEEN or proposed else None
    with acting(caller, "change.ask", "add", on_kind(CHANGE)) as act:
        require(caller, "read", on_record(record))
        reading.renew(record)
        _require_current(record)
        life = life_of(act.organisation, record, act.day)
        require_passage(stage, life, record.ref)
        types = change_types(stage, life)
        if change_type and change_type not in types:
            raise BadInput("gate.change_type", field="type", known=types)
        made = _asked(act, record, types, dict(fields or {}), change_type)
        if seen is not None and (proposed or not reading.body(made)["fields"].get("foreseen")):
            known = reading.body(made)["links"].get("targets", ())
            links = {} if known or not seen.targets else {"targets": _uids(act, seen.targets)}
            edit_within(act, made, {"foreseen": seen.words}, links)
        return made


def _uids(act: Act, refs: Sequence[str]) -> tuple[str, ...]:
    return tuple(find(act.caller, ref).uid for ref in refs)


def _asked(
    act: Act, record: Record, types: tuple[str, ...], said: dict[str, object], change_type: str
) -> Record:
    waiting = open_changes(act.organisation, record, (change_type,) if change_type else types)
    kind = KINDS[CHANGE]
    if waiting:
        found = waiting[0]
        if said:
            require(act.caller, "edit", on_record(found))
            fields, links = clean(CHANGE, said, partial=True)
            edit_within(act, found, fields, links)
        return found
    type_ = change_type or types[0]
    title = Message(f"choice.types.change.{type_}")
    raw = {"title": f"{say(title)}: {record.title}", "type": type_, "system": record.ref, **said}
    fields, links = clean(CHANGE, raw)
    return add_within(act, kind, fields, links)


def decide(
    caller: Caller,
    ref: str,
    stage: str,
    verdict: Verdict,
    *,
    change: str = "",
    shown: str = "",
) -> GateDecision:
    """Decide at a gate: sign the record it is decided on, keep the answer as it was, enter the stage where it is a go.

    `shown` is the print of what the person had before them (`print_shown`): Stale where any of it moved meanwhile.
    NotAllowed for machines, and where another role decides; BadInput where the stage cannot be entered.
    """
    record = answers.system_named(caller, ref)
    stage = stage_named(stage)
    if verdict.decision not in DECISIONS:
        raise BadInput("gate.decision", field="decision", known=DECISIONS)
    if verdict.decision != GO and not verdict.reason.strip():
        raise BadInput("gate.why", field="reason")
    with acting(caller, PASSING, "gate", on_record(record)) as act:
        reading.renew(record)
        _require_current(record)
        said = reading.body(record)
        life = life_of(act.organisation, record, act.day, said=said)
        require_passage(stage, life, record.ref)
        waiting, asked = _change_of(act, record, stage, life, change)
        answer = answers.answered(act.organisation, record, stage, act.day)
        if shown and shown != print_shown(answer, record, waiting):
            raise Stale("gate.moved", ref=record.ref, stage=Message(f"choice.lifecycle_stage.{stage}"))
        signer = signer_of(caller, verdict.signer)
        type_ = str(asked["fields"].get("type"))
        if asked["fields"].get("mends"):
            answer = judged(act, record, waiting, answer, decision=verdict.decision)
            asked = reading.body(waiting)
        held = roles_of(act.organisation.pk, signer, [record, waiting])
        _require_approver(signer, approver(stage, answer.tier, type_), held[record.pk])
        mode = act.organisation.gate_mode
        require_possible(answer, verdict.decision, mode, type_)
        found = _Found(life, said, waiting, asked, held)
        return _decided(act, record, stage, verdict, answer=answer, found=found, signer=signer)


def judged(act: Act, record: Record, waiting: Record, answer: Answer, *, decision: str) -> Answer:
    """Return what a change is judged by: one that mends by the system's own claims; what that leaves out is kept."""
    if decision != GO or not reading.body(waiting)["fields"].get("mends"):
        return answer
    own, left = own_part(act.organisation, record, answer)
    if left:
        named = [line.title if isinstance(line.title, str) else say(line.title) for line in left]
        edit_within(act, waiting, {"left_out": named}, {})
    return own


def roles_of_caller(caller: Caller, record: Record) -> set[str]:
    """Return the roles whoever calls holds or stands in for here, with their own place on the system."""
    if not caller.actor.person:
        return set()
    person = reading.by_uid(caller.organisation.pk, [caller.actor.person])[caller.actor.person]
    return roles_of(caller.organisation.pk, person, [record])[record.pk]


def print_shown(answer: Answer, record: Record, change: Record | None) -> str:
    """Return the print of what somebody decides on: the answer, the system and the change as they stand."""
    told = (
        answer.print,
        record.head_number,
        change.uid if change else "",
        change.head_number if change else 0,
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _require_current(record: Record) -> None:
    if record.retired_day is not None:
        raise BadInput("record.retired", ref=record.ref)


def _change_of(
    act: Act, record: Record, stage: str, life: Life, ref: str
) -> tuple[Record, Mapping[str, Any]]:
    """The change it is decided on, the one named, else the one that waits; with what it says."""
    named = find(act.caller, ref) if ref else None
    found = said_change(act.organisation, record, change_types(stage, life), named=named)
    if found is None and named is not None:
        raise BadInput("gate.not_that_change", field=CHANGE, ref=named.ref)
    if found is None:
        raise BadInput("gate.not_asked", field=CHANGE, ref=record.ref)
    return found


def _require_approver(signer: Record, role: str, held: set[str]) -> None:
    if not may_decide(role, held):
        raise NotAllowed("gate.not_approver", role=Message(f"choice.roles.{role}"), name=signer.title)


def _decided(  # one keyword per thing the decision rests on
    act: Act,
    record: Record,
    stage: str,
    verdict: Verdict,
    *,
    answer: Answer,
    found: _Found,
    signer: Record,
) -> GateDecision:
    go, waiting = verdict.decision == GO, found.change
    type_ = str(found.asked["fields"].get("type"))
    on_system, on_change = effects(stage, type_, today=iso(act.day)) if go else ({}, {})
    own = self_signed(act.organisation.pk, [waiting], signer)  # before the decision itself is written on it
    said: dict[str, object] = {"decision": verdict.decision, **on_change}
    if stage != "assessed" or not go:
        put_in_service = stage == "deployed" and type_ == "deploy"  # whoever approved it stays its approver
        named = {} if put_in_service else {"approver": (signer.uid,)}
        edit_within(act, waiting, said, named, why=verdict.reason, before=found.asked)
    signoff = _signed(act, record, stage, verdict, found=found, signer=signer, own=own)
    if go and not (stage == "assessed" and found.life.reopened):
        edit_within(act, record, on_system, {}, why=verdict.reason, before=found.said)
    return keep(
        *(act, record, stage, verdict.decision, answer),
        reason=verdict.reason,
        change=waiting,
        signoff=signoff,
        person=signer,
    )


def _signed(
    act: Act,
    record: Record,
    stage: str,
    verdict: Verdict,
    *,
    found: _Found,
    signer: Record,
    own: set[int],
) -> SignOff:
    """The signature: on the impact assessment where it is assessed, else on the change; a no refuses to sign it."""
    if verdict.decision != GO:
        return declining.refuse_within(act, found.change, signer, verdict.reason, proof=verdict.proof)
    decision = Decision("approved", why=verdict.reason, proof=verdict.proof)
    if stage == "assessed":
        newest = assessments_of(act.organisation, record)[:1]
        if not newest:
            raise BadInput("gate.no_assessment", field="decision", ref=record.ref)
        return sign_all(act, newest, signer, decision)[0]
    return sign_all(act, [found.change], signer, decision, own=own, roles=found.roles)[0]


def keep(  # noqa: PLR0913  # one keyword per thing the row names
    act: Act,
    record: Record,
    stage: str,
    decision: str,
    answer: Answer,
    *,
    reason: str,
    change: Record | None = None,
    signoff: SignOff | None = None,
    person: Record | None = None,
) -> GateDecision:
    """Log a decision with the answer as it is at this instant, and keep it."""
    row = GateDecision(
        organisation_id=act.organisation.pk,
        uid=act.caller.clock.uid(),
        system=record,
        stage=stage,
        decision=decision,
        change=change,
        signoff=signoff,
        person=person,
        mode=act.organisation.gate_mode,
        open=answer.open,
        missing=len(answer.missing),
        tier=answer.tier,
        profile=answer.profile,
        answer=answer_json(answer),
        print=answer.print,
        reason=reason,
        account=act.caller.actor.account,
        day=act.day,
        decided_at=act.now,
        entry=act.head.size + len(act.lines),
    )
    act.note(record, contents=told_at_gate(row), why=reason)
    row.save(force_insert=True)
    return row


def told_at_gate(row: GateDecision) -> dict[str, object]:
    """Return a decision as the ledger commits to it."""
    return {
        "uid": row.uid,
        "record": row.system.uid,
        "gate": row.stage,
        "decision": row.decision,
        "open": row.open,
        "missing": row.missing,
        "answer": row.print,
        "change": row.change.uid if row.change else "",
        "signoff": row.signoff.uid if row.signoff else "",
        "person": row.person.uid if row.person else "",
    }


def enter_within(
    act: Act, record: Record, stage: str, answer: Answer, *, decision: str, reason: str = ""
) -> GateDecision:
    """Enter a stage inside a running action named PASSING, without a signature: by itself, or falling back."""
    edit_within(act, record, {"lifecycle_stage": stage}, {}, why=reason)
    return keep(act, record, stage, decision, answer, reason=reason)


def choose_mode(caller: Caller, mode: str) -> Organisation:
    """Choose whether a shut gate is stated or refuses."""
    if mode not in MODES:
        raise BadInput("gate.mode", field="mode", known=MODES)
    organisation = caller.organisation
    if organisation.gate_mode == mode:
        return organisation
    with acting(caller, "organization.gate_mode", "settings", on_organisation()) as act:
        was, organisation.gate_mode = organisation.gate_mode, mode
        organisation.save(update_fields=["gate_mode"])
        act.note(None, contents={"gate_mode": mode, "was": was})
    return organisation


__all__ = [
    "Verdict",
    "ask",
    "choose_mode",
    "decide",
    "enter_within",
    "judged",
    "keep",
    "print_shown",
    "roles_of_caller",
]

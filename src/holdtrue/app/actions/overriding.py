"""Opening a shut gate in an emergency: by the right authority, with reason, limits and an end; then it falls back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions import gating
from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.findings.opening import open_finding
from holdtrue.app.actions.independence import self_signed
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import edit_within
from holdtrue.app.actions.sign import Decision, roles_of, sign_all, signer_of
from holdtrue.app.clock import SYSTEM
from holdtrue.app.queries import gates as answers
from holdtrue.app.queries.early import BACK, EARLY, ENTERED, early_openings
from holdtrue.app.queries.lives import life_of, open_change
from holdtrue.core.access import Actor
from holdtrue.core.days import iso, to_day
from holdtrue.core.gate_answers import stage_named
from holdtrue.core.gating import BY_ITSELF, CHAIN, approver, effects, may_decide, require_passage
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.store import reading
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Act
    from holdtrue.app.clock import Clock
    from holdtrue.core.days import Day
    from holdtrue.core.gate_answers import Answer, Line
    from holdtrue.store.models import GateDecision, Organisation, Record

LONGEST = 30
"""Days after which a gate opened early shuts by itself."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a shut gate is opened, under which limits, and until which day."""

    reason: str
    limits: str
    until: str
    proof: str = ""
    """How the person had just proved who they are."""
    signer: str = ""
    """At the console: whose decision it is."""


def authority(tier: str) -> str:
    """Return the role that may open a shut gate of that tier: its approver, and never the owner of the system alone."""
    named = approver("approved", tier, "")
    return CHAIN[1] if named == CHAIN[0] else named


def open_early(caller: Caller, ref: str, stage: str, waiver: Waiver) -> GateDecision:
    """Open a shut gate until a day: enter the stage, keep what did not hold, and file a finding about it at once.

    Refused for a hard practice, what is prohibited, a system not yet sorted, and a gate that is open anyway; NotAllowed
    for machines, for anybody but the authority of the tier, and for the system's owner.
    """
    record = answers.system_named(caller, ref)
    stage = stage_named(stage)
    for fault in _unsaid(waiver):
        raise fault
    with acting(caller, gating.PASSING, "override", on_record(record)) as act:
        reading.renew(record)
        if record.retired_day is not None:
            raise BadInput("record.retired", ref=record.ref)
        require_passage(stage, life_of(act.organisation, record, act.day), record.ref)
        until = _end(waiver.until, act.day)
        answer = answers.answered(act.organisation, record, stage, act.day)
        _require_waivable(answer)
        signer = signer_of(caller, waiver.signer)
        _require_authority(act, record, signer, answer.tier)
        return _opened(act, record, stage, waiver, answer=answer, until=until, signer=signer)


def faults(waiver: Waiver, today: Day) -> tuple[BadInput, ...]:
    """Return everything that is wrong with what was written, so that a form tells it at once."""
    found = _unsaid(waiver)
    try:
        _end(waiver.until, today)
    except BadInput as refusal:
        found.append(refusal)
    return tuple(found)


def _unsaid(waiver: Waiver) -> list[BadInput]:
    said = {"reason": waiver.reason, "limits": waiver.limits}
    return [BadInput(f"override.{name}", field=name) for name, text in said.items() if not text.strip()]


def _end(text: str, today: Day) -> Day:
    day = to_day(text.strip()) if text.strip() else None
    if day is None or not today <= day <= today + LONGEST:
        raise BadInput("override.until", field="until", last_day=today + LONGEST)
    return day


def _require_waivable(answer: Answer) -> None:
    if answer.open:
        raise BadInput("override.open", field="stage")
    hard = next((line for line in answer.missing if line.hard), None)
    if hard is not None:
        raise BadInput("override.hard", field="stage", what=hard.title)


def _require_authority(act: Act, record: Record, signer: Record, tier: str) -> None:
    role = authority(tier)
    if not may_decide(role, roles_of(act.organisation.pk, signer, [record])[record.pk]):
        raise NotAllowed("override.not_authority", role=Message(f"choice.roles.{role}"), name=signer.title)
    if signer.uid in reading.body(record)["links"].get("owner", ()):
        raise NotAllowed("override.owner", ref=record.ref, name=signer.title)


def _opened(  # one keyword per thing the decision rests on
    act: Act, record: Record, stage: str, waiver: Waiver, *, answer: Answer, until: Day, signer: Record
) -> GateDecision:
    life = life_of(act.organisation, record, act.day)
    change = open_change(act.organisation, record, stage, life)
    if change is None:
        raise BadInput("override.not_asked", field="stage", title=record.title)
    wrote = self_signed(act.organisation.pk, [change], signer)  # before the decision is put into it
    type_ = str(reading.body(change)["fields"].get("type"))
    on_system, on_change = effects(stage, type_, today=iso(act.day))
    said: dict[str, object] = {
        "decision": "go",
        "reason": waiver.reason.strip(),
        "waived": [_named(line) for line in answer.missing],
        "limits": waiver.limits.strip(),
        "valid_until": iso(until),
        **on_change,
    }
    edit_within(act, change, said, {"approver": (signer.uid,)}, why=waiver.reason)
    decision = Decision("approved", f"{until - act.day + 1} days", waiver.reason, waiver.proof)
    signoff = sign_all(act, [change], signer, decision, own=wrote)[0]
    edit_within(act, record, on_system, {}, why=waiver.reason)
    row = gating.keep(
        *(act, record, stage, EARLY, answer),
        reason=waiver.reason.strip(),
        change=change,
        signoff=signoff,
        person=signer,
    )
    nature = say(
        Message(
            "override.finding",
            {
                "ref": record.ref,
                "title": record.title,
                "stage": Message(f"choice.lifecycle_stage.{stage}"),
                "until_day": until,
                "n": len(answer.missing),
            },
        )
    )
    open_finding(
        act, nature, source=change.ref, about=(record.uid, change.uid), owner=signer.uid, why=waiver.reason
    )
    return row


def _named(line: Line) -> str:
    title = say(line.title) if isinstance(line.title, Message) else line.title
    return f"{line.key}: {title}"


def fall_back(organisation: Organisation, *, clock: Clock = SYSTEM) -> int:
    """Write down what has ended by its date: back to the stage before, or entered where its gate is open now."""
    day = clock.day(organisation.time_zone)
    caller = Caller(organisation, Actor(BY_ITSELF, "", "owner"), clock)
    ended = [one for one in early_openings(organisation.pk).values() if one.ended(day)]
    for one in ended:
        row = one.row
        with acting(caller, gating.PASSING, "edit", on_record(row.system)) as act:
            reading.renew(row.system)
            answer = answers.answered(act.organisation, row.system, row.stage, act.day)
            words = {"until_day": day, "ref": row.change.ref if row.change else ""}
            name = ENTERED if answer.open else BACK
            stage = row.stage if answer.open else one.before
            reason = say(Message(f"override.{name}", words))
            gating.enter_within(act, row.system, stage, answer, decision=name, reason=reason)
    return len(ended)


__all__ = [
    "BACK",
    "EARLY",
    "LONGEST",
    "Waiver",
    "authority",
    "fall_back",
    "faults",
    "open_early",
]

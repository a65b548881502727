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
from holdtrue.app.queries.lives import life_of, open_change
from holdtrue.core.access import Actor
from holdtrue.core.days import iso, to_day
from holdtrue.core.gate_answers import STAGES, stage_named
from holdtrue.core.gating import BY_ITSELF, CHAIN, approver, effects, may_decide, require_passage
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.store import reading
from holdtrue.store.models import GateDecision
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Act
    from holdtrue.app.clock import Clock
    from holdtrue.core.days import Day
    from holdtrue.core.gate_answers import Answer, Line
    from holdtrue.store.models import Organisation, Record

EARLY, BACK, ENTERED = "early", "back", "entered"
LONGEST = 30
"""Days after which a gate opened early shuts by itself."""
_PASSING = ("go", EARLY, ENTERED, BACK)


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
    for name in ("reason", "limits"):
        if not str(getattr(waiver, name)).strip():
            raise BadInput(f"override.{name}", field=name)
    with acting(caller, gating.PASSING, "override", on_record(record)) as act:
        reading.renew(record)
        if record.retired_day is not None:
            raise BadInput("record.retired", ref=record.ref)
        require_passage(stage, life_of(act.organisation, record), record.ref)
        until = _end(waiver.until, act.day)
        answer = answers.answered(act.organisation, record, stage, act.day)
        _require_waivable(answer)
        signer = signer_of(caller, waiver.signer)
        _require_authority(act, record, signer, answer.tier)
        return _opened(act, record, stage, waiver, answer=answer, until=until, signer=signer)


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
    life = life_of(act.organisation, record)
    change = open_change(act.organisation, record, stage, life)
    if change is None:
        raise BadInput("override.not_asked", field="stage", ref=record.ref)
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
    """Let the stages of one organisation fall back; a gate that everything now opens is entered instead."""
    day = clock.day(organisation.time_zone)
    caller = Caller(organisation, Actor(BY_ITSELF, "", "owner"), clock)
    done = 0
    for row in _ended(organisation, day):
        with acting(caller, gating.PASSING, "edit", on_record(row.system)) as act:
            reading.renew(row.system)
            answer = answers.answered(act.organisation, row.system, row.stage, act.day)
            words = {"until_day": day, "ref": row.change.ref if row.change else ""}
            name = ENTERED if answer.open else BACK
            stage = row.stage if answer.open else _before(organisation, row)
            reason = say(Message(f"override.{name}", words))
            gating.enter_within(act, row.system, stage, answer, decision=name, reason=reason)
            done += 1
    return done


def _ended(organisation: Organisation, day: Day) -> list[GateDecision]:
    """The early openings that are the last word at the gates of their system, and whose day has passed."""
    rows = GateDecision.rows.of(organisation.pk).filter(decision=EARLY)
    early = list(rows.select_related("change", "system").order_by("id"))
    found = []
    for row in early:
        later = GateDecision.rows.of(organisation.pk).filter(
            system=row.system, id__gt=row.pk, decision__in=_PASSING
        )
        if row.change is None or row.system.retired_day is not None or later.exists():
            continue
        until = to_day(reading.body(row.change)["fields"].get("valid_until"))
        if until is not None and until < day:
            found.append(row)
    return found


def _before(organisation: Organisation, row: GateDecision) -> str:
    """The stage the system was in before its gate was opened early."""
    earlier = GateDecision.rows.of(organisation.pk).filter(
        system=row.system, id__lt=row.pk, decision__in=_PASSING
    )
    last = earlier.order_by("-id").first()
    return STAGES[0] if last is None else str(last.stage)


__all__ = [
    "BACK",
    "EARLY",
    "LONGEST",
    "Waiver",
    "authority",
    "fall_back",
    "open_early",
]

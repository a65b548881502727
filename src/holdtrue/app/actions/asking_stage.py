"""What asking for a stage comes to: the change that waits, who decides on it, and what entering would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import decision, on_record
from holdtrue.app.actions.whatif import Change, try_out
from holdtrue.app.queries.gates import gate_asked
from holdtrue.core.days import iso
from holdtrue.core.gating import approver, effects
from holdtrue.store import reading

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.consequences import Consequences
    from holdtrue.app.queries.gates import Asked
    from holdtrue.store.models import Record


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that waits at a gate, with the gate's answer of today."""

    change: Record
    type: str
    decides: str
    """The role that decides; '' where whoever may pass gates does."""
    asked: Asked
    entering: Consequences | None
    """What entering the stage would do to the standing; None where the caller may not try changes."""


def waiting_at(caller: Caller, ref: str, stage: str, change: Record) -> Waiting:
    """Return what waits at a gate by that change, and what a go would do; nothing is written."""
    asked = gate_asked(caller, ref, stage)
    stage, type_ = asked.answer.stage, str(reading.body(change)["fields"].get("type"))
    day = caller.clock.day(caller.organisation.time_zone)
    entering = None
    if decision(caller, "whatif", on_record(asked.record)).allowed:
        sets, _ = effects(stage, type_, today=iso(day))
        entering = try_out(caller, asked.record.ref, Change(sets=sets))
    return Waiting(change, type_, approver(stage, asked.answer.tier, type_), asked, entering)


__all__ = ["Waiting", "waiting_at"]

"""The JSON of what people do at a gate: asking for a stage, deciding, how gates are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.gating import print_shown
from holdtrue.app.shapes_gates import gate_json
from holdtrue.app.shapes_whatif import whatif_json
from holdtrue.core.days import iso
from holdtrue.store import reading

if TYPE_CHECKING:
    from holdtrue.app.actions.asking_stage import Waiting
    from holdtrue.app.shapes import Json
    from holdtrue.store.models import GateDecision


def waiting_json(found: Waiting, person_uid: str = "") -> Json:
    """Return the change that waits, who decides, the gate's answer, and what entering would do."""
    return {
        "system": found.asked.record.ref,
        "stage": found.asked.answer.stage,
        "change": found.change.ref,
        "title": found.change.title,
        "type": found.type,
        "decides": found.decides or None,
        "foreseen": str(reading.body(found.change)["fields"].get("foreseen") or "") or None,
        "shown": print_shown(found.asked.answer, found.asked.record, found.change),
        "gate": gate_json(found.asked, person_uid),
        "entering": whatif_json(found.entering) if found.entering else None,
    }


def decision_json(row: GateDecision) -> Json:
    """Return a decision as it was kept."""
    return {
        "system": row.system.ref,
        "title": row.system.title,
        "stage": row.stage,
        "decision": row.decision,
        "reason": row.reason,
        "mode": row.mode,
        "open": row.open,
        "missing": [one["practice"] for one in row.answer["missing"]],
        "change": row.change.ref if row.change else None,
        "by": row.person.ref if row.person else None,
        "name": row.person.title if row.person else None,
        "on": iso(row.day),
        "sign_off": row.signoff.uid if row.signoff else None,
        "print": row.print,
    }


__all__ = ["decision_json", "waiting_json"]

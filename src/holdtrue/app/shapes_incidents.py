"""Incidents as the command line and the API answer: clocks with their ends, tellings, and what closing still asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.core.days import iso

if TYPE_CHECKING:
    from holdtrue.app.actions.elsewhere import Brought
    from holdtrue.app.queries.incidents import Told
    from holdtrue.app.rows import Boxed
    from holdtrue.core.tellings import Kept, Telling


def incident_json(found: Told) -> dict[str, Any]:
    """Return one incident."""
    record = found.around.record
    return {
        "ref": record.ref,
        "title": record.title,
        "severity": found.fields.get("severity"),
        "closed_on": found.fields.get("closed_on"),
        "clocks": [_clock(kept) for kept in found.clocks],
        "tellings": [_telling(x) for x in found.tellings],
        "missing": list(found.missing),
    }


def concern_json(row: Boxed) -> dict[str, Any]:
    """Return one concern as a list of them tells it: none of its words, nothing of who raised it.

    Its number is longer than what scripts can count exactly, so it goes as text.
    """
    return {
        "number": str(row.id),
        "category": row.category,
        "raised_on": iso(row.raised),
        "due": iso(row.due),
        "answered_on": iso(row.answered) if row.answered else None,
        "record": row.record.ref if row.record else None,
    }


def _clock(kept: Kept) -> dict[str, Any]:
    clock, end = kept.clock, kept.running.deadline
    return {
        "id": clock.id,
        "law": clock.law,
        "ref": clock.ref,
        "tell": clock.tell,
        "state": kept.state,
        "plan_by": end.plan_by.isoformat(),
        "latest": end.latest.isoformat(),
        "status": clock.status,
        "doubt": clock.doubt or None,
        "source": clock.source,
        "as_of": clock.as_of,
    }


def _telling(told: Telling) -> dict[str, Any]:
    return {
        "on": iso(told.day),
        "at": told.time or None,
        "whom": told.whom,
        "name": told.name,
        "law": told.law or None,
        "by": told.by or None,
        "reference": told.reference or None,
    }


def brought_json(found: Brought) -> dict[str, Any]:
    """Return what became of an export, every row of it accounted for."""
    return {
        "new": found.new,
        "changed": found.changed,
        "same": found.same,
        "rows": found.rows,
        "skipped": [{"file": x.file, "row": x.row, "why": x.why} for x in found.skipped],
    }


__all__ = ["brought_json", "incident_json"]

"""What a computed indicator came to at the end of a day: one function a figure, over the register and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from holdtrue.core.computed import COMPUTED, Reading, median, mended, share, window
from holdtrue.core.days import to_day
from holdtrue.store import counting, reading

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

Count = Callable[["Organisation", "Day", "Day"], Reading]
"""Of an organisation, from the first to the last day of the window."""


def counted(organisation: Organisation, tag: str, day: Day) -> Reading | None:
    """Return the reading at the end of a day; None where nothing that was kept says it."""
    if tag == "claims-holding-share":
        held = counting.point(organisation.pk, day)
        return None if held is None else share(*held)
    first, last = window(day, COMPUTED[tag].months)
    return _COUNTS[tag](organisation, first, last)


def _mended(organisation: Organisation, first: Day, last: Day) -> Reading:
    """Findings whose effect was verified in the window: days since each was opened."""
    return median(_spans(organisation, "effect_verified_on", first, last))


def _closed(organisation: Organisation, first: Day, last: Day) -> Reading:
    return median(_spans(organisation, "closed_on", first, last))


def _spans(organisation: Organisation, until: str, first: Day, last: Day) -> list[int]:
    found = []
    for record, fields in counting.of_kind(organisation.pk, "finding"):
        day = to_day(fields.get(until))
        if day is not None and first <= day <= last:
            found.append(max(0, day - record.recorded_day))
    return found


def _holding_again(organisation: Organisation, first: Day, last: Day) -> Reading:
    days = (
        length
        for steps in counting.steps(organisation.pk, last)
        for day, length in mended(steps)
        if first <= day <= last
    )
    return median(days)


def _overdue(organisation: Organisation, first: Day, last: Day) -> Reading:  # noqa: ARG001  # what is owed now
    from holdtrue.app.worklist.everybody import everybody  # the worklist reads indicators too

    owed = everybody(organisation, last).whole
    return share(owed.overdue, owed.overdue + owed.month + owed.later)


def _lead_time(organisation: Organisation, first: Day, last: Day) -> Reading:
    return median(counting.lead_times(organisation.pk, first, last))


def _late(organisation: Organisation, first: Day, last: Day) -> Reading:
    return share(*counting.recorded(organisation.pk, first, last))


def _on_time(organisation: Organisation, kind: str, done: str, window: tuple[Day, Day]) -> Reading:
    """Of what was due in the window, the share that was done by its day."""
    first, last = window
    met = whole = 0
    for _, fields in counting.of_kind(organisation.pk, kind):
        due, when = to_day(fields.get("due")), to_day(fields.get(done))
        if due is None or not first <= due <= last:
            continue
        whole += 1
        met += when is not None and when <= due
    return share(met, whole)


def _actions(organisation: Organisation, first: Day, last: Day) -> Reading:
    return _on_time(organisation, "action", "done_on", (first, last))


def _concerns(organisation: Organisation, first: Day, last: Day) -> Reading:
    return _on_time(organisation, "concern", "answered_on", (first, last))


def _through_gate(organisation: Organisation, first: Day, last: Day) -> Reading:
    """Of the deployments that took effect in the window, the share approved by that day."""
    signed = counting.signed_first(organisation.pk, "change")
    passed = whole = 0
    for record, fields in counting.of_kind(organisation.pk, "change"):
        if fields.get("type") != "deploy" or record.event_day is None:
            continue
        if first <= record.event_day <= last:
            whole += 1
            passed += signed.get(record.pk, last + 1) <= record.event_day
    return share(passed, whole)


_COUNTS: Mapping[str, Count] = {
    "days-to-mend": _mended,
    "days-to-close-finding": _closed,
    "days-until-holding-again": _holding_again,
    "owed-overdue": _overdue,
    "assessment-lead-time": _lead_time,
    "recorded-late": _late,
    "actions-closed-on-time": _actions,
    "concerns-answered-on-time": _concerns,
    "deployments-through-gate": _through_gate,
}


def founded(organisation: Organisation) -> Day:
    """Return the day the organisation's register began; nothing is counted before."""
    return reading.own_record(organisation.pk).recorded_day


__all__ = ["counted", "founded"]

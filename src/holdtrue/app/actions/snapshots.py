"""Taking the monthly snapshots of computed indicators: dated, with n, logged as any value, once a month."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.measuring import ACTION, put
from holdtrue.app.actions.permission import on_record
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.app.queries.counted import counted, founded
from holdtrue.core.access import Actor
from holdtrue.core.computed import COMPUTED, COUNTED, month_ends
from holdtrue.core.days import add_months
from holdtrue.store import reading
from holdtrue.store.models import Measurement, Organisation, Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.core.days import Day

BACK = 12
"""Months that are filled in once, where the days on record say what a figure was."""
_LOG = logging.getLogger(__name__)


def take_everywhere(clock: Clock = SYSTEM, *, go_on: Callable[[], bool] = lambda: True) -> int:
    """Take what is due in every organisation; what fails in one is told and holds up no other."""
    made = 0
    for organisation in Organisation.objects.order_by("pk"):
        try:
            made += take(organisation, clock)
        except Exception:  # noqa: BLE001  # told in full; the others' snapshots are still taken
            _LOG.exception("snapshots of organisation %s could not be taken", organisation.pk)
        if not go_on():
            break
    return made


def take(organisation: Organisation, clock: Clock = SYSTEM) -> int:
    """Take the snapshots that are due, counted at the end of the day before; return how many. Run twice it takes none.

    A figure that its dates tell is counted for each month that ended and has none, a year back at most. One that only
    the state of things tells is counted once a month, for the day before it is taken.
    """
    if organisation.rederiving:
        return 0
    today = clock.day(organisation.time_zone)
    rows = Record.rows.of(organisation.pk).filter(
        kind="indicator", key__in=list(COMPUTED), retired_day__isnull=True
    )
    kept = list(rows.order_by("number"))
    if not kept:
        return 0
    caller = Caller(organisation, Actor(COUNTED, "", "owner"), clock)
    first = founded(organisation)
    return sum(_taken(caller, record, first, today) for record in kept)


def _taken(caller: Caller, record: Record, first: Day, today: Day) -> int:
    due = _due(record, first, today)
    if not due:
        return 0
    readings = [(day, counted(caller.organisation, record.key, day)) for day in due]
    found = [(day, one) for day, one in readings if one is not None]
    if not found:
        return 0
    with acting(caller, ACTION, "measure", on_record(record)) as act:
        reading.renew(record)
        if record.retired_day is not None:
            return 0
        there = set(_days(record))
        new = [(day, one) for day, one in found if day not in there]
        for day, one in new:
            put(act, record, day, one.value, count=one.count)
        if new:
            act.touch(record)
        return len(new)


def _due(record: Record, first: Day, today: Day) -> list[Day]:
    """The days for which a snapshot is to be taken now."""
    there = set(_days(record))
    yesterday = today - 1
    if yesterday < first:
        return []
    ended = [end for end in month_ends(max(first, add_months(today, -BACK)), yesterday) if end not in there]
    if COMPUTED[record.key].dated:
        return ended
    newest = max(there, default=0)
    last = max(month_ends(add_months(today, -2), yesterday), default=yesterday)
    return [yesterday] if newest < last else []


def _days(record: Record) -> list[Day]:
    rows = Measurement.rows.of(record.organisation_id).filter(indicator=record)
    return list(rows.values_list("day", flat=True))


__all__ = ["take", "take_everywhere"]

"""Keeps the index at the end of each month, so that a trend is read and never worked out again."""

from __future__ import annotations

import datetime as dt
from math import floor
from typing import TYPE_CHECKING

from holdtrue.app.queries import figures
from holdtrue.app.queries.status import status
from holdtrue.core.days import add_months
from holdtrue.core.tally import WHOLE
from holdtrue.store.models import Point, Record, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from holdtrue.app.queries.status import Status
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

MONTHS = 24
"""How far back a trend reaches."""


def month_ends(first: Day, last: Day) -> Iterator[Day]:
    """Yield the last days of months from one day to another, both included, no more than a trend shows."""
    start = dt.date.fromordinal(max(first, add_months(last, -MONTHS))).replace(day=1).toordinal()
    following = add_months(start, 1)
    while following - 1 <= last:
        if following - 1 >= first:
            yield following - 1
        following = add_months(following, 1)


def keep(organisation: Organisation, day: Day) -> None:
    """Keep the months that ended since standing last changed; nothing on any other day.

    Call before the running totals move on to `day`: until then what is stored answers for every day in between.
    """
    ended = list(month_ends(organisation.base_day, day - 1))
    if not ended or not Standing.rows.of(organisation.pk).filter(scope__kind="organization").exists():
        return
    kept = _kept(organisation, ended)
    put([point(status(figures.stored(organisation, end)), WHOLE) for end in ended if end not in kept])


def keep_units(organisation: Organisation, day: Day, *, go_on: Callable[[], bool] = lambda: True) -> int:
    """Keep one reading a month of each unit's branch, where that is still to be done; return how many were kept.

    A unit is read for the month's end where what is stored still answers for it, and for the day itself otherwise.
    """
    ended = dt.date.fromordinal(day).replace(day=1).toordinal() - 1
    read_for = ended if organisation.base_day <= ended else day
    done = Point.rows.of(organisation.pk).filter(day__gte=ended).values("unit_key")
    units = Record.rows.of(organisation.pk).filter(kind="unit", retired_day__isnull=True)
    made = 0
    for unit in list(units.exclude(pk__in=done).values_list("pk", flat=True)):
        put([point(status(figures.stored(organisation, read_for, unit=unit)), unit)])
        made += 1
        if not go_on():
            break
    return made


def point(found: Status, unit: int, *, later: bool = False) -> Point:
    """Return the reading of a status, not stored yet."""
    index = found.index
    return Point(
        organisation=found.figures.organisation,
        unit_key=unit,
        day=found.figures.day,
        hundredths=hundredths(index.value),
        properties={name: None if v is None else hundredths(v) for name, v in index.properties.items()},
        band=index.band.id,
        profile=index.profile,
        joined=index.joined,
        holding=found.holding,
        asked=found.holding + found.not_holding,
        systems=found.systems,
        scheme_version=index.scheme_version,
        rules=index.library_digest,
        worked_out_later=later,
    )


def put(points: list[Point]) -> None:
    """Store readings; one that is there stays as it was kept."""
    for one in points:
        Point.rows.of(one.organisation_id).bulk_create([one], ignore_conflicts=True)


def hundredths(value: Fraction) -> int:
    """Return a score times a hundred, rounded down."""
    return floor(value * 100)


def _kept(organisation: Organisation, days: list[Day]) -> set[Day]:
    rows = Point.rows.of(organisation.pk).filter(unit_key=WHOLE, day__in=days)
    return set(rows.values_list("day", flat=True))


__all__ = ["MONTHS", "hundredths", "keep", "keep_units", "month_ends", "point", "put"]

"""The index over the months, read from what was kept when each of them ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.derive.points import MONTHS
from holdtrue.core.days import add_months
from holdtrue.store.models import Point
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

_NEAR = 16
"""Days around a year ago within which a kept reading is last year's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The index at the end of a day that is past, with its profile and the version of the matrix."""

    day: Day
    index: int
    """Times a hundred, rounded down."""
    properties: Mapping[str, int | None]
    """The same of each; None where no practice of it applied."""
    band: str
    profile: str
    joined: int
    holding: int
    asked: int
    systems: int
    scheme_version: int
    later: bool
    """Whether it was worked out afterwards from the records, as they were known on its day."""

    @property
    def shown(self) -> int:
        """The whole number people read."""
        return self.index // 100


def trend(organisation: Organisation, unit: int, day: Day) -> list[Reading]:
    """Return what was kept in the two years up to a day, oldest first. One query."""
    rows = Point.rows.of(organisation.pk).filter(
        unit_key=unit, day__gte=add_months(day, -MONTHS) - 1, day__lte=day
    )
    return [_reading(row) for row in rows.order_by("day")]


def year_ago(readings: Sequence[Reading], day: Day, profile: str) -> Reading | None:
    """Return the reading nearest to a year before; None where there is none of about then, or of another profile."""
    then = add_months(day, -12)
    near = [r for r in readings if abs(r.day - then) <= _NEAR and r.profile == profile]
    return min(near, key=lambda r: abs(r.day - then), default=None)


def comparable(before: Reading, profile: str, scheme_version: int) -> bool:
    """Whether an index of that profile and matrix may be drawn on from a reading."""
    return before.profile == profile and before.scheme_version == scheme_version


def last_year(organisation: Organisation, unit: int, day: Day, profile: str) -> Reading | None:
    """Return where it stood about a year before. One query."""
    then = add_months(day, -12)
    rows = _ABOUT.records(
        organisation=organisation.pk, unit=unit, first=then - _NEAR, last=then + _NEAR, profile=profile
    )
    return year_ago([_reading(row) for row in rows], day, profile)


def _about(organisation: int, unit: int, first: Day, last: Day, profile: str) -> QuerySet[Point]:
    return Point.rows.of(organisation).filter(unit_key=unit, day__gte=first, day__lte=last, profile=profile)


_ABOUT = Question(_about, organisation=-7001, unit=-7002, first=-7003, last=-7004, profile="(profile)")


def _reading(row: Point) -> Reading:
    return Reading(
        row.day,
        row.hundredths,
        row.properties,
        row.band,
        row.profile,
        row.joined,
        row.holding,
        row.asked,
        row.systems,
        row.scheme_version,
        row.worked_out_later,
    )


__all__ = ["Reading", "comparable", "last_year", "trend", "year_ago"]

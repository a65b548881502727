"""The index of one system at each month's end, read from the changes of its standing that were kept."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from holdtrue.app.derive.points import MONTHS, hundredths, month_ends
from holdtrue.app.queries.trend import Reading
from holdtrue.core.days import add_months
from holdtrue.core.practices import library
from holdtrue.core.scoring import index, level_points, score
from holdtrue.store.models import StandingChange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.one_system import SystemStatus
    from holdtrue.app.queries.status import Stand
    from holdtrue.core.days import Day

_MOST = 5_000
"""Changes of one system read; where there are more, the trend begins with the oldest of these."""


class _Change(NamedTuple):
    """A practice's level went from old to new on a day, and was good until another."""

    practice: str
    day: Day
    old: int
    new: int
    until: Day


def trend_of(found: SystemStatus) -> tuple[Reading, ...]:
    """Return the months that ended before the day of a system's status, two years back, oldest first. One query.

    Counted are the practices asked of it on the status's day, by that day's profile and matrix. Between two changes a
    practice stands where the first brought it; once the end told then has passed, where the second found it. After
    the last change the verdicts of the status answer for each day.
    """
    rows = StandingChange.rows.of(found.organisation.pk).filter(scope=found.record, day__lte=found.day)
    newest = rows.order_by("-id").values_list("practice", "day", "old", "new", "new_until")[:_MOST]
    changes = [_Change(*row) for row in reversed(newest)]
    first = max(_begins(found, changes), add_months(found.day, -MONTHS))
    by_practice: dict[str, list[_Change]] = {}
    for change in changes:
        by_practice.setdefault(change.practice, []).append(change)
    return tuple(_reading(found, by_practice, end) for end in month_ends(first, found.day - 1))


def _begins(found: SystemStatus, changes: Sequence[_Change]) -> Day:
    """The day from which the changes read answer: that of the record, unless there are older ones than are read."""
    return changes[0].day if len(changes) == _MOST else int(found.record.created_at.date().toordinal())


def _reading(found: SystemStatus, changes: Mapping[str, Sequence[_Change]], day: Day) -> Reading:
    counted = [stand for stand in found.stands if stand.counted and stand.score is not None]
    stood = {s.practice.id: _stood(s, changes.get(s.practice.id, ()), day) for s in counted}
    told = index(
        library(),
        {name: Fraction(points) for name, (_, points) in stood.items()},
        found.index.profile,
        joined=frozenset(s.practice.id for s in counted if s.joined),
    )
    return Reading(
        day=day,
        index=hundredths(told.value),
        properties={name: None if v is None else hundredths(v) for name, v in told.properties.items()},
        band=told.band.id,
        profile=told.profile,
        joined=told.joined,
        holding=sum(stood[s.practice.id][0] >= s.target for s in counted),
        asked=len(counted),
        systems=1,
        scheme_version=told.scheme_version,
        later=True,
    )


def _stood(stand: Stand, changes: Sequence[_Change], day: Day) -> tuple[int, int]:
    """The level and the points of a practice at the end of a day."""
    before = [change for change in changes if change.day <= day]
    if len(before) == len(changes):
        given = score(stand.verdicts, day)
        return given.level, given.points
    following = changes[len(before)]
    level = following.old
    if before and day < before[-1].until:
        level = before[-1].new
    elif before:
        level = min(before[-1].new, following.old)
    return level, level_points([verdict.bearing for verdict in stand.verdicts[:level]])


__all__ = ["trend_of"]

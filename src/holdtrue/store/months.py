"""Adds up by calendar month what the tallies say by day: how many systems stop holding a level in each month ahead.

A cell is counted in the month of the last day it holds, as long as that day is not past; what is past is taken off
when the base day moves, so that eighteen months are read from as many rows whatever the days between.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.core.days import Day
    from holdtrue.core.tally import Cell

_MONTH = "organisation_id, unit_key, practice, variant, level, population, month"
_LEVELS = "level BETWEEN 1 AND 4"


class Ended(NamedTuple):
    """What ends in one month, of one level of a practice in a class of systems."""

    practice: str
    variant: int
    level: int
    population: str
    month: int
    n: int
    points: int


def month_of(until: Day) -> int:
    """Return the month, counted from year 0, of the last day before an until."""
    last = dt.date.fromordinal(until - 1)
    return last.year * 12 + last.month - 1


def first_day(month: int) -> Day:
    """Return the first day of a month counted so."""
    year, number = divmod(month, 12)
    return dt.date(year, number + 1, 1).toordinal()


def add(organisation_id: int, cells: Iterable[tuple[Cell, int, int]], base: Day) -> None:
    """Add changed cells to the months; what ended by the base day is in no month."""
    sums: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
    for (unit, practice, variant, level, population, until), n, points in cells:
        if until > base:
            found = sums[organisation_id, unit, practice, variant, level, population, month_of(until)]
            found[0] += n
            found[1] += points
    statements.put(
        f"INSERT INTO store_tallymonth ({_MONTH}, n, points) VALUES %s"
        f" ON CONFLICT ({_MONTH}) DO UPDATE SET n = store_tallymonth.n + excluded.n,"
        " points = store_tallymonth.points + excluded.points",
        [(*key, n, points) for key, (n, points) in sums.items() if n or points],
    )


def clear(organisation_id: int) -> None:
    """Forget every month, before deriving from scratch."""
    statements.run("DELETE FROM store_tallymonth WHERE organisation_id = %s", [organisation_id])


def advance(organisation_id: int, base: Day, day: Day) -> None:
    """Take off what ended between one base day and a later one. Call before the cells of those days change."""
    month = month_of(day + 1)
    statements.run(
        "DELETE FROM store_tallymonth WHERE organisation_id = %s AND month < %s", [organisation_id, month]
    )
    statements.run(
        f"INSERT INTO store_tallymonth ({_MONTH}, n, points)"
        " SELECT organisation_id, unit_key, practice, variant, level, population, %s, -sum(n), -sum(points)"
        f" FROM store_tally WHERE organisation_id = %s AND until > %s AND until <= %s AND {_LEVELS}"
        " GROUP BY organisation_id, unit_key, practice, variant, level, population"
        f" ON CONFLICT ({_MONTH}) DO UPDATE SET n = store_tallymonth.n + excluded.n,"
        " points = store_tallymonth.points + excluded.points",
        [month, organisation_id, max(base, first_day(month)), day],
    )


def ended(organisation_id: int, unit: int, *, until: int) -> list[Ended]:
    """Return what ends in every month before one, since the base day. One query."""
    rows = statements.rows(
        "SELECT practice, variant, level, population, month, n, points FROM store_tallymonth"
        " WHERE organisation_id = %s AND unit_key = %s AND month < %s AND (n <> 0 OR points <> 0)",
        [organisation_id, unit, until],
    )
    return [Ended(*row) for row in rows]


def everything(organisation_id: int) -> dict[Sequence[object], tuple[int, int]]:
    """Return every row that is not nothing, for comparing with the cells they add up."""
    rows = statements.rows(
        f"SELECT {_MONTH}, n, points FROM store_tallymonth WHERE organisation_id = %s", [organisation_id]
    )
    return {tuple(row[1:-2]): (row[-2], row[-1]) for row in rows if row[-2] or row[-1]}


__all__ = ["Ended", "add", "advance", "clear", "ended", "everything", "first_day", "month_of"]

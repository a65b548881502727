"""The indicators that are counted from the ledger and the register: what each counts over, and how it is summed up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from holdtrue.core.days import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.core.days import Day

COUNTED = "00000000-0000-4000-8000-00000000c0d3"
"""The account under which stands what the product counted itself, and nobody typed."""
PLACES = 4
"""Decimals kept of a computed value."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A computed value and n, the number of things it was counted over; no value where there was nothing to count."""

    value: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Formula:
    """How one indicator is computed; its sentence is `indicators.formula.<tag>` in the words."""

    tag: str
    months: int
    """How many months back it looks; 0 where it counts what is so at the end of the day."""
    dated: bool
    """Whether the days on record say what it was at a past day, so that past months can be filled in."""


FORMULAS: tuple[Formula, ...] = (
    Formula("days-to-mend", 12, dated=True),
    Formula("days-until-holding-again", 12, dated=True),
    Formula("owed-overdue", 0, dated=False),
    Formula("assessment-lead-time", 12, dated=True),
    Formula("recorded-late", 1, dated=True),
    Formula("claims-holding-share", 0, dated=True),
    Formula("actions-closed-on-time", 12, dated=True),
    Formula("days-to-close-finding", 12, dated=True),
    Formula("concerns-answered-on-time", 12, dated=True),
    Formula("deployments-through-gate", 12, dated=True),
)
COMPUTED: Mapping[str, Formula] = {one.tag: one for one in FORMULAS}
"""By tag."""


def window(day: Day, months: int) -> tuple[Day, Day]:
    """Return the first and the last day of the months that end with a day.

    The months that end with the last day of one are whole months of the calendar, in leap years too.
    """
    return add_months(day + 1, -months), day


def median(numbers: Iterable[int]) -> Reading:
    """Return the middle of the numbers; of an even number of them the mean of the two in the middle."""
    ordered = sorted(numbers)
    n = len(ordered)
    if not n:
        return Reading(None, 0)
    middle = Fraction(ordered[(n - 1) // 2] + ordered[n // 2], 2)
    return Reading(float(middle), n)


def share(part: int, whole: int) -> Reading:
    """Return part of whole, to four decimals; no value of nothing."""
    if not whole:
        return Reading(None, 0)
    return Reading(float(round(Fraction(part, whole), PLACES)), whole)


def month_ends(first: Day, last: Day) -> list[Day]:
    """Return the last days of months from one day to another, both included."""
    found = []
    at = dt.date.fromordinal(max(first, 1)).replace(day=1).toordinal()
    while (end := add_months(at, 1) - 1) <= last:
        if end >= first:
            found.append(end)
        at = end + 1
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a level as it was noted: on which day, from which level to which, and until when that holds."""

    day: Day
    old: int
    new: int
    until: Day


def mended(steps: Iterable[Step]) -> list[tuple[Day, int]]:
    """Return for each loss that was made good the day it was, and after how many days, over one practice and scope.

    Nothing is noted on the day a level runs out by itself: the next step begins lower than the one before ended, and
    the loss is dated by the day that one said. What falls further meanwhile is the same loss, gone deeper.
    """
    found: list[tuple[Day, int]] = []
    lost, level, before = 0, -1, None
    for step in steps:
        if level < 0 and before is not None and step.old < before.new:
            lost, level = min(before.until, step.day), before.new
        if level < 0 and step.new < step.old:
            lost, level = step.day, step.old
        if level >= 0 and step.new >= level:
            found.append((step.day, step.day - lost))
            level = -1
        before = step
    return found


__all__ = [
    "COMPUTED",
    "COUNTED",
    "FORMULAS",
    "Formula",
    "Reading",
    "Step",
    "median",
    "mended",
    "month_ends",
    "share",
    "window",
]

"""Whole days as ordinals, and periods of months or days added to them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

Day = int
"""A day as `date.toordinal()` in the organisation's time zone; a thing good through d has until = d + 1."""

NEVER: Day = 0
ALWAYS: Day = 10_000_000

_PERIOD = re.compile(r"^(?:([1-9]\d{0,3}) month|([1-9]\d{0,4}) day)s?$")
"""Up to some centuries: what lasts longer ends on no day of a calendar."""


@dataclass(frozen=True, slots=True)
class Period:
    """A length of whole months or whole days; months clamp to the end of the month reached."""

    months: int = 0
    days: int = 0

    def after(self, day: Day) -> Day:
        """Return the first day on which something done on `day` and good for this period no longer holds."""
        if self.months:
            return add_months(day, self.months) + self.days
        return day + self.days

    def __str__(self) -> str:
        number, unit = (self.months, "month") if self.months else (self.days, "day")
        return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


@lru_cache(maxsize=65_536)
def add_months(day: Day, months: int) -> Day:
    """Return the same day of the month `months` later, or that month's last day."""
    start = dt.date.fromordinal(day)
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, last)).toordinal()


@lru_cache(maxsize=512)
def period(text: str) -> Period:
    """Read '12 months' or '90 days'; raise ValueError for anything else."""
    match = _PERIOD.match(text.strip())
    if not match:
        message = f"'{text}' is not a period; write a whole number and 'months' or 'days'."
        raise ValueError(message)
    return Period(months=int(match[1])) if match[1] else Period(days=int(match[2]))


def to_day(value: object) -> Day | None:
    """Return the ordinal of a date or of an ISO 8601 date text; None for anything else."""
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, dt.datetime):
        return value.date().toordinal()
    return value.toordinal() if isinstance(value, dt.date) else None


@lru_cache(maxsize=65_536)
def _from_text(text: str) -> Day | None:
    try:
        return dt.date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return None


def iso(day: Day) -> str:
    """Return 'never', 'always' or the ISO date, as the command line and the API write an until."""
    if day <= NEVER:
        return "never"
    if day >= ALWAYS:
        return "always"
    return dt.date.fromordinal(day).isoformat()

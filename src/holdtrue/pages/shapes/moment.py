"""A day as a page shows it: relative to today, with the absolute date on focus."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.pages.language import spoken, t

if TYPE_CHECKING:
    from holdtrue.core.days import Day

NEAR = 45
"""Days on either side of today within which counting days says more than the date does."""
_TWO_DAYS = 2


@dataclass(frozen=True, slots=True)
class Moment:
    """A day said three ways; `clock` is the time of day where it is known."""

    iso: str
    absolute: str
    relative: str
    clock: str = ""


def absolute(day: Day) -> str:
    """Return 14 Mar 2027."""
    return _written(day, spoken())


@lru_cache(maxsize=8192)
def _written(day: Day, _spoken: str) -> str:
    """Return the same; a list says the days of its rows over and over."""
    value = dt.date.fromordinal(day)
    return t("page.date", day=str(value.day), month=t(f"page.month.{value.month}"), year=str(value.year))


def relative(day: Day, today: Day) -> str:
    """Return today, tomorrow, in 12 days, 3 days ago; the date itself where it is far."""
    distance = day - today
    if distance == 0:
        return t("page.day.today")
    if abs(distance) < _TWO_DAYS:
        return t("page.day.tomorrow" if distance > 0 else "page.day.yesterday")
    if abs(distance) <= NEAR:
        return t("page.day.in" if distance > 0 else "page.day.ago", n=abs(distance))
    return absolute(day)


def moment(day: Day | None, today: Day) -> Moment | None:
    """Return the day as a page shows it; None for no day, for never and for without end."""
    if day is None or day <= NEVER or day >= ALWAYS:
        return None
    return Moment(dt.date.fromordinal(day).isoformat(), absolute(day), relative(day, today))


def instant(at: dt.datetime, today: Day) -> Moment:
    """Return a moment of the clock, already in the organisation's time zone."""
    day = at.date().toordinal()
    return Moment(at.isoformat(timespec="seconds"), absolute(day), relative(day, today), f"{at:%H:%M}")

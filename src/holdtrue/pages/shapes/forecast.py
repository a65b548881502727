"""The months ahead as their page shows them: the band, what lapses next, and the calendar of one month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Link


@dataclass(frozen=True, slots=True)
class BandDay:
    """How things stand on one day of the band; `levels` from absent to measured."""

    day: int
    label: str
    month: str
    """As the axis says it; empty where it says nothing."""
    index: str
    levels: tuple[int, ...]
    holding: str


@dataclass(frozen=True, slots=True)
class BandMark:
    """A day on which something lapses, with how much."""

    day: int
    label: str
    n: int
    first: bool = False


@dataclass(frozen=True, slots=True)
class BandView:
    """The forecast band: stacked levels from the first day to the last, and where the next lapses fall."""

    days: tuple[BandDay, ...]
    marks: tuple[BandMark, ...]
    title: str
    first_words: str = ""


@dataclass(frozen=True, slots=True)
class Lapse:
    """One line of what lapses: when, what, for which scope, from which level to which, why, and who can prevent it."""

    when: Moment | None
    title: str
    href: str
    scope: str
    scope_href: str
    levels: str
    because: str
    who: str
    who_href: str
    why_href: str = ""
    soon: bool = False
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One square of the month; `number` is 0 outside it."""

    number: int
    iso: str = ""
    label: str = ""
    today: bool = False
    lapses: tuple[Link, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """One month as weeks of seven days, from Monday."""

    title: str
    weekdays: tuple[tuple[str, str], ...]
    """(short, whole)."""
    weeks: tuple[tuple[CalendarDay, ...], ...]
    previous: Link | None
    next: Link | None
    words: str
    """How much lapses in it."""


@dataclass(frozen=True, slots=True)
class ForecastView:
    """The page."""

    lead: str
    facts: tuple[tuple[str, str, str], ...]
    """(what, when or how much, which claim)."""
    band: BandView
    lapses: tuple[Lapse, ...]
    lapses_words: str
    calendar: CalendarView
    file: Link
    roadmap: Link | None

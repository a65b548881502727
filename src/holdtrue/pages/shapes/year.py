"""The year calendar as its page shows it: twelve months with what lies in each, or one month in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Choice


@dataclass(frozen=True, slots=True)
class YearLine:
    """One thing of a month; `key` is what it is planned under, '' where it cannot be."""

    sort: str
    """held, due, planned or lapses: said before it, and how its mark is drawn."""
    mark: str
    words: str
    href: str
    note: str
    when: Moment | None
    key: str = ""
    droppable: bool = False


@dataclass(frozen=True, slots=True)
class YearMonth:
    """One month; `more` says how much is left out and leads to it."""

    title: str
    href: str
    last: str
    """Its last day, which dropping something here plans it for; '' where it is past."""
    lines: tuple[YearLine, ...]
    more: Link | None
    now: bool
    past: bool


@dataclass(frozen=True, slots=True)
class YearView:
    """The page."""

    title: str
    lead: str
    months: tuple[YearMonth, ...]
    single: bool
    previous: Link
    next: Link
    whole: Link | None
    doors: tuple[Act, ...]
    file: Link
    may_plan: bool
    plan_action: str
    planned_here: str
    """The address to come back to."""
    things: tuple[Choice, ...]
    people: tuple[Choice, ...]
    on: str
    """The day the form begins with."""

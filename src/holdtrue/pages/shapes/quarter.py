"""The quarterly hour as its page shows it: what to look at, what lapses before the next, and the form that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Link
    from holdtrue.pages.shapes.review import PackPart


@dataclass(frozen=True, slots=True)
class HourLapse:
    """One thing that ends before the next hour, with the act that keeps it; the act leads back to the hour."""

    title: str
    href: str
    scope: str
    when: Moment | None
    who: str
    act: Link | None


@dataclass(frozen=True, slots=True)
class QuarterView:
    """The page, from top to bottom in the order of the hour."""

    lead: str
    parts: tuple[PackPart, ...]
    lapses: tuple[HourLapse, ...]
    lapses_words: str
    more: Link | None
    doors: tuple[Link, ...]
    form: Form

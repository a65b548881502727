"""The first page: where the organisation stands, what stopped holding, what lapses next, and what you owe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Table


@dataclass(frozen=True, slots=True)
class Property:
    """One of the six properties: its score of 100 and the question it answers; None where nothing applies."""

    title: str
    score: int | None
    question: str
    href: str = ""
    ghost: int | None = None


@dataclass(frozen=True, slots=True)
class DialView:
    """The AI Index 0 to 100 with its band and six properties, and last year's behind it."""

    score: int
    band: str
    band_says: str
    profile: str
    properties: tuple[Property, ...]
    ghost: int | None = None
    ghost_words: str = ""
    until_words: str = ""


@dataclass(frozen=True, slots=True)
class Spoke:
    """One practice on the wheel: the level it reached, 0 to 4; `broken` where the next one held once."""

    title: str
    level: int
    href: str = ""
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Quarter:
    """Plan, do, check or act: its practices, and how many of them reach the level asked of them."""

    id: str
    href: str
    spokes: tuple[Spoke, ...]
    reached: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """How many practice and scope pairs are in one state."""

    state: str
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that stopped holding, or will: the sentence, when, the glyph that tells why."""

    title: str
    href: str
    words: str
    when: Moment | None
    state: str
    scope: str = ""
    why_href: str = ""
    person: str = ""
    glyph: Glyph | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing you owe: what, where and by when."""

    title: str
    href: str
    minutes: int | None
    due: Moment | None
    because: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page. An organisation with nothing in it yet has `starts`, the first acts in order, and no dial."""

    dial: DialView | None
    wheel: tuple[Quarter, ...]
    slices: tuple[Slice, ...]
    holding: int
    total: int
    next_lapse: str
    next_lapse_href: str = ""
    stopped: tuple[Happening, ...] = ()
    stopped_since: str = ""
    seen_act: Act | None = None
    lapses: tuple[Happening, ...] = ()
    lapses_more: Link | None = None
    owed: tuple[Owed, ...] = ()
    owed_words: str = ""
    owed_more: Link | None = None
    units: Table | None = None
    unassessed: Table | None = None
    unassessed_words: str = ""
    unassessed_more: Link | None = None
    not_sorted: Link | None = None
    starts: tuple[tuple[Act, str], ...] = ()
    starts_title: str = ""
    starts_lead: str = ""
    units_more: Link | None = None
    index_link: Link | None = None
    """Where the index is opened up."""
    ways: tuple[Link, ...] = ()
    """On one page to print, the months ahead."""
    at: str = ""
    """The day shown where it is not today, as a date field takes it."""
    past: bool = False
    """Whether another day than today is shown: what was owed and seen then is not told."""
    dated_href: str = ""
    """Where another day is asked for; '' where none may be."""

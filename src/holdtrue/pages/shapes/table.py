"""A list as a page shows it: columns, rows, cells, filters held in the address, and keyset paging."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.shapes.moment import Moment


@dataclass(frozen=True, slots=True)
class Share:
    """A number with its denominator: 27 of 32; `state` colours the bar: holds, soon or wrong."""

    part: int
    whole: int
    state: str = "holds"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; exactly one of its contents is shown, in the order glyph, share, levels, moment, text.

    `href` makes the text a link; `state` (holds, soon, wrong, quiet) colours it; `note` is said small beneath.
    `levels` is how many scopes stand at absent, declared, documented, operational and measured.
    """

    text: str = ""
    href: str = ""
    note: str = ""
    state: str = ""
    badge: bool = False
    glyph: Glyph | None = None
    share: Share | None = None
    moment: Moment | None = None
    levels: tuple[int, ...] = ()
    because: str = ""
    """Why the text says so, opened by it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `href` sorts by it, `sorted` is ascending, descending or ''; `wide` lets it take the room."""

    label: str
    href: str = ""
    sorted: str = ""
    numeric: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `href` is where Enter leads; `key` is its value where rows can be ticked."""

    cells: tuple[Cell, ...]
    href: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose from; `count` where it is known how many match."""

    value: str
    label: str
    chosen: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list, a choice where it has choices, a day where it is `dated`, else a text."""

    name: str
    label: str
    choices: tuple[Choice, ...] = ()
    value: str = ""
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, said in words, and the address without it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one page; `total` is already said ('1,757 systems', 'more than 10,000')."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: str = ""
    previous_href: str = ""
    next_href: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """The filter bar: `action` is the address it is sent to by GET, `kept` what else that address must carry."""

    action: str
    query: str = ""
    filters: tuple[Filter, ...] = ()
    chips: tuple[Chip, ...] = ()
    clear_href: str = ""
    kept: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    searched: bool = True
    """Whether a text is asked for as well."""
    more: tuple[Filter, ...] = ()
    """Further filters, folded unless one is in force."""
    more_open: bool = False

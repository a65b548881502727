"""A list of records as a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Choice, Filters, Table


@dataclass(frozen=True, slots=True)
class Tools:
    """What stands above a list: its saved views, layouts, columns to choose, and files to take away.

    `kept` is what the address must keep when columns are chosen; `query` is what a saved view remembers.
    """

    views: tuple[Link, ...] = ()
    layouts: tuple[Link, ...] = ()
    columns: tuple[Choice, ...] = ()
    files: tuple[Link, ...] = ()
    address: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    query: str = ""
    save_href: str = ""
    shares: bool = False
    """Whether this person may share a view."""
    drop: Act | None = None
    """Forgets the view at hand, where it is theirs."""


@dataclass(frozen=True, slots=True)
class Card:
    """One record on a board; `choices` are the columns it may be moved to, empty where it may not."""

    ref: str
    title: str
    href: str
    note: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """One column of a board."""

    label: str
    total: str
    cards: tuple[Card, ...]
    more_href: str = ""
    value: str = ""
    """What a card dropped here gets."""


@dataclass(frozen=True, slots=True)
class Board:
    """Cards in columns by a field of choices; a card is moved by a posted form."""

    label: str
    field: str
    stacks: tuple[Stack, ...]
    move_href: str
    back: str
    by: tuple[Link, ...] = ()
    """The fields a board can be made by."""

    @property
    def movable(self) -> bool:
        """Whether its reader may move any card."""
        return any(card.choices for stack in self.stacks for card in stack.cards)


@dataclass(frozen=True, slots=True)
class ListView:
    """A list of one kind. `empty_title` and `empty_words` teach where there is no such record at all."""

    title: str
    table: Table | None
    lead: str = ""
    acts: tuple[Act, ...] = ()
    tabs: tuple[Link, ...] = ()
    filters: Filters | None = None
    empty_title: str = ""
    empty_words: str = ""
    ticks: str = ""
    """The name under which ticked rows are sent to `ticks_act`, by GET; rows are ticked where it is set."""
    ticks_kept: tuple[tuple[str, str], ...] = ()
    """Sent beside the ticks: the filters in force."""
    ticks_all: str = ""
    """The button that takes all that match instead of those ticked."""
    ticks_act: Act | None = None
    ticks_more: tuple[Act, ...] = ()
    """What else may be done with those ticked: other addresses for the same form."""
    tools: Tools | None = None
    board: Board | None = None

"""What the loop learned, as its page shows it: figures, causes, what came back, and indicators around an action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.page import Link


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what it counts; `state` is '' or wrong."""

    n: str
    words: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """So many findings of one source or cause; `share` is of the most, from 0 to 100, for the bar."""

    name: str
    n: int
    share: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LineShown:
    """One finding from what was found to what came of it."""

    finding: Link
    weight: str
    cause: str
    actions: tuple[Link, ...]
    outcome: str
    state: str
    """Of a mark: holds, soon, missing."""


@dataclass(frozen=True, slots=True)
class MovedShown:
    """One indicator before and after an action."""

    indicator: Link
    action: Link
    done: str
    before: str
    after: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class ReturnedShown:
    """A finding that is the return of another."""

    finding: Link
    of: Link
    words: str


@dataclass(frozen=True, slots=True)
class LoopView:
    """The whole page."""

    first: str
    last: str
    """The days asked for, as a date field holds them."""
    address: str
    table: Link
    figures: tuple[Figure, ...]
    sources: tuple[Sum, ...]
    causes: tuple[Sum, ...]
    returned: tuple[ReturnedShown, ...]
    moved: tuple[MovedShown, ...]
    lines: tuple[LineShown, ...]
    empty: str = ""
    more: str = ""
    error: str = ""

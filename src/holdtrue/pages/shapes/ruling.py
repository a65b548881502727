"""Rulings as pages show them: a question with its answer, and the page on which they are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.page import Act, Link


@dataclass(frozen=True, slots=True)
class RulingShown:
    """One question; `words` says until when its answer is good, or until when one is due."""

    ref: str
    href: str
    question: str
    state: str
    """Of a mark and a badge: holds, soon, lapsed."""
    words: str
    answer: str = ""
    reason: str = ""
    details: str = ""
    """Of a question that waits: what one must know to answer it."""
    said_by: str = ""
    about: tuple[Link, ...] = ()
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class RulingsView:
    """The page of rulings."""

    tabs: tuple[Link, ...]
    rulings: tuple[RulingShown, ...]
    query: str
    about: str
    state: str
    who: str
    """Who answers."""
    address: str
    empty: str = ""
    error: str = ""
    """What is wrong with the record asked for."""
    ask: Act | None = None
    all: Link | None = None

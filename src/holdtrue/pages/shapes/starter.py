"""The starter's first page: six components, each with what holds, until when, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.home import Owed
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link


@dataclass(frozen=True, slots=True)
class ComponentCard:
    """One of the six."""

    id: str
    title: str
    means: str
    state: str
    """As marks say it: holds, soon, missing …"""
    stands: str
    until: Moment | None
    then: str
    """What comes next, as a sentence."""
    act: Act
    counts: bool = False


@dataclass(frozen=True, slots=True)
class StarterView:
    """The first page of a starter."""

    title: str
    lead: str
    cards: tuple[ComponentCard, ...]
    set_up: Act | None
    set_up_words: str
    owed: tuple[Owed, ...]
    owed_words: str
    owed_more: Link
    next_lapse: str
    next_lapse_href: str = ""
    index: Link | None = None
    by_law: Link | None = None

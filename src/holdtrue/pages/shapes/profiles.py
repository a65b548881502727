"""The profiles side by side: how many hours each takes, of whom, and what choosing one would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.page import Link


@dataclass(frozen=True, slots=True)
class Hours:
    """One line of hours: whose, in the first year, and in each year after it, all as they are said."""

    who: str
    first: str
    later: str


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """One profile: whom it is for, its hours, and where to see what choosing it would change."""

    id: str
    name: str
    meant_for: str
    promise: str
    hours: str
    then: str
    asked: str
    lines: tuple[Hours, ...]
    current: bool = False
    look: Link | None = None
    looked_at: bool = False


@dataclass(frozen=True, slots=True)
class PracticeNamed:
    """A practice by name; where a law asks for it, which one."""

    title: str
    href: str
    words: str
    by_law: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What choosing the profile looked at would change."""

    title: str
    lead: str
    new: tuple[PracticeNamed, ...]
    dropped: tuple[PracticeNamed, ...]
    kept: str
    refused: str = ""
    """Why it cannot be chosen now."""


@dataclass(frozen=True, slots=True)
class ProfilesView:
    """The page of profiles; `action` is where the chosen one is posted to."""

    tabs: tuple[Link, ...]
    lead: str
    cards: tuple[ProfileCard, ...]
    by_law: tuple[PracticeNamed, ...]
    changes: Changes | None
    action: str
    chosen: str = ""
    submit: str = ""
    basis: str = ""

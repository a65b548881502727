"""The worklist: what one person owes, grouped by when, and what everybody owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Table


@dataclass(frozen=True, slots=True)
class Owing:
    """One thing owed: the act that clears it, why, by when, and what else it clears."""

    title: str
    href: str
    """The form that clears it; it leads back here."""
    state: str
    because: str
    due: Moment | None = None
    minutes: int = 0
    scope: Link | None = None
    clears: tuple[str, ...] = ()
    law: bool = False
    why_href: str = ""
    put_off_href: str = ""
    away: str = ""
    """Until when and why it was put off."""
    instead: str = ""
    """Whom they do it for, who is away until when."""
    take_up: Act | None = None


@dataclass(frozen=True, slots=True)
class OwingGroup:
    """Everything owed by about the same time; `id` is overdue, month or later."""

    id: str
    title: str
    words: str
    items: tuple[Owing, ...]
    count: int
    """How many there are, those on other pages included."""


@dataclass(frozen=True, slots=True)
class WorklistView:
    """One person's worklist. Without groups it says until when nothing is owed."""

    tabs: tuple[Link, ...]
    groups: tuple[OwingGroup, ...]
    lead: str = ""
    away: tuple[Owing, ...] = ()
    raised: tuple[Owing, ...] = ()
    empty: str = ""
    empty_words: str = ""
    next_href: str = ""
    previous_href: str = ""
    absence: str = ""
    """Until when this person is away, and who does what is asked of them meanwhile."""
    absent: Link | None = None
    """Where they say that they will be away, or are back."""


@dataclass(frozen=True, slots=True)
class GoneShown:
    """Somebody who is away: until when, who does what meanwhile, and what waits for them."""

    name: Link
    until: str
    lines: tuple[str, ...]
    waits: bool = False
    """Whether something waits for them that no deputy does."""
    act: Link | None = None
    """Where a deputy is named."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """Something nobody answers for: what it is, what to do about it, and where."""

    title: str
    words: str
    act: Link


@dataclass(frozen=True, slots=True)
class TeamView:
    """What everybody owes: by person, by unit, and what nobody answers for."""

    tabs: tuple[Link, ...]
    lead: str
    orphans: tuple[Orphan, ...] = ()
    gone: tuple[GoneShown, ...] = ()
    people: Table | None = None
    units: Table | None = None
    more: str = ""
    empty: str = ""
    empty_words: str = ""

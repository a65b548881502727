"""Practices: the list by phase and property, and one practice with its levels and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Filters, Table


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One practice in a list: a glyph where it is the organisation's, counts by level where it is the systems'."""

    title: str
    href: str
    property: str
    scope: str
    level: str
    glyph: Glyph | None = None
    levels: tuple[int, ...] = ()
    levels_words: str = ""
    score: int | None = None
    law: str = ""
    """Which laws ask for it, whatever the profile; empty where it is the profile's choice."""


@dataclass(frozen=True, slots=True)
class PracticeGroup:
    """Practices of one phase or property."""

    title: str
    lines: tuple[PracticeLine, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class PracticesView:
    """The list of practices; `tabs` choose the grouping or the phase."""

    groups: tuple[PracticeGroup, ...]
    filters: Filters | None = None
    tabs: tuple[Link, ...] = ()
    kinds: tuple[Link, ...] = ()
    """On a phase's page: the kinds of record it works with, with their counts."""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A requirement that a practice answers; `href` is empty where the framework has no page here."""

    name: str
    title: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Records that carry a practice: a kind, evidence of a tag, or a figure."""

    label: str
    href: str = ""
    note: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class LevelShown:
    """One level of a practice: what it asks in words, whether it holds, why, and what would mend it."""

    level: str
    asks: tuple[str, ...]
    state: str
    words: str
    minutes: int | None = None
    remedy: Act | None = None
    href: str = ""
    often: str = ""
    """How often a year, in words."""
    acts: tuple[str, ...] = ()
    """What somebody does for it, how long and how often: told instead of the minutes."""


@dataclass(frozen=True, slots=True)
class PracticeView:
    """One practice: what it is, why, how it stands."""

    title: str
    statement: str
    property: str
    phase: str
    scope: str
    owner: str
    levels: tuple[LevelShown, ...]
    glyph: Glyph | None = None
    counts: tuple[int, ...] = ()
    counts_words: str = ""
    systems: Table | None = None
    """The first that fall short."""
    reaching: Table | None = None
    """The first that reach it."""
    systems_href: str = ""
    satisfies: tuple[tuple[str, tuple[Answer, ...]], ...] = ()
    auditor_asks: str = ""
    pitfall: str = ""
    id: str = ""
    law: str = ""
    """Which laws ask for it, whatever the profile; empty where it is the profile's choice."""
    holders: tuple[Link, ...] = ()
    """Who holds the role now."""
    nobody: str = ""
    """Said where nobody does."""
    carriers: tuple[Carrier, ...] = ()
    """The records that carry it."""
    shown: tuple[Carrier, ...] = ()
    """The evidence and figures that show it."""


@dataclass(frozen=True, slots=True)
class WhyStep:
    """One step from the claim down to the fact that decides."""

    words: str
    href: str = ""
    ref: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class WhyView:
    """The why drawer: the sentence, the chain of facts, who can mend it by which act, and how it changed."""

    practice: str
    practice_href: str
    scope: Link
    level: str
    state: str
    sentence: str
    glyph: Glyph
    steps: tuple[WhyStep, ...]
    mender: str = ""
    remedy: Act | None = None
    remedy_words: str = ""
    minutes: int | None = None
    levels: tuple[Link, ...] = ()
    rests_on: str = ""
    history: tuple[tuple[str, str], ...] = ()
    """(when, sentence), newest first."""
    href: str = ""
    day: str = ""
    """The day asked about, and the last one that can be asked about as a past one."""
    latest: str = ""
    past: bool = False
    """Whether it tells of a past day, so that nothing is offered to mend it."""

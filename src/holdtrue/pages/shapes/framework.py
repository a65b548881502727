"""Frameworks: a card each, the tree of one, one requirement with what answers it, and practices across all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Filters, Share, Table


@dataclass(frozen=True, slots=True)
class Tallied:
    """How many requirements stand so, and where they are listed; `state` colours it: wrong, soon or quiet."""

    label: str
    n: int
    href: str
    state: str = "quiet"


@dataclass(frozen=True, slots=True)
class FrameworkCard:
    """One framework at a glance; without a share it does not reach the organisation, and `reason` says why."""

    title: str
    href: str
    note: str
    share: Share | None
    words: str = ""
    tallied: tuple[Tallied, ...] = ()
    reason: str = ""
    mend: Link | None = None


@dataclass(frozen=True, slots=True)
class FrameworksView:
    """Every framework installed."""

    cards: tuple[FrameworkCard, ...]
    lead: str
    tabs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement in a tree; `glyph` is None where nothing is asked of anything, or it does not apply."""

    name: str
    title: str
    href: str
    glyph: Glyph | None
    standing: str
    """holds, more, begun, fails, unasked, uncovered or away."""
    standing_words: str
    words: str
    """Why it stands so, in a sentence."""
    marks: tuple[str, ...] = ()
    """Small words beside the title: who it binds, from when, that it is in doubt."""
    mend: Link | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of a tree with its counts; `opened` unfolds it."""

    id: str
    title: str
    words: str
    share: Share | None
    cited: str = ""
    """Its number in the framework itself, where it has one."""
    lines: tuple[RequirementLine, ...] = ()
    branches: tuple[Branch, ...] = ()
    opened: bool = False


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """One framework as a tree."""

    title: str
    lead: str
    words: str
    share: Share | None
    tallied: tuple[Tallied, ...]
    branches: tuple[Branch, ...]
    facts: tuple[tuple[str, str | Link], ...]
    """Publisher, version, as of, source."""
    note: str = ""
    doubts: tuple[str, ...] = ()
    filters: Filters | None = None
    tabs: tuple[Link, ...] = ()
    notice: str = ""
    """That it does not reach the organisation, or that a system's class is not settled."""
    notice_link: Link | None = None
    nothing: str = ""
    """What is said where the filters leave nothing."""


@dataclass(frozen=True, slots=True)
class Answering:
    """One practice that answers a requirement: how it stands over all, and systems that decide."""

    title: str
    href: str
    statement: str
    glyph: Glyph
    level: str
    words: str = ""
    outside: str = ""
    """That the profile does not ask for it."""
    systems: Table | None = None
    also: tuple[Link, ...] = ()
    """What else it answers, a link each."""
    asks: str = ""
    """What an auditor asks of it."""


@dataclass(frozen=True, slots=True)
class RequirementView:
    """One requirement: what it asks, how it stands, by which practices, and what they answer besides."""

    name: str
    title: str
    description: str
    standing: str
    standing_words: str
    sentence: str
    glyph: Glyph | None
    answering: tuple[Answering, ...]
    parts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    facts: tuple[tuple[str, str | Link], ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    related: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    """Framework -> requirements that ask for related work."""
    still: str = ""
    mend: Act | None = None
    findings: tuple[Link, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Crossing:
    """One practice across frameworks: per framework, the requirements it answers."""

    title: str
    href: str
    note: str
    glyph: Glyph | None
    level: str
    answers: tuple[tuple[str, tuple[Link, ...]], ...]
    """Framework title -> requirements, in the order of the columns; those that do not apply are left out."""
    total: int
    decides: int = 0
    """How many requirements only this practice keeps from holding."""
    mend: Link | None = None


@dataclass(frozen=True, slots=True)
class CrosswalkView:
    """Practices against frameworks."""

    lead: str
    tabs: tuple[Link, ...]
    columns: tuple[str, ...]
    lines: tuple[Crossing, ...]
    nothing: str = ""
    failing: bool = False

"""The Statement of Applicability as a page: progress, the controls under their objectives, suggestions to be ticked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Field
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.record import Change
    from holdtrue.pages.shapes.table import Share


@dataclass(frozen=True, slots=True)
class LineShown:
    """One control. `answer` is in, out or not_yet; `state` colours how its signature stands."""

    number: str
    title: str
    words: str
    """What the control asks, in our own words."""
    href: str
    """The record of the line; '' while there is none."""
    answer: str
    reason: str
    glyph: Glyph | None
    status: str
    state: str
    state_words: str
    signed: str = ""
    practices: tuple[Link, ...] = ()
    controls: tuple[Link, ...] = ()
    risks: tuple[Link, ...] = ()
    evidence: tuple[Link, ...] = ()
    owner: Link | None = None
    changed: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()
    findings: tuple[Link, ...] = ()
    """Open ones on the control."""
    stopped: bool = False
    """Whether one of them is major, so that the control does not hold."""
    suggestion: str = ""
    """What the facts speak for, while nothing is decided."""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectiveShown:
    """One objective with its controls."""

    id: str
    title: str
    words: str
    lines: tuple[LineShown, ...]
    counted: str = ""
    """How many controls it has, and how many of them want something done."""
    open: bool = False
    """Whether it is unfolded when the page opens."""


@dataclass(frozen=True, slots=True)
class StatementView:
    """The whole statement."""

    lead: str
    shares: tuple[tuple[str, Share], ...]
    """(words, how many of how many)."""
    practice: Glyph | None
    tabs: tuple[Link, ...]
    groups: tuple[ObjectiveShown, ...]
    acts: tuple[Act, ...] = ()
    files: tuple[Link, ...] = ()
    more: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class OfferShown:
    """One undecided control with what the facts speak for; `reason` is a field to be rewritten."""

    number: str
    title: str
    words: str
    answer: str
    ticked: bool
    reason: Field


@dataclass(frozen=True, slots=True)
class OffersView:
    """Undecided controls to be decided several at once."""

    lead: str
    action: str
    offers: tuple[OfferShown, ...]
    common: Field
    """One reason for all of them, where it is honest."""
    submit: str
    back: str
    empty: str = ""

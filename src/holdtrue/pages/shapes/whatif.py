"""A change tried without making it: its form, and what it would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.shapes.page import Act, Link


@dataclass(frozen=True, slots=True)
class Moved:
    """One practice that would stand elsewhere: glyphs for one scope, words for all, and the reason."""

    title: str
    href: str
    levels: str
    """From which level to which, in words."""
    because: str
    scopes: tuple[Link, ...] = ()
    more: str = ""
    """How many scopes beside those named."""
    before: Glyph | None = None
    after: Glyph | None = None


@dataclass(frozen=True, slots=True)
class Owes:
    """What one person would owe; `acts` are sentences that lead to the record."""

    name: str
    href: str
    minutes: str
    acts: tuple[Link, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the change would do."""

    lead: str
    facts: tuple[tuple[str, str, str], ...]
    """(what, before, after)."""
    stops: tuple[Moved, ...] = ()
    starts: tuple[Moved, ...] = ()
    owes: tuple[Owes, ...] = ()
    drifts: tuple[tuple[Link, str], ...] = ()
    """(signed record, the fields that would differ)."""
    notes: tuple[str, ...] = ()
    make: Act | None = None
    """Opens the ordinary form with the change filled in."""


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """The page: what would happen, once something was tried, above the form that asks."""

    title: str
    lead: str
    form: Form
    outcome: Outcome | None = None
    again: str = ""
    """What the form below an outcome is for; '' where another change is tried."""

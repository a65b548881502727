"""An incident as its page shows it: clocks, steps from what happened to closing, who was told, and those like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Filters, Table


@dataclass(frozen=True, slots=True)
class ClockShown:
    """One reporting clock: whom to tell under which law, how much time is left, and what is unsure about it."""

    title: str
    state: str
    """running, extended, late, told or told_late."""
    left: str
    """How much is left, in words, or what became of it."""
    by: str
    """The last minute, in whose zone."""
    notes: tuple[str, ...]
    """What is unsure, and where it comes from with its date."""
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of working through an incident."""

    title: str
    done: bool
    lines: tuple[tuple[str, str], ...]
    """Label and words of what is there."""
    links: tuple[Link, ...] = ()
    open: str = ""
    """What is still asked, where it is not done."""
    acts: tuple[Act, ...] = ()
    told: Table | None = None
    """Who was told when, on the step that asks for it."""


@dataclass(frozen=True, slots=True)
class AlikeShown:
    """One incident of others that is like this."""

    title: str
    href: str
    when: str
    about: str
    """Its task and sector, or its domain of risk."""
    shared: str


@dataclass(frozen=True, slots=True)
class AlikeView:
    """The likest incidents of others, with whose they are; empty where none were brought in or none is like this."""

    rows: tuple[AlikeShown, ...]
    source: Link
    licence: str
    more: Link


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident, worked through."""

    record: Link
    state: str
    """holds (closed), soon (open) or wrong (a clock was missed)."""
    words: str
    systems: tuple[Link, ...]
    clocks: tuple[ClockShown, ...]
    no_clock: str
    steps: tuple[StepShown, ...]
    alike: AlikeView | None
    acts: tuple[Act, ...] = ()
    ready: bool = False
    """Whether nothing is asked any more, so that closing it comes first."""


@dataclass(frozen=True, slots=True)
class ConfidentialityView:
    """The register of confidentiality incidents, entry by entry, each with the particulars that are prescribed."""

    lead: str
    entries: tuple[EntryShown, ...]
    notes: tuple[str, ...]
    files: tuple[Link, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One entry of that register."""

    title: Link
    lines: tuple[tuple[str, str], ...]
    kept: str
    missing: str


@dataclass(frozen=True, slots=True)
class ElsewhereView:
    """Incidents of others: the filters, the table and whose they are."""

    lead: str
    filters: Filters | None
    table: Table | None
    source: Link
    licence: str
    empty: str = ""


@dataclass(frozen=True, slots=True)
class OneElsewhereView:
    """One incident of others, whole."""

    words: str
    lines: tuple[tuple[str, str], ...]
    source: Link
    licence: str
    back: Link

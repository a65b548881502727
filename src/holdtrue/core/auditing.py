"""An internal audit as values: how a requirement can turn out, and what an audit keeps of the day it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.core.messages import Message, from_data
from holdtrue.core.verdicts import Bearing, State, Verdict, untold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.days import Day

HOLDS, OBSERVATION, MINOR, MAJOR, NOT_LOOKED_AT = "holds", "observation", "minor", "major", "not_looked_at"
RESULTS = (HOLDS, OBSERVATION, MINOR, MAJOR, NOT_LOOKED_AT)
LOOKED_AT = frozenset({HOLDS, OBSERVATION, MINOR, MAJOR})
NOT_MET = frozenset({MINOR, MAJOR})
"""Results that ask for a finding, through which somebody mends it."""
INTERNAL = frozenset({"internal", "assessment", "independent_test"})
"""Types of audit that are worked on here; a certification body works by its own papers."""
LONGEST = 20_000
"""Letters of notes on one requirement."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A record that shows something, by the name it had on the day."""

    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class PracticeThen:
    """One practice as it stood on the audit's day: of the organisation, over all systems, or of one system."""

    id: str
    title: str
    asks: str
    """The auditor's question."""
    per_system: bool
    verdicts: tuple[Verdict, ...]
    """The four levels; empty where it was asked of nothing."""
    because: Message | str = ""
    """Why; a sentence in what was kept before the words were left to whoever reads it."""
    shown_by: tuple[Shown, ...] = ()
    scopes: int = 0
    holding: int = 0
    """How many of them held the level asked."""


@dataclass(frozen=True, slots=True)
class RequirementThen:
    """One requirement as it stood on the audit's day."""

    id: str
    name: str
    title: str
    asks: str
    """What it asks, in our own words."""
    parts: tuple[str, ...]
    evidence: tuple[str, ...]
    section: str
    standing: str
    because: Message | str
    still: str
    level: int
    findings: tuple[str, ...]
    practices: tuple[PracticeThen, ...]


@dataclass(frozen=True, slots=True)
class SystemThen:
    """One system drawn, as it stood on the audit's day."""

    uid: str
    ref: str
    title: str
    stratum: str
    practices: Mapping[str, tuple[Verdict, ...]]
    evidence: tuple[Shown, ...]


def packed(verdicts: Sequence[Verdict]) -> list[list[int]]:
    """Return levels as numbers that any reader can keep."""
    return [[v.until, v.best, v.opens, int(v.cause), int(v.bearing)] for v in verdicts]


def unpacked(rows: Sequence[Sequence[int]]) -> tuple[Verdict, ...]:
    """Return the levels of such numbers."""
    made = []
    for until, best, opens, cause, bearing in rows:
        plain = untold(until, best, State(cause), Bearing(bearing))
        made.append(
            plain
            if opens == plain.opens
            else Verdict(until, opens=opens, best=best, cause=State(cause), bearing=Bearing(bearing))
        )
    return tuple(made)


def reason_of(kept: Mapping[str, Any] | str) -> Message | str:
    """Return why something stood as it did, as it was kept; a sentence where it was kept as one."""
    return kept if isinstance(kept, str) else from_data(kept)


def requirement_of(kept: Mapping[str, Any]) -> RequirementThen:
    """Return a requirement from what was kept of it."""
    practices = tuple(
        PracticeThen(
            one["id"],
            one["title"],
            one["asks"],
            one["per_system"],
            unpacked(one["verdicts"]),
            reason_of(one["because"]),
            tuple(Shown(ref, title) for ref, title in one["shown_by"]),
            one["scopes"],
            one["holding"],
        )
        for one in kept["practices"]
    )
    lists = {name: tuple(kept[name]) for name in ("parts", "evidence", "findings")}
    return RequirementThen(**{**kept, **lists, "practices": practices, "because": reason_of(kept["because"])})


def system_of(kept: Mapping[str, Any]) -> SystemThen:
    """Return a drawn system from what was kept of it."""
    return SystemThen(
        kept["uid"],
        kept["ref"],
        kept["title"],
        kept["stratum"],
        {name: unpacked(rows) for name, rows in kept["practices"].items()},
        tuple(Shown(ref, title) for ref, title in kept["evidence"]),
    )


def worst(results: Sequence[str]) -> str:
    """Return the gravest of some results; '' where nothing was looked at."""
    grave = [MAJOR, MINOR, OBSERVATION, HOLDS]
    return next((name for name in grave if name in results), "")


def level_held(verdicts: Sequence[Verdict], day: Day) -> int:
    """Return the highest level that held on the day with all below it."""
    held = 0
    while held < len(verdicts) and verdicts[held].holds(day):
        held += 1
    return held


__all__ = [
    "HOLDS",
    "INTERNAL",
    "LONGEST",
    "LOOKED_AT",
    "MAJOR",
    "MINOR",
    "NOT_LOOKED_AT",
    "NOT_MET",
    "OBSERVATION",
    "RESULTS",
    "PracticeThen",
    "RequirementThen",
    "Shown",
    "SystemThen",
    "level_held",
    "packed",
    "reason_of",
    "requirement_of",
    "system_of",
    "unpacked",
    "worst",
]

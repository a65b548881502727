"""What a check says: a band, what is lacking, which answers do not go together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing lacking, with the first step that would mend it."""

    question: str
    says: str
    first_step: str
    practices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two answers that do not go together; the person is asked which is right."""

    questions: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check; self-declared, so it never says more than an answer can show."""

    check: str
    band: str | None
    """None where the framework knows no total."""
    shown_as: str
    score: int | None
    gaps: tuple[Gap, ...] = ()
    """What counts most first."""
    contradictions: tuple[Contradiction, ...] = ()
    caps: tuple[str, ...] = ()
    """Why the band is no higher."""
    unproved: tuple[str, ...] = ()
    """Questions answered with don't know."""
    left_out: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)
    """What belongs to this check alone: scores by property or function, classes, duties."""

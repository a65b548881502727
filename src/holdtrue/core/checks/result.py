"""What a check says: a band, what is lacking, which answers do not go together, and what is there already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNASKED = "unasked"
"""The state of a component that the answers say nothing of."""


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
class Component:
    """One of the six things an AIMS consists of; `state` is absent, declared, documented, operational or unasked."""

    id: str
    title: str
    means: str
    state: str
    first_step: str
    questions: tuple[str, ...] = ()
    """Whose answers it follows from."""


@dataclass(frozen=True, slots=True)
class Declared:
    """Something a person said of a practice by an answer; it can carry the practice to declared and no further."""

    practice: str
    question: str
    sentence: str


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
    levels: Mapping[str, str] = field(default_factory=dict)
    """Question -> what its answer amounts to: absent, declared, documented or operational."""
    applies: bool = True
    says: tuple[str, ...] = ()
    """Whether it applies, and what follows, in sentences."""
    expected: tuple[str, ...] = ()
    """Practices, those of everybody first."""
    have: tuple[Component, ...] = ()
    viable: int = 0
    """How many of the six are written down or run."""
    declares: tuple[Declared, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)
    """What belongs to this check alone: scores by property or function, classes, duties."""

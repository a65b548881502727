"""How far the requirements of a framework are met, sorted: met, open, not asked, out of reach, answered by nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.requirements import (
    AWAY,
    BEGUN,
    FAILS,
    HOLDS,
    MORE,
    UNASKED,
    UNCOVERED,
    answered,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.requirements import Ground
    from holdtrue.core.frameworks import Framework, Requirement
    from holdtrue.core.messages import Message


@dataclass(frozen=True, slots=True)
class Covered:
    """One framework, its requirements sorted by whether they are met."""

    framework: Framework
    requirements: tuple[Requirement, ...]
    applies: int
    """How many of them reach the organisation."""
    satisfied: tuple[str, ...]
    """Every practice that answers it and is asked here reaches the framework's level everywhere."""
    not_asked: tuple[str, ...]
    """No practice that answers it applies to anything yet: neither met nor open."""
    open: tuple[str, ...]
    """Answered by a practice, and not met."""
    begun: tuple[str, ...]
    """Of those open: its practices hold, and some of them lie outside the active profile."""
    uncovered: tuple[str, ...]
    """Answered by no practice."""
    needs_more: Mapping[str, str]
    """What practices alone do not show; such a requirement is never counted as met."""
    not_applicable: Mapping[str, Message | None]
    """Those that do not reach the organisation, with the reason from its facts."""


def covered(ground: Ground, name: str) -> Covered:
    """Return the framework as met on this ground."""
    found = answered(ground, name)
    ids = {
        standing: tuple(a.requirement.id for a in found.of(standing))
        for standing in (HOLDS, UNASKED, UNCOVERED, BEGUN)
    }
    return Covered(
        framework=found.framework,
        requirements=tuple(a.requirement for a in found.answers),
        applies=len(found.asked),
        satisfied=ids[HOLDS],
        not_asked=ids[UNASKED],
        open=tuple(a.requirement.id for a in found.of(FAILS, BEGUN, MORE)),
        begun=ids[BEGUN],
        uncovered=ids[UNCOVERED],
        needs_more={a.requirement.id: a.still for a in found.answers if a.still},
        not_applicable={a.requirement.id: a.applies.because for a in found.of(AWAY)},
    )


__all__ = ["Covered", "covered"]

"""How the six components of an AIMS stand: what holds, until when, and the practice that decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.components import FIRST, Component, components
from holdtrue.core.days import ALWAYS
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from holdtrue.app.queries.status import Stand, Status
    from holdtrue.core.days import Day


@dataclass(frozen=True, slots=True)
class Standing:
    """One component as it stands."""

    component: Component
    level: int
    """0 to 4: that of its weakest practice."""
    until: Day | None
    """The first day that level no longer holds; None where it has no end, or there is none."""
    weakest: Stand
    """The practice that decides, and whose next level comes next."""
    stands: tuple[Stand, ...]

    @property
    def counts(self) -> bool:
        """Whether it counts towards a first working AIMS."""
        return self.level >= FIRST

    @property
    def reached(self) -> bool:
        """Whether every practice of it reaches its target."""
        return all(stand.state is State.HOLDS and stand.score is not None for stand in self.stands)


def standing_components(found: Status) -> tuple[Standing, ...]:
    """Return the six as the stored standing has them. No query."""
    stands = {stand.practice.id: stand for stand in found.stands}
    return tuple(_standing(one, [stands[name] for name in one.practices]) for one in components())


def _standing(component: Component, stands: list[Stand]) -> Standing:
    # A practice that applies to nothing yet is not there: without systems nothing is assessed and nothing approved.
    weakest = min(stands, key=lambda s: (s.level if s.score is not None else 0, s.until))
    level = weakest.level if weakest.score is not None else 0
    ends = [s.until for s in stands if s.level == level and s.until < ALWAYS]
    return Standing(component, level, min(ends) if level and ends else None, weakest, tuple(stands))


__all__ = ["Standing", "standing_components"]

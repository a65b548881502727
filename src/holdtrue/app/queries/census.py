"""How many systems each unit at the top has, by tier: read from the running totals, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.scoring import UNSORTED
from holdtrue.store import census

if TYPE_CHECKING:
    from holdtrue.store.models import Organisation


@dataclass(frozen=True, slots=True)
class UnitCount:
    """One unit with everything below it."""

    ref: str
    title: str
    systems: int
    """In scope, whatever their use."""
    high: int
    unsorted: int
    """Not yet sorted and not ended."""


def by_tier(organisation: Organisation) -> list[UnitCount]:
    """Return the units at the top that have systems, the most first. One query."""
    sums: dict[tuple[str, str], list[int]] = {}
    for ref, title, population, n in census.of_top_units(organisation.pk):
        tier, _, use = population.partition("/")
        found = sums.setdefault((ref, title), [0, 0, 0])
        found[0] += n
        found[1] += n if tier == "high" else 0
        found[2] += n if tier == UNSORTED and use != "ended" else 0
    counted = [UnitCount(ref, title, *numbers) for (ref, title), numbers in sums.items()]
    return sorted(counted, key=lambda unit: (-unit.systems, unit.title))

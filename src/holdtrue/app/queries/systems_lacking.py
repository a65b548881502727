"""The first systems that lack a step of the roadmap: looked for among the first of each tier, never among all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.derive.heights import reached
from holdtrue.app.queries.raised import TIERS
from holdtrue.core.packing import opened, split
from holdtrue.store import standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.figures import Figures
    from holdtrue.app.queries.steps import Step

_LOOKED = 60
"""Systems of each tier looked through."""


def lacking(figures: Figures, steps: Sequence[Step], *, most: int) -> dict[str, list[tuple[int, int]]]:
    """Return for each step the first systems that lack it: row id and level reached. A query for each tier asked."""
    found: dict[str, list[tuple[int, int]]] = {step.key: [] for step in steps}
    for tier in sorted({tier for step in steps for tier in TIERS[step.kind]}):
        mine = [step for step in steps if tier in TIERS[step.kind]]
        for kept in standings.first_of(figures.organisation.pk, tier, most=_LOOKED):
            segments = split(kept.packed)
            for step in mine:
                if len(found[step.key]) >= most or step.practice.id not in segments:
                    continue
                held = opened(segments[step.practice.id])
                level = reached(held, figures.day)[0]
                if held is not None and level < step.level:
                    found[step.key].append((kept.scope, level))
    return found


__all__ = ["lacking"]

"""What a picture of the whole shows: the practices asked for, how far each is drawn, how many are in each state."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.status import Stand, Status

SOON = 30
"""Days before its end from which a level that holds is shown as lapsing."""
STATES = ("holds", "soon", "lapsed", "drifted", "missing", "out_of_target", "contradicted", "unknown")
GONE = (State.LAPSED, State.DRIFTED)
"""States of what held once."""
_STEP = 25


def asked(status: Status) -> list[Stand]:
    """Return the practices that the profile or a law asks for and that apply somewhere."""
    return [s for s in status.stands if s.counted and s.score is not None]


def drawn(stand: Stand) -> int:
    """Return the ring a practice reaches: its level, or over many systems the mean of their points in steps."""
    if not stand.practice.per_system or stand.score is None:
        return stand.level
    return max(stand.level, floor(stand.score / _STEP))


def in_states(status: Status) -> Mapping[str, int]:
    """Return how many pairs of a practice and a scope are in each state at the level asked of them."""
    counts = dict.fromkeys(STATES, 0)
    for stand in asked(status):
        _add(counts, stand, status)
    counts["holds"] = max(0, status.holding - counts["soon"])
    return counts


def _add(counts: dict[str, int], stand: Stand, status: Status) -> None:
    day = status.figures.day
    if stand.spread is None:
        if stand.level < stand.target:
            counts[stand.state.name.lower()] += 1
        elif stand.until - day <= SOON:
            counts["soon"] += 1
        return
    told = 0
    for state, n in stand.spread.states.get(stand.target, {}).items():
        counts[state.name.lower()] += n
        told += n
    counts["missing"] += max(0, stand.scopes - stand.holding - told)
    ends = [
        e
        for e in status.figures.endings_of(stand.practice)
        if e.level <= stand.target and e.day - day <= SOON
    ]
    counts["soon"] += min(stand.holding, sum(e.systems for e in ends))


__all__ = ["GONE", "SOON", "STATES", "asked", "drawn", "in_states"]

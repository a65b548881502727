"""Figures as they would be once some steps were taken: the claims of a step taken to hold, on something done.

An evaluation over a copy of what is stored: the organisation's levels are replaced in a copy of its standing, its parts
of system practices in a copy of the caps, and systems are moved in a copy of their counts. Nothing is written. An act
that clears more than its own claims gives more than is said here, never less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.app.derive.caps import cap_names
from holdtrue.core.rungs import plain_rung
from holdtrue.core.standing import Standing
from holdtrue.core.tally import level_of
from holdtrue.core.verdicts import HOLDS_ALWAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from holdtrue.app.queries.figures import Figures
    from holdtrue.core.practices import Practice
    from holdtrue.core.tally import Held

OWN, PART, HIGH, OTHERS, SORT = "own", "part", "high", "others", "sort"
"""What a step raises: the organisation's own practice, its part of a system practice, systems by tier."""
TIERS = {HIGH: frozenset({"high"}), OTHERS: frozenset({"limited", "minimal"})}
_STEP, _SURE, _OPERATIONAL, _MEASURED = 25, 50, 3, 4
"""A system that holds `documented` has 50 points whatever its claims rest on."""


@dataclass(frozen=True, slots=True)
class Raise:
    """That a practice comes to a level."""

    practice: Practice
    kind: str
    level: int
    joined: bool = False
    """Whether only the systems are counted that a law brings it into."""


def raised(figures: Figures, steps: Iterable[Raise]) -> Figures:
    """Return the figures with these steps taken; the organisation's parts first, since systems hang on them."""
    order = (OWN, PART, HIGH, OTHERS)
    for step in sorted(steps, key=lambda s: order.index(s.kind)):
        if step.kind == OWN:
            figures = _own(figures, step)
        elif step.kind == PART:
            figures = _part(figures, step)
        else:
            figures = _systems(figures, step)
    return figures


def _own(figures: Figures, step: Raise) -> Figures:
    held = figures.own.get(step.practice.id)
    if held is None:
        return figures
    sure = plain_rung(HOLDS_ALWAYS)
    first, second, third, fourth = (
        sure if level <= step.level else rung for level, rung in enumerate(held.rungs, start=1)
    )
    made = Standing((first, second, third, fourth), held.joined)
    return replace(figures, own={**figures.own, step.practice.id: made})


def _part(figures: Figures, step: Raise) -> Figures:
    names = [name for name in cap_names(step.practice)[: step.level] if name]
    return replace(figures, caps={**figures.caps, **dict.fromkeys(names, HOLDS_ALWAYS)})


def _systems(figures: Figures, step: Raise) -> Figures:
    """Move the systems that lack the level up to it, as far as the organisation's parts let them."""
    in_force = figures.in_force(step.practice)
    level = reachable(figures, step.practice, step.level)
    if not level:
        return figures
    keys = figures.keys_of(step.practice.id, joined=step.joined)
    held = dict(figures.held)
    for key in keys:
        for tier in TIERS[step.kind]:
            _move(held, (figures.unit, key, tier), in_force, level)
    return replace(figures, held=held)


def reachable(figures: Figures, practice: Practice, level: int) -> int:
    """Return how far systems can come while some of the organisation's parts fail."""
    for number in range(1, level + 1):
        cap = figures.cap(practice, number)
        if cap_names(practice)[number - 1] and (cap is None or not cap.holds(figures.day)):
            return number - 1
    return level


def _move(
    held: dict[Held, tuple[int, int]], place: tuple[int, str, str], in_force: tuple[int, ...], level: int
) -> None:
    unit, key, tier = place
    systems, weight = held.get((unit, key, 0, 0, tier), (0, 0))
    if not systems:
        return
    rows = [held.get((unit, key, in_force[n], n, tier), (0, 0)) for n in range(1, 5)]
    there = rows[level - 1][0]
    each = weight // systems
    gained = _STEP * level * each * (systems - there) + _points_of_those_there(rows, level, each)
    for n in range(1, level + 1):
        held[unit, key, in_force[n], n, tier] = (systems, gained if n == 1 else 0)
    for other in [k for k in held if k[0] == unit and k[1] == key and k[4] == tier and k[3] > _MEASURED]:
        if level_of(other[3]) <= level:
            del held[other]


def _points_of_those_there(rows: Collection[tuple[int, int]], level: int, each: int) -> int:
    """The weighted points, up to the level, of the systems that hold it already.

    Exact up to operational. At measured it is exact unless some system rests on no occasion at operational, which the
    counts do not tell apart; then it is the least it can be.
    """
    counts, points = [n for n, _ in rows], [p for _, p in rows]
    there = counts[level - 1]
    if level < _OPERATIONAL:
        return _STEP * level * each * there
    if level == _OPERATIONAL:
        return _SURE * each * there + points[2]
    operational = max(0, points[2] - _STEP * each * (counts[2] - there))
    return _SURE * each * there + points[3] + operational


__all__ = ["HIGH", "OTHERS", "OWN", "PART", "SORT", "TIERS", "Raise", "raised", "reachable"]

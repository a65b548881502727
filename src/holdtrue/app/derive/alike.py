"""What systems that stand alike have in common, worked out once: the bytes stored, what ends first, what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from holdtrue.app.derive.asked import index_of
from holdtrue.app.derive.heights import reached_alone
from holdtrue.core.duties import Duty, of_system
from holdtrue.core.packing import joined, packed
from holdtrue.core.scoring import members
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Library
    from holdtrue.core.standing import Standing as Held

Stands = Mapping[str, "Held | None"]
Segments = Mapping[str, bytes]
"""A standing by practice, each as it is stored."""
_FOR_EVER = 10_000_000
_MOST = 20_000
"""Standings kept; then they are worked out anew, so that a register of a million kinds of them bounds its memory."""


class Common(NamedTuple):
    """What follows from a system's standing alone, whichever system it is."""

    stands: Stands
    segments: Segments
    packed: bytes
    worst: int
    next_change: Day
    duties: Mapping[str, Duty]
    """What it asks of each role while the system is sorted and in operation."""


@dataclass(slots=True)
class Alikes:
    """The standings met so far, by the identity of what each practice stands at: equal ones are one object.

    Nearly all systems of a register stand like some other one, so most are packed, weighed and owed by looking up.
    """

    library: Library
    profile: str
    day: Day
    _segments: dict[tuple[str, int], tuple[Held | None, bytes]] = field(default_factory=dict)
    _whole: dict[tuple[int, ...], Common] = field(default_factory=dict)

    def of(self, stands: Stands) -> Common:
        """Return what follows from the standing of every system practice."""
        key = tuple([id(held) for held in stands.values()])
        found = self._whole.get(key)
        if found is None:
            if len(self._whole) >= _MOST:
                self._whole.clear()
            found = self._whole[key] = self._worked_out(stands)
        return found

    def segments(self, stands: Stands) -> dict[str, bytes]:
        """Return the standing of some practices as it is stored."""
        known = self._segments
        if len(known) >= _MOST:
            known.clear()
        made: dict[str, bytes] = {}
        for practice, held in stands.items():
            found = known.get((practice, id(held)))
            if found is None:
                # keeping what the number stands for is what keeps the number from standing for anything else
                found = known[practice, id(held)] = held, packed(practice, held)
            made[practice] = found[1]
        return made

    def _worked_out(self, stands: Stands) -> Common:
        segments = self.segments(stands)
        duties = of_system(self.library, self.profile, index_of(self.library).targets(self.profile), stands)
        weighed = summary(self.library, self.profile, stands, self.day)
        return Common(stands, segments, joined(segments), *weighed, duties)


def summary(library: Library, profile: str, stands: Stands, day: Day) -> tuple[int, Day]:
    """Return the worst state at the profile's target and the first day on which a level reached today ends (or 0)."""
    worst, first = int(State.HOLDS), 0
    targets = index_of(library).targets(profile)
    joins = [p for p, held in stands.items() if held and held.joined is not None and held.joined <= day]
    wanted = members(library, profile, joins)
    for practice, held in stands.items():
        if held is None or practice not in wanted:
            continue
        level, until, state = reached_alone(held.rungs, day)
        if level < targets[practice]:
            worst = min(worst, state)
        if level and until < _FOR_EVER and (not first or until < first):
            first = until
    return worst, first


__all__ = ["Alikes", "Common", "Segments", "Stands", "summary"]

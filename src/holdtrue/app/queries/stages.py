"""Whether what a stage rests on still holds, read from stored standing: 'not holding since', with the claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.days import NEVER
from holdtrue.core.gate_answers import STAGES, asked_of, needs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.standings import Reader
    from holdtrue.core.days import Day
    from holdtrue.core.gate_answers import Need
    from holdtrue.core.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing the stage was entered by that does not hold today."""

    need: Need
    since: Day
    """The day it ended; NEVER where it never held, or changed under what was signed."""


def stands_of(read: Reader, packed: bytes, stage: str, tier: str) -> Mapping[str, Sequence[Verdict] | None]:
    """Return the four levels of everything a gate names, as stored."""
    named = needs(stage, tier)
    own = read.verdicts_among(packed, [n.practice.id for n in named if n.practice.per_system])
    return {
        name: own[name] if name in own else read.own_verdicts(name)
        for name in (need.practice.id for need in named)
    }


def lost(read: Reader, packed: bytes, stage: str, tier: str) -> tuple[Lost, ...]:
    """Return what of the stage a system is in does not hold today; what can never be waived first. No query."""
    if not tier or stage in (STAGES[0], STAGES[-1]):
        return ()
    joined = read.asked_for(packed) | read.joined_own()
    asked, _ = asked_of(stage, tier, read.profile, stands=stands_of(read, packed, stage, tier), joined=joined)
    found = [
        Lost(need, verdict.until if NEVER < verdict.until <= read.day else NEVER)
        for need, verdict in asked
        if not verdict.holds(read.day)
    ]
    return tuple(
        sorted(found, key=lambda one: (not one.need.hard, one.since or read.day, one.need.practice.id))
    )


__all__ = ["Lost", "lost", "stands_of"]

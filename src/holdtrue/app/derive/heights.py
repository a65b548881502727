"""How far up its levels a practice reaches on a day, by the organisation-wide parts as given."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.packing import opened
from holdtrue.core.tally import spans
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day
    from holdtrue.core.rungs import Rung
    from holdtrue.core.standing import Standing as Held

NOWHERE = (0, 0, int(State.HOLDS))


NEUTRAL: tuple[Sequence[bool], int] = ((False,) * 4, 0)
"""Organisation-wide parts taken as holding: what a scope's own records give."""


def reached(
    stands: Held | None, day: Day, *, practice_caps: tuple[Sequence[bool], int] = NEUTRAL
) -> tuple[int, Day, int]:
    """Return (level, until, state of the next level), by the organisation-wide parts as given."""
    if stands is None:
        return NOWHERE
    if practice_caps is NEUTRAL:
        return reached_alone(stands.rungs, day)
    level, until = 0, 0
    for span, rung in zip(spans(stands.rungs, *practice_caps), stands.rungs, strict=True):
        if not span.opens <= day < span.until:
            return level, until, int(_state(rung.opens, rung.high, rung.high_best, rung.cause, day))
        level, until = span.level, span.until
    return level, until, int(State.HOLDS)


@lru_cache(maxsize=8_192)
def height(segment: bytes, day: Day, levels: Sequence[bool], failing: int) -> tuple[int, Day, int]:
    """How far a stored segment reaches: most are met again and again, in pass after pass."""
    alone = not any(levels)
    return reached(opened(segment), day, practice_caps=NEUTRAL if alone else (levels, failing))


def reached_alone(rungs: Sequence[Rung], day: Day) -> tuple[int, Day, int]:
    """The same with no organisation-wide part in the way, which is asked of every practice of every system."""
    level, held = 0, 0
    until, opens = ALWAYS, NEVER
    for rung in rungs:
        until, opens = min(until, rung.high), max(opens, rung.opens)
        if not opens <= day < until:
            return level, held, int(_state(rung.opens, rung.high, rung.high_best, rung.cause, day))
        level, held = level + 1, until
    return level, held, int(State.HOLDS)


def _state(opens: Day, until: Day, best: Day, cause: State, day: Day) -> State:
    if opens <= day < until:
        return State.HOLDS
    if until <= day < best:
        return State.UNKNOWN
    return State.LAPSED if 0 < until <= day else cause


__all__ = ["NEUTRAL", "NOWHERE", "height", "reached", "reached_alone"]

"""How one practice in one scope gives way if nobody does anything: the days on which its level falls, and to which."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdtrue.core.days import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day
    from holdtrue.core.rungs import Rung


class Fall(NamedTuple):
    """On a day, a level goes to a lower one."""

    day: Day
    before: int
    after: int
    wide: bool = False
    """Whether the part that the organisation answers for ends, and takes every system's level with it."""


def falls(rungs: Sequence[Rung], caps: Sequence[Day | None], day: Day) -> list[Fall]:
    """Return how a practice falls from what it reaches on a day, soonest first; no end, no fall.

    `caps` are the ends of the organisation-wide parts by level, None where a level has none.
    """
    ends: list[tuple[Day, bool]] = []
    until, wide = ALWAYS, False
    for rung, cap in zip(rungs, caps, strict=True):
        end = rung.high if cap is None else rung.until(cap)
        if not rung.opens <= day < end:
            break
        if end < until:
            until, wide = end, cap is not None and end < rung.high
        ends.append((until, wide))
    found: list[Fall] = []
    level = len(ends)
    while level and ends[level - 1][0] < ALWAYS:
        end, wide = ends[level - 1]
        after = sum(1 for other, _ in ends[:level] if other > end)
        found.append(Fall(end, level, after, wide))
        level = after
    return found


__all__ = ["Fall", "falls"]

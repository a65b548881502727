"""One level of one practice in one scope as it is stored: its two ends around an organisation-wide part."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from holdtrue.core.verdicts import DONE, MISSING, NOTHING, Bearing, State, Verdict, at_least

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.core.days import Day


class Mode(IntEnum):
    """How a level hangs on its organisation-wide part."""

    PLAIN = 0
    """Not at all: there is none, or it is not asked of this scope."""
    CONJOINED = 1
    """Both the rest and the part must hold."""
    BETWEEN = 2
    """The part moves the level between its two ends."""


class Rung(NamedTuple):
    """`high` is the end with the part holding for ever, `low` with it never holding; equal where the mode is PLAIN.

    until = max(low, min(high, cap)), and likewise best. `bearing` is told as if the part rests on something done.
    """

    opens: Day
    low: Day
    high: Day
    low_best: Day
    high_best: Day
    cause: State = MISSING
    bearing: Bearing = DONE
    low_cause: State = MISSING
    low_bearing: Bearing = DONE
    own_bearing: Bearing = DONE
    """That of the rest without the part; NOT_ASKED where there is no rest."""
    mode: Mode = Mode.PLAIN

    @property
    def capped(self) -> bool:
        """Whether the organisation-wide part of the level counts in this scope."""
        return self.mode is not Mode.PLAIN

    def verdict(self, cap: Verdict | None, day: Day) -> Verdict:
        """Return the level's own verdict, given that of the organisation-wide part (None only where PLAIN)."""
        high = Verdict(
            self.high, opens=self.opens, best=self.high_best, cause=self.cause, bearing=self.own_bearing
        )
        low = Verdict(self.low, best=self.low_best, cause=self.low_cause, bearing=self.low_bearing)
        return Ends(high, low, self.mode).verdict(cap, day)

    def until(self, cap: Day) -> Day:
        """Return the until by the cap's until alone."""
        return max(self.low, min(self.high, cap))


class Ends(NamedTuple):
    """The same as verdicts, witnesses included: what explaining a level works with."""

    high: Verdict
    low: Verdict
    mode: Mode

    def verdict(self, cap: Verdict | None, day: Day) -> Verdict:
        """Return the level's own verdict."""
        if self.mode is Mode.PLAIN or cap is None:
            return self.high
        middle = cap if self.mode is Mode.CONJOINED else at_least(1, [self.low, cap], day)
        return at_least(2, [self.high, middle], day)

    def rung(self) -> Rung:
        """Return what is stored."""
        high, low, mode = self
        if mode is Mode.PLAIN:
            return plain_rung(high)
        return moved_rung(high, low, mode)


Rungs = tuple[Rung, Rung, Rung, Rung]
T = TypeVar("T")
Same = dict[tuple[int, int, int, int, "Day | None"], T]
"""Things made of four rungs and the day a law joins them, by the identity of the rungs, which they keep."""


def same(known: Same[T], rungs: Rungs, joined: Day | None, make: Callable[[Rungs, Day | None], T]) -> T:
    """Return equal things as one object, so that what follows from one is looked up by what it is."""
    one, two, three, four = rungs
    key = (id(one), id(two), id(three), id(four), joined)
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST:
            known.clear()
        found = known[key] = make(rungs, joined)
    return found


_rung = lru_cache(maxsize=65_536)(Rung)
"""Rungs are values, and most systems have the same ones."""


def plain_rung(verdict: Verdict) -> Rung:
    """Return the rung of a level without an organisation-wide part; verdicts without witnesses keep theirs."""
    known = KEPT_PLAIN.get(id(verdict))
    if known is not None and known[0] is verdict:
        return known[1]
    until, best, cause, bearing = verdict.until, verdict.best, verdict.cause, verdict.bearing
    rung = _rung(verdict.opens, until, until, best, best, cause, bearing, cause, bearing, bearing)
    if verdict.why is NOTHING:
        if len(KEPT_PLAIN) >= _MOST:
            KEPT_PLAIN.clear()
        KEPT_PLAIN[id(verdict)] = verdict, rung
    return rung


_MOST = 65_536
KEPT_PLAIN: dict[int, tuple[Verdict, Rung]] = {}
"""By the verdict's identity: equal ones are one object, and comparing objects costs less than hashing their fields."""


def moved_rung(high: Verdict, low: Verdict, mode: Mode) -> Rung:
    """Return the rung of a level that hangs on an organisation-wide part; without witnesses likewise kept."""
    known = _MOVED.get((id(high), id(low)))
    if known is not None and known[0] is high and known[1] is low and known[2].mode is mode:
        return known[2]
    rung = _rung(
        high.opens,
        low.until,
        high.until,
        low.best,
        high.best,
        high.cause,
        DONE,
        low.cause,
        low.bearing,
        high.bearing,
        mode,
    )
    if high.why is NOTHING and low.why is NOTHING:
        if len(_MOVED) >= _MOST:
            _MOVED.clear()
        _MOVED[id(high), id(low)] = high, low, rung
    return rung


_MOVED: dict[tuple[int, int], tuple[Verdict, Verdict, Rung]] = {}


def plain(verdict: Verdict) -> Ends:
    """Return the ends of a level without an organisation-wide part."""
    return Ends(verdict, verdict, Mode.PLAIN)

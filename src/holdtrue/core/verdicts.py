"""What evaluating a claim returns: the span it holds for, why, and the one combinator over many."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS, NEVER, Day
from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction


class State(IntEnum):
    """Whether a claim holds on a day and, if not, which kind of not; the lowest explains a whole."""

    CONTRADICTED = 0
    OUT_OF_TARGET = 1
    DRIFTED = 2
    LAPSED = 3
    MISSING = 4
    UNKNOWN = 5
    HOLDS = 6

    @property
    def word(self) -> str:
        """The state as people and scripts read it: 'out of target', 'holds'."""
        return self.name.lower().replace("_", " ")


CONTRADICTED, OUT_OF_TARGET, DRIFTED, LAPSED, MISSING, UNKNOWN, HOLDS = State
"""The states by name: reading a member off its class costs ten times as much, and is done for every claim."""


class Bearing(IntEnum):
    """What a holding verdict rests on; the lower, the stronger."""

    DONE = 0
    NO_OCCASION = 1
    NOT_ASKED = 2


DONE, NO_OCCASION, NOT_ASKED = Bearing
"""The bearings by name, likewise."""


@dataclass(frozen=True, slots=True)
class Witness:
    """The fact that decides: the record's ref ('' where there is none), how to say it, the refs passed on the way."""

    ref: str
    message: Message
    path: tuple[str, ...] = ()


NOTHING = Witness("", Message("nothing"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Holds on the days opens <= d < until.

    `best` is the until it would have had every unknown turned out well (never below `until`);
    `cause` is the kind of not-holding where `until` is NEVER; `bearing` says what holding rests on.
    """

    until: Day
    why: Witness = field(default=NOTHING, compare=False)
    opens: Day = NEVER
    best: Day = NEVER
    cause: State = MISSING
    bearing: Bearing = DONE

    def __post_init__(self) -> None:
        if self.best < self.until:
            object.__setattr__(self, "best", self.until)

    def holds(self, day: Day) -> bool:
        """Whether it holds on that day."""
        return self.opens <= day < self.until

    def state(self, day: Day) -> State:
        """The state on that day, by the rule of the calculus (unknown before lapsed before the cause)."""
        if self.opens <= day < self.until:
            return HOLDS
        if self.until <= day < self.best:
            return UNKNOWN
        if NEVER < self.until <= day:
            return LAPSED
        return self.cause


@lru_cache(maxsize=65_536)
def untold(until: Day, best: Day, cause: State = MISSING, bearing: Bearing = DONE) -> Verdict:
    """Return a verdict without a witness; verdicts are values, so equal ones are one object and cost nothing twice."""
    return Verdict(until, best=best, cause=cause, bearing=bearing)


class _Ends(dict[Day, Verdict]):
    """What holds until a day and rests on something done, by that day: the commonest verdicts."""

    def __missing__(self, until: Day) -> Verdict:
        found = self[until] = untold(until, until)
        return found


until_day = _Ends().__getitem__
"""Return the verdict of what was done and holds until that day, without a witness."""


def at_least(k: int, parts: Sequence[Verdict], day: Day) -> Verdict:
    """Combine: holds while at least k of the parts hold; all is k = n, any is k = 1.

    `day` only chooses the witness and the cause told; the span does not depend on it. 1 <= k <= len(parts).
    """
    if k == len(parts):
        return all_of(parts, day)
    ranked = sorted(parts, key=lambda v: (-v.until, -v.cause))
    first = ranked[:k]
    until = ranked[k - 1].until
    best = sorted((v.best for v in parts), reverse=True)[k - 1]
    opens = max(v.opens for v in first)
    decides = ranked[k - 1]
    if not opens <= day < until:
        decides = _failing(parts, day, unknown=until <= day < best)
    carrying = first if k > 1 else [v for v in parts if v.holds(day)] or [decides]
    return _told(decides, day, (opens, until, best), min(v.bearing for v in carrying))


def _all(parts: Sequence[Verdict], day: Day) -> Verdict:
    """What `at_least` gives where every part must hold, without sorting: the commonest case by far."""
    decides = parts[0]
    opens, until, best, bearing = decides.opens, decides.until, decides.best, decides.bearing
    for part in parts[1:]:
        end = part.until
        if end < until or (end == until and part.cause <= decides.cause):
            decides, until = part, end
        if part.opens > opens:  # noqa: PLR1730  # calls of max and min cost more than the whole loop
            opens = part.opens
        if part.best < best:  # noqa: PLR1730  # likewise
            best = part.best
        if part.bearing < bearing:  # noqa: PLR1730  # likewise
            bearing = part.bearing
    if not opens <= day < until:
        decides = _failing(parts, day, unknown=until <= day < best)
    return _told(decides, day, (opens, until, best), bearing)


def all_of(parts: Sequence[Verdict], day: Day) -> Verdict:
    """Return what `at_least` gives where every part must hold; often one that never holds decides and is the whole."""
    never: Verdict | None = None
    for part in parts:
        if part.opens:
            return _all(parts, day)
        if part.until <= day:
            if part.best:
                return _all(parts, day)
            if never is None or part.cause < never.cause:
                never = part
    return never if never is not None and never.bearing is DONE else _all(parts, day)


def _told(decides: Verdict, day: Day, span: tuple[Day, Day, Day], bearing: Bearing) -> Verdict:
    """The verdict over (opens, until, best) that the deciding part explains."""
    opens, until, best = span
    cause = decides.cause
    if not decides.opens <= day < decides.until:
        cause = decides.state(day)
    if (
        until == decides.until
        and best == decides.best
        and opens == decides.opens
        and bearing is decides.bearing
        and cause is decides.cause
    ):
        return decides
    if opens == NEVER and decides.why is NOTHING:
        return untold(until, best, cause, bearing)
    return Verdict(until, decides.why, opens, best, cause, bearing)


def _failing(parts: Sequence[Verdict], day: Day, *, unknown: bool) -> Verdict:
    """Pick the part that explains: the unknown one if the whole is unknown, else the most definite failure."""
    decides, lowest = parts[0], HOLDS
    for part in parts:
        end = part.until
        if part.opens <= day < end:
            continue
        state = UNKNOWN if end <= day < part.best else LAPSED if NEVER < end <= day else part.cause
        if unknown and state is UNKNOWN:
            return part
        if state < lowest:
            decides, lowest = part, state
    return decides


def share_count(share: Fraction, n: int) -> int:
    """Return k = ceil(share * n), exact; at least 1 where n > 0."""
    return max(1, -((-share.numerator * n) // share.denominator))


def clamp(low: Verdict, high: Verdict, cap: Verdict, day: Day) -> Verdict:
    """Return the verdict of a claim with one organisation-wide part, from its two ends and that part's own verdict.

    `low` was evaluated with the part at NEVER, `high` with it at ALWAYS; every form is monotone in its parts, so
    until = max(low, min(high, cap)), and likewise best; opens is the latest of those that carry it.
    """
    if cap.until >= high.until and cap.best >= high.best and cap.opens <= high.opens:
        return high
    until = max(low.until, min(high.until, cap.until))
    best = max(low.best, min(high.best, cap.best))
    if until == low.until and best == low.best and low.holds(day):
        return low
    decides = cap if cap.until <= high.until else high
    if high.until <= day:
        decides = high if not cap.until <= day or high.state(day) <= cap.state(day) else cap
    return replace(
        decides,
        until=until,
        best=best,
        opens=max(high.opens, cap.opens),
        bearing=high.bearing,
        cause=decides.state(day) if not decides.holds(day) else decides.cause,
    )


HOLDS_ALWAYS = Verdict(ALWAYS)
HOLDS_NEVER = Verdict(NEVER)

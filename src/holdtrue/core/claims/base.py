"""What every claim form is: how it is evaluated, told, mended, and which records it reads."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import rfc8785

from holdtrue.core.days import ALWAYS, NEVER, Day
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import (
    DONE,
    HOLDS,
    LAPSED,
    MISSING,
    NOTHING,
    UNKNOWN,
    Bearing,
    State,
    Verdict,
    Witness,
    until_day,
    untold,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.facts import Fact, Facts, Pool

Read = tuple[str, str]
"""A kind and a tag ('' for every tag); evidence is ("evidence", tag), an indicator ("indicator", tag)."""

Quick = Callable[["Facts"], Verdict]
"""A claim made ready: gives the verdict `evaluate` gives, without a witness."""
Alone = Callable[["Facts", "Fact"], Verdict]
"""The same for one member as its scope, asked from the scope around it."""

ANYTHING: Read = ("*", "")
"""Read by a claim whose sources depend on the data (a control names its practice)."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """The act that would mend a verdict: an action's name, on which record, by which role ('' for the owner's)."""

    action: str
    ref: str
    role: str
    message: Message


@dataclass(frozen=True, eq=False)
class Claim(ABC):
    """A testable statement about what one scope sees; one frozen class per form."""

    form: ClassVar[str]
    source: Mapping[str, object]
    """The claim as written."""
    strict: bool = field(default=False, kw_only=True)
    """Whether evidence inside counts only once it was read (operational and above, gates, held, sustained)."""

    @cached_property
    def id(self) -> str:
        """A stable name: 16 hex digits over the source; another where only evidence that was read counts."""
        told: object = {"read_only": self.source} if self.strict and self.weighs() else self.source
        return hashlib.sha256(rfc8785.dumps(told)).hexdigest()[:16]  # type: ignore[arg-type]  # any JSON value

    @abstractmethod
    def evaluate(self, facts: Facts) -> Verdict:
        """Return the span on which it holds, by the facts of one scope."""

    @cached_property
    def quick(self) -> Quick:
        """The claim made ready for a system's scope, or a member's, where nothing is told and no rows are kept."""
        return self.evaluate

    def alone(self, kind: str) -> Alone:
        """Return it made ready for members of that kind, each as its scope."""
        quick = self.quick
        return lambda facts, member: quick(facts.member(member))

    def describe(self) -> Message:
        """Return what it asks, as a sentence for people."""
        return Message("claim.sentence", {"clause": self.clause()})

    @abstractmethod
    def clause(self) -> Message:
        """Return what it asks as a clause inside a sentence: 'a policy on AI is on record'."""

    def predicate(self, kind: str, n: int) -> Message | None:
        """Return it as said of members of that kind: 'is signed'; None where it must be a clause of its own."""
        return None

    @abstractmethod
    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        """Return the act that would mend the verdict, or renew it while it holds."""

    @abstractmethod
    def reads(self) -> frozenset[Read]:
        """Return which records can change its verdict."""

    def children(self) -> tuple[Claim, ...]:
        """Return the claims it is made of."""
        return ()

    def weighs(self) -> bool:
        """Whether it reads evidence, so that being strict makes a difference."""
        return any(child.weighs() for child in self.children())


class Flag(IntEnum):
    """How a member stands to a part."""

    MEMBER = 0
    """It counts: an open record for `settled`, a dated match for event kinds and `done`, else any match."""
    PLAN = 1
    """A match without a date, where the date decides."""
    MAYBE = 2
    """A deciding field is unset: it may match."""
    CLOSED = 3
    """For `settled`: it matches and is closed."""


MEMBER, PLAN, MAYBE, CLOSED = Flag
"""The flags by name; see the states."""


class Row(NamedTuple):
    """One member's verdict in a part: what a store keeps per member."""

    member: str
    """uid of the member."""
    until: Day
    best: Day
    cause: State = MISSING
    bearing: Bearing = DONE
    flag: Flag = MEMBER
    event: Day | None = None
    """The day in the kind's dated field, where the newest counts."""
    number: int = 0
    rank: int = 0
    """Among equal states the lowest tells: for `record`, how many fields are empty."""
    why: Witness = NOTHING
    """Only where witnesses are wanted; never stored."""

    def holds(self, day: Day) -> bool:
        """Whether the member holds on that day (rows never ripen: `sustained` stands under no quantifier)."""
        return day < self.until

    def state(self, day: Day) -> State:
        """The state on that day, as a verdict would tell it."""
        if day < self.until:
            return HOLDS
        if day < self.best:
            return UNKNOWN
        return LAPSED if self.until > NEVER else self.cause

    def verdict(self) -> Verdict:
        """The member's verdict."""
        cause = self.cause if self.until <= NEVER else MISSING
        if self.why is NOTHING:
            return untold(self.until, self.best, cause, self.bearing)
        return Verdict(self.until, self.why, best=self.best, cause=cause, bearing=self.bearing)


@dataclass(frozen=True, eq=False)
class Part(Claim):
    """A claim over the records of one kind: one row per member, combined by index, in memory as in a store."""

    plain: ClassVar[bool] = True
    """Whether the part's verdict over one certain member is that member's own."""
    kind: str

    @abstractmethod
    def verdict(self, facts: Facts, member: Fact) -> Row | None:
        """Return the member's row, or None for a record that is none. `facts` is the part's scope, not the member's."""

    @abstractmethod
    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        """Return the part's verdict from its rows."""

    def asks_for(self, n: int) -> int:
        """How many of `n` members must hold; 0 where members are asked one by one. A store reads ahead by it."""
        return 0

    @property
    def touches(self) -> frozenset[str]:
        """Kinds that a member's row reads beyond the member itself, by way of its links; '*' for any."""
        return frozenset(kind for kind, _ in self.reads() if kind != self.kind)

    def evaluate(self, facts: Facts) -> Verdict:
        """Combine the stored rows where there are any, else evaluate each member here."""
        pool = facts.pool(self)
        if pool is not None:
            return self.combine(pool, facts)
        verdict = self.verdict
        rows = [row for member in facts.of(self.kind) if (row := verdict(facts, member)) is not None]
        if len(rows) == 1 and rows[0].flag is MEMBER and self.plain:
            return rows[0].verdict()
        return self.combine(ListPool(rows), facts)

    def gather(self, facts: Facts) -> list[Row]:
        """Evaluate every record of the kind that the scope sees."""
        verdict = self.verdict
        return [row for member in facts.of(self.kind) if (row := verdict(facts, member)) is not None]

    def told(self, facts: Facts, row: Row) -> Witness:
        """Return a row's witness, evaluating its member anew where the row was read from a store."""
        if row.why is not NOTHING or not facts.telling:
            return row.why
        member = facts.get(row.member)
        again = self.verdict(facts, member) if member else None
        return again.why if again else NOTHING


class ListPool:
    """The rows of a part in a list."""

    __slots__ = ("_members", "_ranked", "_rows")

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._members = [row for row in rows if row.flag is MEMBER]
        self._ranked = False

    def count(self, flag: Flag) -> int:
        """See Pool."""
        if flag is MEMBER:
            return len(self._members)
        if len(self._members) == len(self._rows):
            return 0
        return sum(1 for row in self._rows if row.flag is flag)

    def nth(self, k: int) -> Row:
        """See Pool."""
        return self._members[0] if len(self._members) == 1 else self._in_order()[k - 1]

    def end(self, k: int) -> Day:
        """See Pool."""
        return self.nth(k).until

    def nth_best(self, k: int) -> Day:
        """See Pool."""
        if k == len(self._members):
            return min([row.best for row in self._members])
        return sorted((row.best for row in self._members), reverse=True)[k - 1]

    def bearing(self, k: int) -> Bearing:
        """See Pool."""
        return min([row.bearing for row in self._in_order()[:k]])

    def bearing_on(self, day: Day) -> Bearing | None:
        """See Pool."""
        return min([row.bearing for row in self._members if day < row.until], default=None)

    def held(self, day: Day) -> int:
        """See Pool."""
        return sum(1 for row in self._members if day < row.until)

    def failing(self, day: Day, *, unknown: bool) -> Row:
        """See Pool."""
        failing = [row for row in self._members if row.until <= day]
        if len(failing) == 1:
            return failing[0]
        unsure = [row for row in failing if row.state(day) is UNKNOWN] if unknown else []
        return min(unsure or failing, key=lambda row: (row.state(day), row.rank, row.number))

    def fails(self, day: Day, *, unknown: bool, alone: bool) -> tuple[State, Bearing]:
        """See Pool."""
        row = self.failing(day, unknown=unknown)
        return row.state(day), row.bearing

    def newest(self, flag: Flag) -> Row | None:
        """See Pool."""
        if len(self._rows) == 1:
            return self._rows[0] if self._rows[0].flag is flag else None
        rows = [row for row in self._rows if row.flag is flag]
        return max(rows, key=lambda row: (row.event or NEVER, row.number), default=None)

    def first(self, flag: Flag) -> Row | None:
        """See Pool."""
        if not self._rows:
            return None
        rows = [row for row in self._rows if row.flag is flag]
        return min(rows, key=lambda row: (row.rank, row.number), default=None)

    def quickly(self, k: int, day: Day) -> Verdict | None:
        """See Pool: where any one member, or all of them, must hold."""
        rows = self._members
        if 1 < k < len(rows):
            return None
        one = k == 1 and len(rows) > 1
        until = max([row.until for row in rows]) if one else min([row.until for row in rows])
        best = max([row.best for row in rows]) if one else min([row.best for row in rows])
        if day < until:
            bearing = min([row.bearing for row in rows if not one or day < row.until])
            return untold(until, best, MISSING, bearing)
        row = self.failing(day, unknown=day < best)
        bearing = row.bearing if one else min([row.bearing for row in rows])
        cause = row.state(day) if until <= NEVER else MISSING
        return untold(until, best, cause, bearing)

    def _in_order(self) -> list[Row]:
        if not self._ranked:
            self._members.sort(key=lambda row: (-row.until, row.bearing, row.number))
            self._ranked = True
        return self._members


def at_least_of(part: Part, pool: Pool, k: int, facts: Facts) -> Verdict:
    """Combine a pool's members as `at_least` combines verdicts: the k-th largest until, and who tells."""
    day = facts.day
    quick = None if facts.telling else pool.quickly(k, day)
    if quick is not None:
        return quick
    until, best = pool.end(k), pool.nth_best(k)
    if day < until:
        bearing = pool.bearing(k) if k > 1 else pool.bearing_on(day) or DONE
        if not facts.telling:
            return untold(until, best, MISSING, bearing)
        return Verdict(until, part.told(facts, pool.nth(k)), best=best, bearing=bearing)
    unknown = day < best
    if facts.telling:
        row = pool.failing(day, unknown=unknown)
        state, bearing, why = row.state(day), row.bearing, part.told(facts, row)
    else:
        state, bearing = pool.fails(day, unknown=unknown, alone=k == 1)
        why = NOTHING
    bearing = pool.bearing(k) if k > 1 else bearing
    cause = state if until <= NEVER else MISSING
    return Verdict(until, why, best=best, cause=cause, bearing=bearing)


Span = tuple[Day, Day, State, Bearing, int]
"""What a row has that counts where nothing is told: until, best, cause, bearing, number."""


def together(spans: Sequence[Span], k: int, day: Day) -> Verdict:
    """Return what `at_least_of` gives over members with these spans, all of which or any one of which must hold.

    `k` is their number or 1. Of a single member it is that member's own verdict.
    """
    until, best, cause, bearing, _ = spans[0]
    if len(spans) == 1:
        return untold(until, best, cause if until <= NEVER else MISSING, bearing)
    if k == 1:
        until = max([span[0] for span in spans])
        best = max([span[1] for span in spans])
        if day < until:
            return untold(until, best, MISSING, min([span[3] for span in spans if day < span[0]]))
        state, bearing = _telling(spans, day, unknown=day < best)
        return untold(until, best, state if until <= NEVER else MISSING, bearing)
    for end, hoped, _, rests, _ in spans:
        if end < until:  # noqa: PLR1730  # calls of min cost more than the whole loop
            until = end
        if hoped < best:  # noqa: PLR1730  # likewise
            best = hoped
        if rests < bearing:  # noqa: PLR1730  # likewise
            bearing = rests
    if until > NEVER:
        return (
            until_day(until) if until == best and bearing is DONE else untold(until, best, MISSING, bearing)
        )
    return untold(until, best, _telling(spans, day, unknown=day < best)[0], bearing)


_state_and_number = itemgetter(0, 1)


def _telling(spans: Sequence[Span], day: Day, *, unknown: bool) -> tuple[State, Bearing]:
    """State and bearing of the span that `Pool.failing` gives."""
    failing = [
        (UNKNOWN if day < best else LAPSED if until > NEVER else cause, number, bearing)
        for until, best, cause, bearing, number in spans
        if until <= day
    ]
    unsure = [one for one in failing if one[0] is UNKNOWN] if unknown else []
    state, _, bearing = min(unsure or failing, key=_state_and_number)
    return state, bearing


def unsure(why: Witness, best: Day = ALWAYS) -> Verdict:
    """Return the verdict of what cannot be told."""
    if why is NOTHING:
        return untold(NEVER, best, UNKNOWN)
    return Verdict(NEVER, why, best=best, cause=UNKNOWN)


def failed(cause: State, why: Witness) -> Verdict:
    """Return the verdict of what does not hold on any day."""
    return untold(NEVER, NEVER, cause) if why is NOTHING else Verdict(NEVER, why, cause=cause)

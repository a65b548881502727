"""The members of a part counted in groups: which of them have their ends in the same span of days and fail alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdtrue.core.claims.base import Flag, Row
from holdtrue.core.days import ALWAYS, NEVER, Day
from holdtrue.core.verdicts import Bearing, State
from holdtrue.store.seeking import Seek

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LENGTH = 32
"""Days of one span: few enough to look through, many enough that a part has few of them."""


class Group(NamedTuple):
    """What members have in common that are counted together; ends and cause only of those under MEMBER."""

    flag: int
    bearing: int
    until: Day
    """The span in which it ends, as `span` gives it; `best` likewise."""
    best: Day
    cause: int


_MEMBER = int(Flag.MEMBER)
Groups = dict[Group, int]
"""How many rows of a part are in each group."""
COLUMNS = ", ".join(Group._fields)


def span(day: Day) -> Day:
    """Return the first day of the span a day is in; NEVER and ALWAYS stand for themselves alone."""
    if day <= NEVER or day >= ALWAYS:
        return day
    return max(1, day // LENGTH * LENGTH)


def after(first: Day) -> Day:
    """Return the day after the last of the span that begins on a day."""
    return first + 1 if exact(first) else first // LENGTH * LENGTH + LENGTH


def exact(first: Day) -> bool:
    """Whether a span is a single day: who ends in it, ends then."""
    return first <= NEVER or first >= ALWAYS


def group_of(row: Row) -> Group:
    """Return the group a row is counted in."""
    if row.flag is not Flag.MEMBER:
        return Group(int(row.flag), int(row.bearing), NEVER, NEVER, 0)
    return Group(int(row.flag), int(row.bearing), span(row.until), span(row.best), int(row.cause))


def _spanned(column: str) -> str:
    within = f"CASE WHEN {column} < {LENGTH} THEN 1 ELSE {column} / {LENGTH} * {LENGTH} END"
    alone = f"flag <> {int(Flag.MEMBER)} OR {column} <= {NEVER}"
    return f"CASE WHEN {alone} THEN {NEVER} WHEN {column} >= {ALWAYS} THEN {column} ELSE {within} END"


GROUPED = (
    f"SELECT organisation_id, part, flag, bearing, {_spanned('until')} AS ends, {_spanned('best')} AS hoped,"
    f" CASE WHEN flag <> {int(Flag.MEMBER)} THEN 0 ELSE cause END AS fails, count(*) AS n FROM store_member"
)
"""Counts all rows anew, by what `group_of` gives; to be followed by a condition and `BY`."""
BY = " GROUP BY organisation_id, part, flag, bearing, ends, hoped, fails"


class Spans:
    """What the groups of a part's members tell by themselves; where they cannot, what has to be sought."""

    __slots__ = ("_best", "_failing", "_groups", "_until", "alike", "n")

    def __init__(self, groups: Groups) -> None:
        """Look at MEMBER rows only."""
        self._groups = {group: n for group, n in groups.items() if group.flag == _MEMBER and n}
        self._until: dict[Day, int] = {}
        self._best: dict[Day, int] = {}
        self._failing: dict[Day, dict[State, set[int]] | None] = {}
        self.n = sum(self._groups.values())
        self.alike = self._alike()

    def _alike(self) -> Group | None:
        """What all of them have in common, where they differ in nothing."""
        if len(self._groups) != 1:
            return None
        only = next(iter(self._groups))
        return only if exact(only.until) and exact(only.best) else None

    def until(self, k: int) -> Day | Seek:
        """The k-th largest until, or how to seek the row that has it."""
        self._until = self._until or _summed((group.until, n) for group, n in self._groups.items())
        return _at(self._until, k, "until")

    def best(self, k: int) -> Day | Seek:
        """The same of best."""
        self._best = self._best or _summed((group.best, n) for group, n in self._groups.items())
        return _at(self._best, k, "best")

    def bearings(self) -> list[int]:
        """Every bearing, the strongest first."""
        return sorted({group.bearing for group in self._groups})

    def bearing(self, k: int) -> Bearing | None:
        """The strongest bearing among the first k by until, then by bearing; None where a span hides it."""
        present = self.bearings()
        if len(present) == 1 or k == self.n:
            return Bearing(present[0])
        before, found = 0, list[int]()
        ends = _summed((group.until, n) for group, n in self._groups.items())
        for first in sorted(ends, reverse=True):
            if before >= k:
                break
            inside = sorted((group.bearing, n) for group, n in self._groups.items() if group.until == first)
            if before + ends[first] > k and not exact(first) and inside[0][0] != inside[-1][0]:
                return None
            for bearing, n in inside:
                found += [bearing] if before < k else []
                before += n
        return Bearing(min(found))

    def bearing_on(self, day: Day, seek: Callable[[int], bool]) -> Bearing | None:
        """The strongest bearing that holds on a day; `seek` tells of a bearing where a span hides it."""
        for bearing in self.bearings():
            spans = {group.until for group in self._groups if group.bearing == bearing}
            surely = any(day < first for first in spans)
            if surely or (any(day < after(first) - 1 for first in spans) and seek(bearing)):
                return Bearing(bearing)
        return None

    def fails(self, day: Day, *, unknown: bool, alone: bool) -> tuple[State, Bearing] | None:
        """State and bearing of the row `Pool.failing` gives; None where a span hides them.

        The bearing is to be right only where `alone`.
        """
        if day not in self._failing:
            self._failing[day] = self._fail(day)
        found = self._failing[day]
        if found is None:
            return None
        first = State.UNKNOWN if unknown and State.UNKNOWN in found else min(found)
        bearings = found[first]
        return None if alone and len(bearings) > 1 else (first, Bearing(min(bearings)))

    def _fail(self, day: Day) -> dict[State, set[int]] | None:
        """The bearings of those that fail on a day, by state."""
        found: dict[State, set[int]] = {}
        for group in self._groups:
            if day < group.until:
                continue
            if day < after(group.until) - 1:
                return None
            if day < group.best:
                state = State.UNKNOWN
            elif day < after(group.best) - 1:
                return None
            else:
                state = State.LAPSED if group.until > NEVER else State(group.cause)
            found.setdefault(state, set()).add(group.bearing)
        return found


def _summed(ends: Iterable[tuple[Day, int]]) -> dict[Day, int]:
    found: dict[Day, int] = {}
    for first, n in ends:
        found[first] = found.get(first, 0) + n
    return found


def _at(spans: Mapping[Day, int], k: int, column: str) -> Day | Seek:
    """The k-th largest, sought from the nearer end of its span where that is longer than a day."""
    for first in sorted(spans, reverse=True):
        n = spans[first]
        if k <= n:
            if exact(first):
                return first
            where = f"AND {column} >= %s AND {column} < %s"
            bounds = (first, after(first))
            if n - k < k - 1:
                return Seek(where, bounds, column, n - k)
            return Seek(where, bounds, f"{column} DESC", k - 1)
        k -= n
    raise IndexError(column)


__all__ = [
    "BY",
    "COLUMNS",
    "GROUPED",
    "LENGTH",
    "Group",
    "Groups",
    "Spans",
    "after",
    "exact",
    "group_of",
    "span",
]

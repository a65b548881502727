"""What one scope adds to the organisation's counts: how many hold a level until a day, and the points that end then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Protocol

from holdtrue.core.days import ALWAYS, NEVER, Day
from holdtrue.core.verdicts import Bearing, State

WHOLE = 0
"""The unit key of the whole organisation."""
IN_SCOPE, OUT_OF_SCOPE = "#in", "#out"
"""In the place of a practice: how many systems there are, by tier and use."""
CAP_FAILS = 7
"""Beside the numbers of State: the level fails because of its organisation-wide part."""
_POINTS = {Bearing.DONE: 100, Bearing.NO_OCCASION: 50, Bearing.NOT_ASKED: 75}

Cell = tuple[int, str, int, int, str, Day]
"""unit key, practice, variant, level, population, until."""
Held = tuple[int, str, int, int, str]
"""unit key, practice, variant, code, population: 0 applies, 1 to 4 hold a level, 10 x level + state fails from it on.

A level hangs on the organisation-wide parts up to its own only, so it is counted once for every choice of those.
"""


class Ends(Protocol):
    """One level of one practice in one scope, with its two ends around an organisation-wide part."""

    @property
    def opens(self) -> Day: ...
    @property
    def low(self) -> Day: ...
    @property
    def high(self) -> Day: ...
    @property
    def high_best(self) -> Day: ...
    @property
    def cause(self) -> State: ...
    @property
    def bearing(self) -> Bearing: ...


class Place(NamedTuple):
    """Where a scope is counted: its population class, the weight it counts with, and its unit with those above it."""

    population: str
    weight: int
    units: tuple[int, ...] = ()


@dataclass(slots=True)
class Counts:
    """Sums of cells and of running totals; two scopes' counts add, an old one's are subtracted."""

    cells: dict[Cell, int] = field(default_factory=lambda: defaultdict(int))
    points: dict[Cell, int] = field(default_factory=lambda: defaultdict(int))
    held: dict[Held, int] = field(default_factory=lambda: defaultdict(int))
    held_points: dict[Held, int] = field(default_factory=lambda: defaultdict(int))

    def add(  # one argument per thing counted by
        self, sign: int, practice: str, rungs: Sequence[Ends], capped: Sequence[bool], place: Place, base: Day
    ) -> None:
        """Count one practice of as many scopes alike as `sign` says; below 0 takes them out. Totals are for `base`."""
        found = _counted(tuple(rungs), tuple(capped), base)
        population, weight = place.population, place.weight
        for unit in (WHOLE, *place.units):
            for variant, held, cells in found:
                for code, n, points in held:
                    key = (unit, practice, variant, code, population)
                    self.held[key] += sign * n
                    self.held_points[key] += sign * points * weight
                for level, day, n, points in cells:
                    cell = (unit, practice, variant, level, population, day)
                    self.cells[cell] += sign * n
                    self.points[cell] += sign * points * weight

    def census(self, sign: int, place: Place, *, in_scope: bool) -> None:
        """Count a system by tier and use (its place's population), in scope or out, counted by practices or not."""
        for unit in (WHOLE, *place.units):
            self.held[unit, IN_SCOPE if in_scope else OUT_OF_SCOPE, 0, 0, place.population] += sign

    @property
    def changed(self) -> bool:
        """Whether any sum did."""
        return any(True for _ in self.held_rows()) or any(True for _ in self.cell_rows())

    def cell_rows(self) -> Iterator[tuple[Cell, int, int]]:
        """The cells that changed, with the change of their count and points; one that never ends needs no row."""
        for cell, n in self.cells.items():
            if (n or self.points[cell]) and cell[5] < ALWAYS:
                yield cell, n, self.points[cell]

    def held_rows(self) -> Iterator[tuple[Held, int, int]]:
        """The running totals that changed."""
        for key, n in self.held.items():
            points = self.held_points.get(key, 0)
            if n or points:
                yield key, n, points


@dataclass(frozen=True, slots=True)
class Span:
    """One level with all lower ones: when it holds, what it adds to the score, and the state where it never holds."""

    level: int
    opens: Day
    until: Day
    points: int
    state: int


Kept = tuple[int, tuple[tuple[int, int, int], ...], tuple[tuple[int, Day, int, int], ...]]
"""Variant, its totals (code, n, points), its cells (level, day, n, points): of one scope, for a weight of one."""


@lru_cache(maxsize=4_096)
def _counted(rungs: tuple[Ends, ...], capped: tuple[bool, ...], base: Day) -> tuple[Kept, ...]:
    """What one scope adds under every variant; the first code is 0, with the weight as its points.

    Above the lowest level that never holds none does, so that only the lowest is counted as failing.
    """
    found: list[Kept] = []
    for variant in range(1 << sum(capped)):
        held: list[tuple[int, int, int]] = [] if variant else [(0, 1, 1)]
        cells: list[tuple[int, Day, int, int]] = []
        for span in spans(rungs, capped, variant):
            fails = span.until <= NEVER
            if variant == within(variant, capped, span.level):
                if fails:
                    held.append((_FAILING * span.level + span.state, 1, 0))
                else:
                    held += [(span.level, 1, span.points)] if span.opens <= base < span.until else []
                    cells += [(span.level, day, sign, sign * span.points) for day, sign in _turns(span)]
            if fails:
                break
        if held or cells:
            found.append((variant, tuple(held), tuple(cells)))
    return tuple(found)


def _turns(span: Span) -> Iterator[tuple[Day, int]]:
    """The days on which a level ends, and up to which it has not begun."""
    if span.until <= span.opens:
        return  # it ends before it opens: it holds on no day, and nothing turns
    if span.until < ALWAYS:
        yield span.until, 1
    if span.opens > NEVER:
        yield span.opens, -1


def within(variant: int, capped: Sequence[bool], level: int) -> int:
    """Return the variant that a level is counted under: as the organisation-wide parts up to it stand."""
    return variant & ((1 << sum(capped[:level])) - 1)


def level_of(code: int) -> int:
    """Return the level, from 1, that a code of the running totals is about; 0 for the code of what applies."""
    return code // _FAILING if code >= _FAILING else code


_FAILING = 10


def spans(rungs: Sequence[Ends], capped: Sequence[bool], variant: int) -> Iterator[Span]:
    """Yield the four cumulative levels, lowest first; caps whose bits are set in `variant` are taken as failing."""
    until, opens, best, bit = ALWAYS, NEVER, 0, 0
    state = int(State.HOLDS)
    for index, rung in enumerate(rungs):
        fails = False
        if capped[index]:
            fails = bool(variant >> bit & 1)
            bit += 1
        end = rung.low if fails else rung.high
        if until > NEVER and end <= NEVER:
            state = CAP_FAILS if fails and rung.high > NEVER else int(failing_state(rung))
        until, opens = min(until, end), max(opens, rung.opens)
        if until <= opens:
            until = max(until, NEVER)
        score = min(25 * (index + 1), _POINTS[rung.bearing])
        gain = max(0, score - best) if until > NEVER else 0
        best += gain
        yield Span(index + 1, opens, until, gain, state)


def failing_state(rung: Ends) -> State:
    """Return the state of a level that never holds."""
    return State.UNKNOWN if rung.high_best > NEVER else rung.cause


def variant_of(capped: Sequence[bool], failing: Mapping[int, bool]) -> int:
    """Return the variant in force: `failing` says for each capped level, counted from 0, whether its cap fails."""
    variant, bit = 0, 0
    for index, is_capped in enumerate(capped):
        if is_capped:
            variant |= int(failing.get(index, False)) << bit
            bit += 1
    return variant

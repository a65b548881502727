"""The index alone, on a day and on the days ahead: scores, and nothing of what a page tells beside them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdtrue.app.queries.status import prohibited
from holdtrue.core.scoring import index, members
from holdtrue.store import months, tallies

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from fractions import Fraction

    from holdtrue.app.queries.figures import Figures
    from holdtrue.core.days import Day
    from holdtrue.core.scoring import Index
    from holdtrue.core.tally import Held

Turns = dict[str, set[int]]
"""Practice → the days on which it may turn."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The index on one day, with the scores it is made of: those of practices that count."""

    figures: Figures
    scores: Mapping[str, Fraction | None]
    index: Index

    @property
    def day(self) -> Day:
        """The day it is for."""
        return self.figures.day


def scored(figures: Figures, kept: Mapping[str, Fraction | None] = MappingProxyType({})) -> Scored:
    """Return the index that `status` gives; scores in `kept` are known to be as on the day they were worked out."""
    joined = figures.joined()
    profile = figures.organisation.profile
    own = figures.library.profiles[profile].members
    scores: dict[str, Fraction | None] = {}
    for name in members(figures.library, profile, joined):
        if name in kept:
            scores[name] = kept[name]
        else:
            practice = figures.library.by_id[name]
            scores[name] = figures.points(practice, joined=name in joined and name not in own)
    value = index(figures.library, scores, profile, joined=joined, prohibited=prohibited(figures))
    return Scored(figures, scores, value)


def later(known: Scored, day: Day, held: Mapping[Held, tuple[int, int]], moved: Collection[str]) -> Scored:
    """Return it on a later day by that day's counts; only practices that moved since are worked out again."""
    then = replace(known.figures, day=day, held=held, endings=())
    return scored(then, {name: points for name, points in known.scores.items() if name not in moved})


def months_ahead(today: Scored, until: Day) -> Iterator[Scored]:
    """Yield the first of each month from the day after `today` up to the one `until` is in."""
    turned, known = turns(today.figures), today
    for first, ended, held in by_month(today.figures, until):
        known = later(known, first, held, ended | turning(turned, known.day, first))
        yield known


class Within:
    """The days between one that is worked out and a later one, each by what ends up to it. One query."""

    def __init__(self, known: Scored, last: Day) -> None:
        """Read what ends after the day known, up to `last`."""
        figures = known.figures
        self._known, self._turns = known, turns(figures)
        self._cells = tallies.cells(figures.organisation.pk, figures.unit, known.day, last)

    def on(self, day: Day) -> Scored:
        """Return how it stands on one of them."""
        held = {key: [n, points] for key, (n, points) in self._known.figures.held.items()}
        moved = turning(self._turns, self._known.day, day)
        for key, until, n, points in self._cells:
            if until <= day:
                kept = held.setdefault(key, [0, 0])
                kept[0] -= n
                kept[1] -= points
                moved.add(key[1].partition("@")[0])
        return later(self._known, day, _standing(held), moved)


def by_month(today: Figures, until: Day) -> Iterator[tuple[Day, set[str], dict[Held, tuple[int, int]]]]:
    """Yield each month ahead: its first day, the practices some level of which ended before it, and its counts."""
    organisation = today.organisation
    base = organisation.base_day
    held = {
        key: [n, points]
        for key, (n, points) in tallies.holding(organisation.pk, [today.unit], base, base).items()
    }
    ended: dict[int, list[months.Ended]] = defaultdict(list)
    last = months.month_of(until)
    for row in months.ended(organisation.pk, today.unit, until=last):
        ended[row.month].append(row)
    moved: set[str] = set()
    for month in range(months.month_of(base + 1), last):
        for row in ended.get(month, ()):
            kept = held.setdefault((today.unit, row.practice, row.variant, row.level, row.population), [0, 0])
            kept[0] -= row.n
            kept[1] -= row.points
            moved.add(row.practice.partition("@")[0])
        first = months.first_day(month + 1)
        if first > today.day:
            yield first, moved, _standing(held)
            moved = set()


def turns(figures: Figures) -> Turns:
    """Return when a practice may turn for another reason than a system's own: its own ends, parts, laws."""
    found: Turns = defaultdict(set)
    for practice in figures.library.practices:
        held = figures.own.get(practice.id)
        if held is not None:
            found[practice.id].update(d for rung in held.rungs for d in (rung.opens, rung.high))
            found[practice.id].update({held.joined} if held.joined is not None else ())
        for level in range(1, 5) if practice.per_system else ():
            cap = figures.cap(practice, level)
            found[practice.id].update((cap.opens, cap.until) if cap is not None else ())
    for _, name, *_ in figures.held:
        practice_id, _, joined = name.partition("@")
        if joined:
            found[practice_id].add(int(joined))
    return found


def turning(turned: Turns, known: Day, day: Day) -> set[str]:
    """Return the practices that may turn after one day, up to another."""
    return {name for name, days in turned.items() if any(known < d <= day for d in days)}


def _standing(held: Mapping[Held, list[int]]) -> dict[Held, tuple[int, int]]:
    return {key: (n, points) for key, (n, points) in held.items() if n or points}


__all__ = ["Scored", "Within", "by_month", "later", "months_ahead", "scored", "turning", "turns"]

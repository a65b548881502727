"""What lapses on which day if nobody does anything: the organisation's own, its parts of system practices, systems."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.app.derive.caps import cap_names
from holdtrue.app.derive.owing import RELATIONS
from holdtrue.app.queries.losses import of_caps, of_scopes
from holdtrue.app.worklist.duties import role_of
from holdtrue.core.days import ALWAYS
from holdtrue.core.duties import OVERSEER, OWNER
from holdtrue.core.falls import Fall, falls
from holdtrue.core.messages import Message
from holdtrue.core.packing import opened, split
from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS, members
from holdtrue.core.verdicts import State
from holdtrue.store import owed, reading, standings, tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from holdtrue.app.queries.figures import Figures
    from holdtrue.app.queries.losses import Answering, Tried
    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Practice
    from holdtrue.store.models import Record

NAMED = 150
"""Systems that lapse are named one by one up to so many; more are counted by practice, level and day."""
_WINDOWS = (7, 31, 92, 184, 366, 732)


@dataclass(frozen=True, slots=True)
class Lapsing:
    """One practice that falls on a day, in one scope or in some systems together."""

    day: Day
    practice: Practice
    before: int
    after: int
    scope: int = 0
    """Row id of the system; 0 for the organisation, and for several systems together."""
    ref: str = ""
    title: str = ""
    systems: int = 0
    """How many systems fall; 0 where it is the organisation's own practice."""
    wide: bool = False
    """Whether the part that ends is one the organisation answers for."""
    role: str = ""
    person: str = ""
    """Ref of who can prevent it; '' where nobody answers."""
    name: str = ""
    because: Message | None = None
    remedy: Remedy | None = None

    @property
    def why(self) -> Message:
        """The fact that ends; where it was not looked up, what ends and when."""
        level = Message(f"level.{LEVEL_WORDS[self.before]}")
        return self.because or Message(
            "forecast.ends", {"practice": self.practice.title, "level": level, "on_day": self.day}
        )


@dataclass(frozen=True, slots=True)
class Lapses:
    """What lapses within some days, soonest first."""

    lines: tuple[Lapsing, ...]
    reach: Day
    """The last day up to which they are complete."""
    named: bool
    """Whether every system is named."""


@dataclass(frozen=True)
class Ahead:
    """What is read once to say what lapses: the figures of today and the systems that lapse first."""

    figures: Figures
    counted: frozenset[str]
    until: Day
    systems: tuple[standings.Kept, ...]
    named: bool

    def lapses(self, *, after: Day, until: Day, most: int) -> Lapses:
        """Return what lapses after one day and up to another, the first `most` of it and all of its last day."""
        own = [one for one in (*self._own(), *self._wide()) if after < one.day <= until]
        if self.named:
            lines = sorted([*own, *(x for x in self._of_systems() if after < x.day <= until)], key=_soonest)
            reach = until
        else:
            lines, reach = self._counted(own, after, until, most)
        if len(lines) > most:
            reach = lines[most - 1].day
            lines = [line for line in lines if line.day <= reach][: most * 2]
        return Lapses(tuple(lines), reach, self.named)

    def _own(self) -> Iterator[Lapsing]:
        figures = self.figures
        for practice in figures.library.of_organization:
            held = figures.own.get(practice.id)
            if held is None or practice.id not in self.counted:
                continue
            for fall in falls(held.rungs, (None,) * 4, figures.day):
                yield Lapsing(fall.day, practice, fall.before, fall.after)

    def _wide(self) -> Iterator[Lapsing]:
        """Parts of system practices that the organisation answers for: each takes every system's level with it."""
        figures = self.figures
        for practice in figures.library.of_system:
            if practice.id not in self.counted or not any(cap_names(practice)):
                continue
            holding = figures.spread(practice).holding
            seen: Day = ALWAYS
            for level, n in enumerate(holding, start=1):
                cap = figures.cap(practice, level)
                if cap is not None and n and figures.day < cap.until < seen:
                    seen = cap.until
                    yield Lapsing(cap.until, practice, level, level - 1, systems=n, wide=True)

    def _of_systems(self) -> Iterator[Lapsing]:
        ends = self._ends()
        for kept in self.systems:
            for name, segment in split(kept.packed).items():
                if name in self.counted and name in ends:
                    for fall in _falls(segment, ends[name], self.figures.day):
                        if not fall.wide:
                            practice = self.figures.library.by_id[name]
                            yield Lapsing(
                                fall.day, practice, fall.before, fall.after, scope=kept.scope, systems=1
                            )

    def _ends(self) -> Mapping[str, tuple[Day | None, ...]]:
        """The ends of each practice's organisation-wide parts, made once."""
        known: dict[str, tuple[Day | None, ...]] | None = self.__dict__.get("_known")
        if known is None:
            caps = self.figures.caps
            known = self.__dict__["_known"] = {
                practice.id: tuple(
                    caps[cap].until if cap is not None and cap in caps else None
                    for cap in cap_names(practice)
                )
                for practice in self.figures.library.of_system
            }
        return known

    def _counted(
        self, own: Sequence[Lapsing], after: Day, until: Day, most: int
    ) -> tuple[list[Lapsing], Day]:
        """Read the counts by day in growing windows until there is enough; days without a lapse cost nothing."""
        found: list[Lapsing] = []
        start, reach = after, after
        for width in _WINDOWS:
            reach = min(after + width, until)
            found += self._of_counts(start, reach)
            start = reach
            if reach == until or len(found) + sum(1 for x in own if x.day <= reach) >= most:
                break
        return sorted([*(x for x in own if x.day <= reach), *found], key=_soonest), reach

    def _of_counts(self, after: Day, until: Day) -> Iterator[Lapsing]:
        figures = self.figures
        rows = tallies.endings(figures.organisation.pk, figures.unit, after, until) if until > after else []
        in_force: dict[str, tuple[int, ...]] = {}
        for name, variant, level, day, n, _ in rows:
            practice = figures.library.by_id.get(name)
            if practice is None or name not in self.counted:
                continue
            if name not in in_force:
                in_force[name] = figures.in_force(practice)
            if in_force[name][level] == variant:
                yield Lapsing(day, practice, level, level - 1, systems=n)


def ahead(figures: Figures, counted: frozenset[str], until: Day, *, units: Sequence[int] | None) -> Ahead:
    """Read which systems lapse by a day; `units` bounds them, None for every unit. One query."""
    found = standings.ending(figures.organisation.pk, until, most=NAMED + 1, units=units)
    return Ahead(figures, counted, until, tuple(found[:NAMED]), len(found) <= NAMED)


@lru_cache(maxsize=20_000)
def _falls(segment: bytes, caps: tuple[Day | None, ...], day: Day) -> tuple[Fall, ...]:
    """How a practice of a system falls; most systems share most segments."""
    held = opened(segment)
    return tuple(falls(held.rungs, caps, day)) if held is not None else ()


def _soonest(one: Lapsing) -> tuple[Day, str, int, int]:
    return (one.day, one.practice.id, -one.before, one.scope)


def told(
    figures: Figures, lines: Sequence[Lapsing], whole: int, answers: Answering, *, explained: int
) -> list[Lapsing]:
    """Return the lines with the names of their systems and of who can prevent them; the first with the fact that ends.

    `whole` is the row of the organisation's record. A fixed number of queries for every hundred scopes explained.
    """
    records = reading.by_id(figures.organisation.pk, {one.scope for one in lines if one.scope})
    people = _people(figures.organisation.pk, lines)
    named = [_named(one, records, people, answers) for one in lines]
    first = named[:explained]
    single = [one for one in first if one.scope or not one.systems]
    tried: dict[tuple[str, str, int], Tried] = {}
    if single:
        changed = [
            (one.scope or whole, one.practice.id, one.before, one.after, int(State.HOLDS)) for one in single
        ]
        tried.update(
            {(t.practice.id, t.ref, t.before): t for t in of_scopes(figures.organisation, changed, answers)}
        )
    wide = [(one.practice.id, one.before, one.after, one.systems) for one in first if one.wide]
    parts = {
        (t.practice.id, t.before): t
        for t in of_caps(figures.organisation, list(dict.fromkeys(wide)), answers)
    }
    return [
        _explained(
            one,
            parts.get((one.practice.id, one.before))
            if one.wide
            else tried.get((one.practice.id, one.ref, one.before)),
        )
        if n < explained
        else one
        for n, one in enumerate(named)
    ]


def _explained(one: Lapsing, why: Tried | None) -> Lapsing:
    if why is None or (one.systems and not one.scope and not one.wide):
        return one
    return replace(
        one, because=why.because, remedy=why.remedy, role=why.role, person=why.person, name=why.name
    )


def _named(
    one: Lapsing,
    records: Mapping[int, Record],
    people: Mapping[tuple[int, str], Record],
    answers: Answering,
) -> Lapsing:
    record = records.get(one.scope)
    role = one.practice.owner_role if one.systems and not one.wide else role_of(one.practice)
    who = people.get((one.scope, role))
    if who is None and role not in (OWNER, OVERSEER):
        who = next(
            (answers.people[r] for r in answers.held.by_role.get(role, ()) if r in answers.people), None
        )
    return replace(
        one,
        ref=record.ref if record else "",
        title=record.title if record else "",
        role=role,
        person=who.ref if who else "",
        name=who.title if who else "",
    )


def _people(organisation_id: int, lines: Iterable[Lapsing]) -> dict[tuple[int, str], Record]:
    """Who owns and who oversees each system. Three queries."""
    scopes = {one.scope for one in lines if one.scope}
    if not scopes:
        return {}
    places = owed.places(organisation_id, scopes, RELATIONS)
    records = reading.by_id(organisation_id, {row for p in places.values() for row in p.people.values()})
    found = {}
    for row, place in places.items():
        owner = place.people.get("owner", 0)
        for role, person in ((OWNER, owner), (OVERSEER, place.people.get(OVERSEER) or owner)):
            if person in records:
                found[row, role] = records[person]
    return found


def counted_of(figures: Figures, profile: str) -> frozenset[str]:
    """Return the practices a profile counts, with those a law has brought in."""
    return members(library(), profile, figures.joined())


__all__ = ["Ahead", "Lapses", "Lapsing", "ahead", "counted_of", "told"]

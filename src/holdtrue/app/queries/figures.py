"""The figures an organisation or unit stands on, on one day: its own verdicts, its caps, the counts of its systems."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.app.derive.systems import capped
from holdtrue.app.derive.whole import CAP, cap_names, caps_of
from holdtrue.core.packing import unpack
from holdtrue.core.practices import Library, Practice, library
from holdtrue.core.scoring import Score, Tallied, score, system_score
from holdtrue.core.tally import CAP_FAILS, IN_SCOPE, OUT_OF_SCOPE, WHOLE, Held, level_of, variant_of, within
from holdtrue.core.verdicts import State, Verdict
from holdtrue.store import tallies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.derive.alike import Stands
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

HORIZON = 3650


@dataclass(frozen=True, slots=True)
class Ending:
    """A level of a system practice that some systems stop holding on a day."""

    practice: str
    level: int
    day: Day
    systems: int
    points: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A system practice over the systems it applies to, on one day."""

    systems: int
    holding: tuple[int, int, int, int]
    """How many hold each level with all lower ones."""
    states: Mapping[int, Mapping[State, int]]
    """Level → state → how many fail there."""
    tallied: Mapping[str, Tallied]
    """By population, for the score."""
    capped: tuple[bool, bool, bool, bool]
    """Levels whose organisation-wide part fails on that day."""


@dataclass(frozen=True)
class Figures:
    """Everything status needs, read in a handful of queries or counted from facts of a past day."""

    organisation: Organisation
    library: Library
    day: Day
    unit: int
    own: Stands
    """The organisation's own practices."""
    caps: Mapping[str, Verdict]
    held: Mapping[Held, tuple[int, int]]
    endings: tuple[tuple[str, int, int, Day, int, int], ...]
    """(practice, variant, level, day, systems, points), earliest first."""

    def own_verdicts(self, practice: Practice) -> list[Verdict] | None:
        """Return the four levels of an organisation's practice; None where it does not apply."""
        held = self.own.get(practice.id)
        if held is None:
            return None
        told: dict[str, list[Verdict]] = self.__dict__.setdefault("_verdicts", {})
        found = told.get(practice.id)
        if found is None:
            found = told[practice.id] = [rung.verdict(None, self.day) for rung in held.rungs]
        return list(found)

    def own_score(self, practice: Practice) -> Score | None:
        """Return its score."""
        verdicts = self.own_verdicts(practice)
        if verdicts is None:
            return None
        told: dict[str, Score] = self.__dict__.setdefault("_scores", {})
        found = told.get(practice.id)
        if found is None:
            found = told[practice.id] = score(verdicts, self.day)
        return found

    def in_force(self, practice: Practice) -> tuple[int, ...]:
        """Return by level, from 0, which of the stored counts is in force: by the organisation-wide parts that fail."""
        told: dict[str, tuple[int, ...]] = self.__dict__.setdefault("_in_force", {})
        found = told.get(practice.id)
        if found is None:
            found = told[practice.id] = self._told_in_force(practice)
        return found

    def _told_in_force(self, practice: Practice) -> tuple[int, ...]:
        names = cap_names(practice)
        failing = {n: not self._cap_holds(name) for n, name in enumerate(names) if name}
        levels = capped(self.library)[practice.id]
        variant = variant_of(levels, failing)
        return tuple(within(variant, levels, level) for level in range(_LEVELS + 1))

    def spread(self, practice: Practice, *, joined: bool = False) -> Spread:
        """Return a system practice's counts; with `joined` only those of systems a law brings it into."""
        counts, by_class = self._sums(practice, joined=joined)
        names = cap_names(practice)
        return Spread(
            systems=counts.get(0, 0),
            holding=(counts.get(1, 0), counts.get(2, 0), counts.get(3, 0), counts.get(4, 0)),
            states=self._states(counts, practice),
            tallied=_tallied(by_class),
            capped=tuple(bool(name) and not self._cap_holds(name) for name in names),  # type: ignore[arg-type]  # four levels
        )

    def points(self, practice: Practice, *, joined: bool = False) -> Fraction | None:
        """Return what a practice counts, the organisation's own or one of systems; None where it does not apply."""
        if not practice.per_system:
            own = self.own_score(practice)
            return Fraction(own.points) if own else None
        counts, by_class = self._sums(practice, joined=joined)
        return system_score(_tallied(by_class)) if counts.get(0, 0) else None

    def _sums(self, practice: Practice, *, joined: bool) -> tuple[dict[int, int], dict[str, list[int]]]:
        """The counts in force by code, and by class: systems, weight, points, those past barely."""
        in_force, keys = self.in_force(practice), self.keys_of(practice.id, joined=joined)
        counts: dict[int, int] = {}
        by_class: dict[str, list[int]] = {}
        for (_, name, which, code, group), (n, points) in self.of(keys):
            if which != in_force[level_of(code)] or name not in keys:
                continue
            counts[code] = counts.get(code, 0) + n
            sums = by_class.setdefault(group, [0, 0, 0, 0])
            if code == 0:
                sums[0], sums[1] = sums[0] + n, sums[1] + points
            elif code <= _LEVELS:
                sums[2] += points
                sums[3] += n if code == _BARELY else 0
        return counts, by_class

    def cap(self, practice: Practice, level: int) -> Verdict | None:
        """Return the organisation-wide part of a level, counted from 1."""
        name = cap_names(practice)[level - 1]
        return self.caps.get(name) if name else None

    def endings_of(self, practice: Practice) -> list[Ending]:
        """Return when its levels end, by the variant in force, earliest first."""
        told: dict[str, list[Ending]] = self.__dict__.setdefault("_ends", {})
        found = told.get(practice.id)
        if found is None:
            in_force = self.in_force(practice)
            found = told[practice.id] = [
                Ending(name, level, day, n, points)
                for name, which, level, day, n, points in self._endings().get(practice.id, ())
                if which == in_force[level]
            ]
        return list(found)

    def _endings(self) -> Mapping[str, list[tuple[str, int, int, Day, int, int]]]:
        """The endings by practice, put apart once."""
        apart: dict[str, list[tuple[str, int, int, Day, int, int]]] | None = self.__dict__.get("_apart")
        if apart is None:
            apart = {}
            for row in self.endings:
                apart.setdefault(row[0], []).append(row)
            self.__dict__["_apart"] = apart
        return apart

    def systems(self) -> Mapping[tuple[bool, str, str], int]:
        """Return how many systems there are by (in scope, tier or 'unsorted', use or '-')."""
        found: dict[tuple[bool, str, str], int] = {}
        for (_, name, _, _, group), (n, _) in self.held.items():
            if name in (IN_SCOPE, OUT_OF_SCOPE) and n:
                tier, _, use = group.partition("/")
                found[name == IN_SCOPE, tier, use] = found.get((name == IN_SCOPE, tier, use), 0) + n
        return found

    def joined(self) -> frozenset[str]:
        """Return the practices a law has brought in by the day, for some system or for the organisation."""
        found: frozenset[str] | None = self.__dict__.get("_joined")
        if found is None:
            found = self.__dict__["_joined"] = self._brought_in()
        return found

    def _brought_in(self) -> frozenset[str]:
        own = {
            p for p, held in self.own.items() if held and held.joined is not None and held.joined <= self.day
        }
        by_system = {
            name.partition("@")[0]
            for (_, name, _, code, _), (n, _) in self.held.items()
            if "@" in name and code == 0 and n and int(name.partition("@")[2]) <= self.day
        }
        return frozenset(own | by_system)

    def of(self, keys: frozenset[str]) -> list[tuple[Held, tuple[int, int]]]:
        """Return the counts kept under these names."""
        index = self.__dict__.get("_index")
        if index is None:
            index = {}
            for key, value in self.held.items():
                index.setdefault(key[1], []).append((key, value))
            self.__dict__["_index"] = index
        return [pair for key in keys for pair in index.get(key, ())]

    def keys_of(self, practice: str, *, joined: bool) -> frozenset[str]:
        """Return under which names a practice is counted: its own, or those of the laws that brought it in."""
        if not joined:
            return frozenset({practice})
        names = {key[1] for key in self.held if key[1].startswith(f"{practice}@")}
        return frozenset(n for n in names if int(n.partition("@")[2]) <= self.day)

    def _cap_holds(self, name: str | None) -> bool:
        cap = self.caps.get(name) if name else None
        return cap is not None and cap.holds(self.day)

    def _states(self, counts: Mapping[int, int], practice: Practice) -> dict[int, dict[State, int]]:
        found: dict[int, dict[State, int]] = {}
        for level in range(1, _LEVELS + 1):
            states: dict[State, int] = {}
            told = 0
            for code, n in counts.items():
                if code > _LEVELS and level_of(code) <= level and n > 0:
                    cap = self.cap(practice, level_of(code))
                    state = (
                        cap.state(self.day) if code % 10 == CAP_FAILS and cap else State(min(code % 10, 5))
                    )
                    state = State.MISSING if state is State.HOLDS else state
                    states[state] = states.get(state, 0) + n
                    told += n
            lapsed = counts.get(0, 0) - counts.get(level, 0) - told
            if lapsed > 0:
                states[State.LAPSED] = states.get(State.LAPSED, 0) + lapsed
            found[level] = states
        return found


_LEVELS, _BARELY = 4, 2


def _tallied(by_class: Mapping[str, list[int]]) -> dict[str, Tallied]:
    return {group: Tallied(n, w, p, n - second) for group, (n, w, p, second) in by_class.items() if n}


def stored(organisation: Organisation, day: Day, *, unit: int = WHOLE, horizon: int = HORIZON) -> Figures:
    """Read the stored figures for a day not before the base day. One query."""
    read = tallies.read(organisation.pk, unit, base=organisation.base_day, day=day, before=day + horizon)
    own, caps = _apart(read.own) if read.own else ({}, {})
    return Figures(
        organisation=organisation,
        library=library(),
        day=day,
        unit=unit,
        own=own,
        caps=caps,
        held=read.held,
        endings=tuple(read.endings),
    )


@lru_cache(maxsize=64)
def _apart(packed: bytes) -> tuple[Stands, Mapping[str, Verdict]]:
    """The organisation's own practices and its parts, by the bytes kept: few changes move them."""
    standing = unpack(packed)
    return {name: held for name, held in standing.items() if not name.startswith(CAP)}, caps_of(standing)

"""Stored standing read for showing: how far each practice of a scope stands, without asking why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.app.derive.caps import cap_names, caps_of
from holdtrue.app.derive.whole import CAP, verdicts_of
from holdtrue.core.content import by_edition
from holdtrue.core.days import ALWAYS
from holdtrue.core.packing import joins, opened, split
from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS, members, target_level
from holdtrue.store import reading as reading_rows
from holdtrue.store import standings

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.models import Organisation

_SEGMENTS = 20_000
_GLANCES = 2_000
_Plans = tuple[tuple[str, tuple["Day | None", ...], int], ...]
"""Each practice with the ends of its organisation-wide parts and the level it is asked at."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One scope at a glance: how many of the practices asked of it stand at each level."""

    levels: tuple[int, int, int, int, int]
    """At absent, declared, documented, operational and measured."""
    holding: int
    """How many reach their target."""
    asked: int
    until: Day
    """The first day on which a level reached ends; ALWAYS where none does."""
    ends: str = ""
    """The practice whose level ends then; '' where none does."""


@dataclass(frozen=True)
class Reader:
    """Reads the packed standing of systems on one day, with the organisation-wide parts in force."""

    profile: str
    day: Day
    caps: Mapping[str, Verdict]
    own: Mapping[str, bytes]
    """The organisation's own practices, as stored."""

    def glance(self, packed: bytes) -> Glance:
        """Return how a system stands at a glance."""
        return _glance(packed, self._plans(), _targets(self.profile), self.day)

    def verdicts(self, packed: bytes) -> dict[str, Sequence[Verdict] | None]:
        """Return the four levels of each practice of a system; None where one does not apply."""
        found: dict[str, Sequence[Verdict] | None] = {}
        for name, segment in split(packed).items():
            practice, held = library().by_id.get(name), opened(segment)
            if practice is not None:
                found[name] = verdicts_of(held, self.caps, cap_names(practice), self.day) if held else None
        return found

    def verdicts_of(self, packed: bytes, practice: str) -> Sequence[Verdict] | None:
        """Return the four levels of one practice of a system."""
        return self.verdicts_among(packed, (practice,))[practice]

    def verdicts_among(self, packed: bytes, practices: Iterable[str]) -> dict[str, Sequence[Verdict] | None]:
        """Return the four levels of each of these practices of a system; None where one does not apply."""
        segments, found = split(packed) if packed else {}, dict[str, "Sequence[Verdict] | None"]()
        for name in practices:
            segment = segments.get(name)
            held = opened(segment) if segment else None
            caps = cap_names(library().by_id[name])
            found[name] = verdicts_of(held, self.caps, caps, self.day) if held else None
        return found

    def asked_for(self, packed: bytes) -> frozenset[str]:
        """Return the practices the profile, or a law, asks of this scope."""
        return members(library(), self.profile, _joined(split(packed), self.day))

    def own_verdicts(self, practice: str) -> Sequence[Verdict] | None:
        """Return the four levels of one of the organisation's own practices."""
        segment = self.own.get(practice)
        held = opened(segment) if segment else None
        return [rung.verdict(None, self.day) for rung in held.rungs] if held else None

    def joined_own(self) -> frozenset[str]:
        """Return the organisation's own practices that a law brings in."""
        return frozenset(_joined(self.own, self.day))

    def _plans(self) -> _Plans:
        """The ends of each practice's organisation-wide parts, and the level it is asked at; told once a reader."""
        known: _Plans | None = self.__dict__.get("_known")
        if known is None:
            caps = self.caps
            known = self.__dict__["_known"] = tuple(
                (
                    name,
                    tuple(
                        caps[cap].until if cap is not None and cap in caps else None
                        for cap in cap_names(practice)
                    ),
                    _target(self.profile, name),
                )
                for name, practice in library().by_id.items()
            )
        return known


def reader(organisation: Organisation, day: Day) -> Reader:
    """Return what reads standing on a day. One query."""
    kept = standings.of_organisation(organisation.pk)
    return _reader(organisation, day, kept.packed if kept else None)


def reading_opened(organisation: Organisation, found: reading_rows.Opened, day: Day) -> Reader:
    """Return what reads standing beside a system that was opened. No query."""
    return _reader(organisation, day, found.whole or None)


def reading(organisation: Organisation, scope: int, whole: int, day: Day) -> tuple[Reader, bytes | None]:
    """Return what reads standing, and a system's own; `whole` is the row of the organisation's record. One query."""
    told, mine = reading_kept(organisation, scope, whole, day)
    return told, mine.packed if mine else None


def reading_kept(
    organisation: Organisation, scope: int, whole: int, day: Day
) -> tuple[Reader, standings.Kept | None]:
    """Return the same with where the system is counted. One query."""
    kept = standings.kept(organisation.pk, [scope, whole])
    own, mine = kept.get(whole), kept.get(scope)
    return _reader(organisation, day, own.packed if own else None), mine


def verdicts_today(
    organisation: Organisation, asked: Collection[tuple[str, str]], day: Day
) -> dict[tuple[str, str], Sequence[Verdict] | None]:
    """Return the four levels of each (ref of a system or '', practice), as stored. Three queries."""
    found = reading_rows.by_ref(organisation.pk, {ref for ref, _ in asked if ref})
    rows = {ref: record.pk for ref, record in found.items()}
    told = reader(organisation, day)
    kept = standings.kept(organisation.pk, list(rows.values()))
    made: dict[tuple[str, str], Sequence[Verdict] | None] = {}
    for ref, practice in asked:
        one = kept.get(rows.get(ref, 0))
        if not ref:
            made[ref, practice] = told.own_verdicts(practice)
        elif one is not None:
            made[ref, practice] = told.verdicts_of(one.packed, practice)
    return made


def _joined(segments: Mapping[str, bytes], day: Day) -> list[str]:
    """The practices a law had brought in by a day."""
    found = {name: joins(segment) for name, segment in segments.items()}
    return [name for name, since in found.items() if since is not None and since <= day]


def _reader(organisation: Organisation, day: Day, packed: bytes | None) -> Reader:
    caps, own = _whole(packed) if packed else ({}, {})
    return Reader(organisation.profile, day, caps, own)


@lru_cache(maxsize=64)
def _whole(packed: bytes) -> tuple[Mapping[str, Verdict], Mapping[str, bytes]]:
    """The organisation-wide parts and its own practices, by the bytes kept: most pages find them as the last did."""
    segments = split(packed)
    caps = caps_of({name: opened(s) for name, s in segments.items() if name.startswith(CAP)})
    return caps, {name: s for name, s in segments.items() if not name.startswith(CAP)}


@lru_cache(maxsize=_GLANCES)
def _glance(packed: bytes, plans: _Plans, asked: frozenset[str], day: Day) -> Glance:
    """How a system stands follows from these alone; lists are opened again and again, and many systems stand alike."""
    counts, holding, first, ends = [0, 0, 0, 0, 0], 0, ALWAYS, ""
    told = {name: (ends, target) for name, ends, target in plans}
    for name, segment in split(packed).items():
        plan = told.get(name)
        if plan is None:
            continue
        level, until, joined = _height(segment, plan[0], day)
        if level < 0 or not (name in asked or (joined and joined <= day)):
            continue
        counts[level] += 1
        holding += level >= plan[1]
        if level and until < first:
            first, ends = until, name
    one, two, three, four, five = counts
    return Glance((one, two, three, four, five), holding, sum(counts), first, ends)


@lru_cache(maxsize=_SEGMENTS)
def _height(segment: bytes, caps: tuple[Day | None, ...], day: Day) -> tuple[int, Day, Day | None]:
    """Return (level reached or -1, its end, the day a law joined it); most systems share most segments."""
    held = opened(segment)
    if held is None:
        return -1, ALWAYS, None
    level, until = 0, ALWAYS
    for rung, cap in zip(held.rungs, caps, strict=True):
        end = rung.high if cap is None else rung.until(cap)
        if not rung.opens <= day < end:
            break
        level, until = level + 1, min(until, end)
    return level, until, held.joined


@by_edition
def _targets(profile: str) -> frozenset[str]:
    return members(library(), profile)


@by_edition
def _target(profile: str, practice: str) -> int:
    return LEVEL_WORDS.index(target_level(library(), profile, practice))

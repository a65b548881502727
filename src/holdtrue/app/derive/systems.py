"""Derives systems: loads their neighbourhoods, asks what reads what changed, stores and counts the difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.app.derive.alike import Alikes
from holdtrue.app.derive.asked import Index, index_of
from holdtrue.app.derive.caps import cap_names, stored_caps
from holdtrue.app.derive.heights import NEUTRAL, NOWHERE, height
from holdtrue.app.derive.owing import duties_of
from holdtrue.app.derive.views import context_ids, context_of, scopes
from holdtrue.core.packing import applies, opened, practice_of, split
from holdtrue.core.scoring import UNSORTED, population
from holdtrue.core.sortkeys import BY_DERIVING, key_of
from holdtrue.core.sortkeys import sorted_by as sortkeys_of
from holdtrue.core.standing import derive_system
from holdtrue.core.tally import Counts, Place, variant_of
from holdtrue.store import reach, sortkeys, standings, tallies, units
from holdtrue.store.standings import Change, Kept, Where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from holdtrue.app.derive.alike import Segments
    from holdtrue.core.claims.base import Read
    from holdtrue.core.days import Day
    from holdtrue.core.duties import Duty
    from holdtrue.core.facts import Fact
    from holdtrue.core.practices import Library
    from holdtrue.core.register import Register
    from holdtrue.core.standing import Standing as Held
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.loading import Loaded
    from holdtrue.store.models import Organisation

    Used = tuple[Loaded, Register, list[int]]

CHUNK = 200
_MOST_LOTS = 20_000


@dataclass(slots=True)
class Pass:
    """One pass over what an action touched."""

    organisation: Organisation
    library: Library
    day: Day
    entry: int
    counts: Counts = field(default_factory=Counts)
    lots: Counter[tuple[bytes, Place]] = field(default_factory=Counter)
    """How many systems more, or fewer, stand alike, by segment, in the same place: counted when the pass is flushed."""
    seen: dict[bytes, Held | None] = field(default_factory=dict)
    """What each segment met in this pass holds: many systems have the same ones."""
    levels: dict[bytes, tuple[int, Day, int]] = field(default_factory=dict)
    """Likewise how far it reaches today."""
    changes: list[Change] = field(default_factory=list)
    lines: Counter[str] = field(default_factory=Counter)
    """'practice: old → new' → in how many scopes."""
    anew: set[int] = field(default_factory=set)
    """Systems of the chunk at hand all of whose practices were asked: new, moved, or derived by other rules."""
    present: set[int] = field(default_factory=set)
    """Systems met in this pass that stand."""
    named: dict[int, str] = field(default_factory=dict)
    """Kinds of the records that what was touched was linked to before, by row."""
    felt: bool = False
    """Whether anything was stored that an index is made of: counts, or the organisation's own standing."""
    evaluated: int = 0
    """How many practices were asked, for tests of what is left alone."""
    owing: dict[int, Mapping[str, Duty]] = field(default_factory=dict)
    """What each system whose standing changed asks of each role; nothing of one that is gone."""
    members: set[str] = field(default_factory=set)
    """uids of members of which a row changed."""
    rows: dict[str, int] = field(default_factory=dict)
    """Row ids of what was touched or derived, by uid."""
    fresh: set[int] = field(default_factory=set)
    """Records this action added: nothing is stored of what is derived from them."""
    unasked: set[str] = field(default_factory=set)
    """uids of those whose member rows were not written in this pass either."""
    near: dict[int, frozenset[str]] = field(default_factory=dict)
    """Kinds of what was loaded around a system that was loaded alone: of no other kind is anything linked to it."""
    context: list[int] = field(default_factory=list)
    branches: dict[int, tuple[int, ...]] = field(default_factory=dict)
    own: list[Kept | None] = field(default_factory=list)
    variants: dict[str, tuple[Sequence[bool], int]] | None = None
    """By practice: which of its levels hang on an organisation-wide part, and which of those fail today."""
    alikes: Alikes = field(init=False)
    """What systems met in this pass that stand alike have in common."""

    def __post_init__(self) -> None:
        """Nothing has been met yet."""
        self.alikes = Alikes(self.library, self.organisation.profile, self.day)

    @property
    def index(self) -> Index:
        """What is asked by what is read."""
        return index_of(self.library)

    def kinds_of(self, rows: Collection[int]) -> Mapping[int, str]:
        """The kinds of these records, looked up once."""
        if not self.named.keys() >= set(rows):
            self.named.update(reach.kinds_of(self.organisation.pk, rows))
        return {row: self.named[row] for row in rows if row in self.named}

    def units_of(self, unit: int) -> tuple[int, ...]:
        """A unit with those above it, lowest first, looked up once."""
        if not unit:
            return ()
        found = self.branches.get(unit)
        if found is None:
            found = self.branches[unit] = units.branch(self.organisation.pk, unit)
        return found

    def place(self, where: Where | None) -> Place | None:
        """Where practices count a system; None where none does."""
        if where is None or not where.population:
            return None
        return Place(where.population, where.weight, self.units_of(where.unit))

    def holds(self, segment: bytes) -> Held | None:
        """What a segment holds; None where its practice does not apply."""
        if segment not in self.seen:
            self.seen[segment] = opened(segment)
        return self.seen[segment]

    def whole(self) -> Kept | None:
        """The organisation's own standing as stored before this pass, looked up once."""
        if not self.own:
            self.own.append(standings.of_organisation(self.organisation.pk))
        return self.own[0]

    def scopes(self, rows: Collection[int], *, by: Collection[str] | None = None) -> tuple[Loaded, Register]:
        """Load scopes as `views.scopes` does; the first time the records every scope is read with come along."""
        loaded, register = scopes(self.organisation.pk, rows, day=self.day, context=self.context, by=by)
        self.context = self.context or context_of(loaded)
        return loaded, register

    def around(self) -> list[int]:
        """Row ids every scope's facts are read with, looked up once."""
        if not self.context:
            self.context = context_ids(self.organisation.pk)
        return self.context


def capped(library: Library) -> Mapping[str, tuple[bool, ...]]:
    """Return for each system practice which of its levels hang on an organisation-wide part."""
    return index_of(library).capped


def derive_systems(
    current: Pass, rows: Sequence[int], only: frozenset[Read] | None, causes: Mapping[int, int] | None = None
) -> Iterator[Used]:
    """Derive these systems by chunks and store what differs; each chunk's register is given out for its members."""
    pk = current.organisation.pk
    for start in range(0, len(rows), CHUNK):
        chunk = list(rows[start : start + CHUNK])
        loaded, register = current.scopes(chunk)
        stored = standings.kept(pk, [row for row in chunk if row not in current.fresh])
        written: list[Kept] = []
        gone: list[int] = []
        current.anew.clear()
        sorts: dict[int, Mapping[str, str]] = {}
        for row in chunk:
            was = stored.get(row)
            uid = loaded.uid_of.get(row)
            if uid is not None:
                now = _derive(current, register, loaded, uid, was, only, (causes or {}).get(row))
                written += [now] if now else []
                if row in current.anew or not _told_apart(only):
                    sorts[row] = sorted_by_deriving(register, uid)
            elif was is not None:
                _count(current, split(was.packed), {}, was.where, None)
                gone.append(row)
                current.owing[row] = {}
        standings.write(pk, written, entry=current.entry)
        standings.drop(pk, gone)
        sortkeys.derived(pk, sorts, without=current.fresh)
        yield loaded, register, chunk
        if len(current.lots) > _MOST_LOTS:
            flush(current)


def _derive(
    current: Pass,
    register: Register,
    loaded: Loaded,
    uid: str,
    was: Kept | None,
    only: frozenset[Read] | None,
    cause: int | None,
) -> Kept | None:
    view = register.system_scope(uid)
    row, digest = loaded.id_of[uid], current.library.digest
    now = where(loaded, view.scope)
    if was is not None and was.rules != digest:
        was = None  # other rules' counts were taken away when these came into force
    anew = was is None or was.where != now
    if anew:
        current.anew.add(row)
    derived = derive_system(current.index.of_system(None if anew else only), view)
    current.evaluated += len(derived)
    old = split(was.packed) if was else {}
    fresh: Segments = current.alikes.segments(derived)
    segments = fresh if anew or only is None else {**old, **fresh}
    changed = [p for p in {**old, **segments} if old.get(p) != segments.get(p)]
    if not changed and not anew:
        return None
    current.seen.update(zip(fresh.values(), derived.values(), strict=True))
    _count(current, old, segments, was.where if was else None, now)
    _note_changes(current, row, old, {p: segments[p] for p in changed if p in segments}, cause)
    whole = segments is fresh
    one = current.alikes.of(derived if whole else {p: current.holds(s) for p, s in segments.items()})
    current.owing[row] = duties_of(one.duties, now)
    return Kept(row, one.packed, now, one.worst, one.next_change, digest)


def _told_apart(only: frozenset[Read] | None) -> bool:
    """Whether no list orders systems by anything that follows from what was touched."""
    return only is not None and all(kind in _ORDERING_NOTHING for kind, _ in only)


_ORDERING_NOTHING = frozenset({"evidence", "indicator", "declaration"})
"""Kinds that no field of a system is derived from."""


def sorted_by_deriving(register: Register, uid: str) -> Mapping[str, str]:
    """Return what lists put a system in the order of that follows from other records."""
    fields, specs = register.system_scope(uid).scope.fields, sortkeys_of("system")
    keys = {name: key_of(specs[name], fields.get(name)) for name in BY_DERIVING}
    return {name: key for name, key in keys.items() if key}


def where(loaded: Loaded, system: Fact) -> Where:
    """Return where a system is counted."""
    counted = population(system.fields) or ("", 0)
    own = system.links.get("unit", ())
    return Where(
        tier=str(system.fields.get("tier") or ""),
        use=str(system.fields.get("use") or ""),
        in_scope=system.fields.get("in_scope") is not False,
        population=counted[0],
        weight=counted[1],
        unit=loaded.id_of.get(own[0], 0) if own else 0,
    )


def _count(current: Pass, before: Segments, after: Segments, was: Where | None, now: Where | None) -> None:
    """Take the old standing out of the tallies and put the new one in; what is the same stays unless it moved."""
    moved = was != now
    if moved:
        for sign, at in ((-1, was), (1, now)):
            if at is not None:
                census(current.counts, sign, at, current.units_of(at.unit))
    for sign, segments, others, at in ((-1, before, after, was), (1, after, before, now)):
        place = current.place(at)
        if place is not None:
            for practice, segment in segments.items():
                if (moved or others.get(practice) != segment) and applies(segment):
                    current.lots[segment, place] += sign


def census(counts: Counts, sign: int, where: Where, branch: tuple[int, ...]) -> None:
    """Count a system by tier and use, whether or not practices count it."""
    place = Place(f"{where.tier or UNSORTED}/{where.use or '-'}", 0, branch)
    counts.census(sign, place, in_scope=where.in_scope)


def add_standing(
    counts: Counts, sign: int, practice: str, stands: Held, caps: Sequence[bool], place: Place, base: Day
) -> None:
    """Count a practice, and apart the scopes that a law brings it into, by the day it does."""
    counts.add(sign, practice, stands.rungs, caps, place, base)
    if stands.joined is not None:
        counts.add(sign, f"{practice}@{stands.joined}", stands.rungs, caps, place, base)


def _note_changes(current: Pass, row: int, before: Segments, after: Segments, cause: int | None) -> None:
    for practice, segment in after.items():
        was = before.get(practice)
        if not applies(segment) and (was is None or not applies(was)):
            continue
        level, until, state = _level(current, practice, segment)
        old_level, old_until, _ = _level(current, practice, was) if was is not None else NOWHERE
        if old_level == level and (level == 0 or old_until == until):
            continue
        if old_level != level:
            current.lines[f"{practice}: {old_level} → {level}"] += 1
        current.changes.append(Change(row, practice, old_level, level, old_until, until, state, cause))


def _level(current: Pass, practice: str, segment: bytes) -> tuple[int, Day, int]:
    found = current.levels.get(segment)
    if found is None:
        found = height(segment, current.day, *_variant(current, practice))
        current.levels[segment] = found
    return found


def _variant(current: Pass, practice: str) -> tuple[Sequence[bool], int]:
    """Which levels hang on an organisation-wide part, and which of those parts fail today."""
    levels = capped(current.library)[practice]
    if not any(levels):
        return NEUTRAL
    if current.variants is None:
        stored = current.whole()
        current.variants = _variants(stored.packed if stored else b"", current.library.digest, current.day)
    found = current.variants.get(practice)
    if found is None:
        caps = stored_caps(current.whole())
        names = cap_names(current.library.by_id[practice])
        failing = {
            n: not _cap_holds(caps.get(name or ""), current.day) for n, name in enumerate(names) if name
        }
        found = current.variants[practice] = levels, variant_of(levels, failing)
    return found


@lru_cache(maxsize=64)
def _variants(packed: bytes, digest: str, day: Day) -> dict[str, tuple[Sequence[bool], int]]:  # noqa: ARG001  # what they follow from
    """Where to keep the variants that follow from a standing of the organisation: most passes meet the same one."""
    return {}


def _cap_holds(cap: Verdict | None, day: Day) -> bool:
    return cap is not None and cap.holds(day)


def flush(current: Pass) -> None:
    """Write counts and changes gathered in this pass."""
    caps = capped(current.library)
    base = current.organisation.base_day
    for (segment, place), n in current.lots.items():
        stands, practice = current.holds(segment), practice_of(segment)
        if n and stands is not None:
            add_standing(current.counts, n, practice, stands, caps[practice], place, base)
    current.lots.clear()
    current.seen.clear()
    current.levels.clear()
    current.felt = current.felt or current.counts.changed
    tallies.apply(current.organisation.pk, current.counts, base=current.organisation.base_day)
    current.counts = Counts()
    standings.note(current.organisation.pk, current.changes, day=current.day, entry=current.entry)
    current.changes = []


__all__ = [
    "CHUNK",
    "Pass",
    "add_standing",
    "capped",
    "census",
    "derive_systems",
    "flush",
    "sorted_by_deriving",
    "where",
]

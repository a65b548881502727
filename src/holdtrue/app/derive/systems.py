"""Derives systems: loads their neighbourhoods, asks the practices that read what changed, stores and counts the difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.derive.caps import cap_names, stored_caps
from holdtrue.app.derive.views import context_ids, scopes
from holdtrue.core.claims.base import ANYTHING
from holdtrue.core.packing import pack, unpack
from holdtrue.core.practices import Library
from holdtrue.core.scoring import UNSORTED, members, population, target_level
from holdtrue.core.standing import Standing as Held
from holdtrue.core.standing import derive_system, shared_parts
from holdtrue.core.tally import Counts, Place, spans, variant_of
from holdtrue.core.verdicts import State
from holdtrue.store import tallies, units
from holdtrue.store.models import Organisation, Standing, StandingChange

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Read
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact
    from holdtrue.core.register import Register
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.loading import Loaded

CHUNK = 200
LEVEL = {"declared": 1, "documented": 2, "operational": 3, "measured": 4}
Stands = Mapping[str, Held | None]


@dataclass(slots=True)
class Pass:
    """One pass over what an action touched."""

    organisation: Organisation
    library: Library
    day: Day
    entry: int
    counts: Counts = field(default_factory=Counts)
    changes: list[StandingChange] = field(default_factory=list)
    lines: Counter[str] = field(default_factory=Counter)
    """'practice: old → new' → in how many scopes."""
    context: list[int] = field(default_factory=list)
    branches: dict[int, tuple[int, ...]] = field(default_factory=dict)
    caps: Mapping[str, Verdict] | None = None
    """The organisation-wide parts as stored before this pass."""

    def units_of(self, unit: int) -> tuple[int, ...]:
        """A unit with those above it, lowest first, looked up once."""
        if not unit:
            return ()
        found = self.branches.get(unit)
        if found is None:
            found = self.branches[unit] = units.branch(self.organisation.pk, unit)
        return found

    def around(self) -> list[int]:
        """Row ids every scope's facts are read with, looked up once."""
        if not self.context:
            self.context = context_ids(self.organisation.pk)
        return self.context


def capped(library: Library) -> Mapping[str, tuple[bool, ...]]:
    """Return for each system practice which of its levels hang on an organisation-wide part."""
    found = _CAPPED.get(library.digest)
    if found is None:
        found = _CAPPED[library.digest] = {
            p.id: tuple(part is not None for part in shared_parts(p)) for p in library.of_system
        }
    return found


_CAPPED: dict[str, Mapping[str, tuple[bool, ...]]] = {}


def derive_systems(
    current: Pass, rows: Sequence[int], only: frozenset[Read] | None, causes: Mapping[int, int] | None = None
) -> list[tuple[Loaded, Register, list[int]]]:
    """Derive these systems and store what differs. Returns the registers used, so that members are read from the same facts."""
    used = []
    for start in range(0, len(rows), CHUNK):
        chunk = list(rows[start : start + CHUNK])
        loaded, register = scopes(current.organisation.pk, chunk, day=current.day, context=current.around())
        stored = {s.scope_id: s for s in Standing.rows.of(current.organisation.pk).filter(scope_id__in=chunk)}
        fresh: list[Standing] = []
        revised: list[Standing] = []
        for row in chunk:
            uid = loaded.uid_of.get(row)
            was = stored.get(row)
            if uid is None:
                _forget(current, was)
                continue
            row_standing = _derive(current, register, loaded, uid, was, only, (causes or {}).get(row))
            if row_standing is not None:
                (revised if was else fresh).append(row_standing)
        Standing.rows.add(fresh)
        if revised:
            Standing.rows.of(current.organisation.pk).bulk_update(revised, _COLUMNS, batch_size=100)
        used.append((loaded, register, chunk))
    return used


_COLUMNS = ["packed", "tier", "population", "weight", "use", "in_scope", "unit", "worst", "next_change", "rules", "entry"]


def _derive(
    current: Pass,
    register: Register,
    loaded: Loaded,
    uid: str,
    was: Standing | None,
    only: frozenset[Read] | None,
    cause: int | None,
) -> Standing | None:
    view = register.system_scope(uid)
    now = _where(loaded, view.scope)
    before: Stands = unpack(bytes(was.packed)) if was else {}
    moved = was is None or _stored(was) != now
    derived = derive_system(current.library.of_system, view, only=None if moved else only)
    after = derived if moved or only is None or ANYTHING in only else {**before, **derived}
    if not moved and before == after:
        return None
    _count(current, before, after, _stored(was) if was else None, now)
    _note_changes(current, loaded.id_of[uid], before, after, cause)
    row = was or Standing(organisation_id=current.organisation.pk, scope_id=loaded.id_of[uid])
    row.packed = pack(after)
    row.tier, row.use, row.in_scope = now.tier, now.use, now.in_scope
    row.population, row.weight, row.unit_id = now.population, now.weight, now.unit or None
    row.worst, row.next_change = summary(current.library, current.organisation.profile, after, current.day)
    row.rules, row.entry = current.library.digest, current.entry
    return row


def _forget(current: Pass, was: Standing | None) -> None:
    """A retired system leaves every count."""
    if was is None:
        return
    _count(current, unpack(bytes(was.packed)), {}, _stored(was), None)
    Standing.rows.of(current.organisation.pk).filter(scope_id=was.scope_id).delete()


@dataclass(frozen=True, slots=True)
class Where:
    """What decides where a system is counted."""

    tier: str
    use: str
    in_scope: bool
    population: str
    weight: int
    unit: int


def _where(loaded: Loaded, system: Fact) -> Where:
    counted = population(system.fields) or ("", 0)
    units = system.links.get("unit", ())
    return Where(
        tier=str(system.fields.get("tier") or ""),
        use=str(system.fields.get("use") or ""),
        in_scope=system.fields.get("in_scope") is not False,
        population=counted[0],
        weight=counted[1],
        unit=loaded.id_of.get(units[0], 0) if units else 0,
    )


def _stored(was: Standing) -> Where:
    return Where(was.tier, was.use, was.in_scope, was.population, was.weight, was.unit_id or 0)


def _count(current: Pass, before: Stands, after: Stands, was: Where | None, now: Where | None) -> None:
    """Take the old standing out of the tallies and put the new one in; what did not change is left alone unless it moved."""
    moved = was != now
    if moved:
        for sign, where in ((-1, was), (1, now)):
            if where is not None:
                census = Place(f"{where.tier or UNSORTED}/{where.use or '-'}", 0, current.units_of(where.unit))
                current.counts.census(sign, census, in_scope=where.in_scope)
    for practice in {**before, **after}:
        old, new = before.get(practice), after.get(practice)
        if old == new and not moved:
            continue
        caps = capped(current.library)[practice]
        for sign, stands, where in ((-1, old, was), (1, new, now)):
            if stands is not None and where is not None and where.population:
                place = Place(where.population, where.weight, current.units_of(where.unit))
                add_standing(current.counts, sign, practice, stands, caps, place, current.organisation.base_day)


def add_standing(
    counts: Counts, sign: int, practice: str, stands: Held, caps: Sequence[bool], place: Place, base: Day
) -> None:
    """Count a practice, and apart the scopes that a law brings it into, by the day it does."""
    counts.add(sign, practice, stands.rungs, caps, place, base)
    if stands.joined is not None:
        counts.add(sign, f"{practice}@{stands.joined}", stands.rungs, caps, place, base)


def _note_changes(current: Pass, row: int, before: Stands, after: Stands, cause: int | None) -> None:
    for practice, new in after.items():
        old = before.get(practice)
        variant = _variant(current, practice)
        old_level, old_until, _ = reached(old, current.day, practice_caps=variant)
        level, until, state = reached(new, current.day, practice_caps=variant)
        if old_level == level and (level == 0 or old_until == until):
            continue
        if old_level != level:
            current.lines[f"{practice}: {old_level} → {level}"] += 1
        current.changes.append(
            StandingChange(
                organisation_id=current.organisation.pk,
                scope_id=row,
                practice=practice,
                old=old_level,
                new=level,
                old_until=old_until,
                new_until=until,
                state=state,
                day=current.day,
                entry=current.entry,
                cause_id=cause,
            )
        )


NEUTRAL: tuple[Sequence[bool], int] = ((False,) * 4, 0)
"""Organisation-wide parts taken as holding: what a scope's own records give."""


def _variant(current: Pass, practice: str) -> tuple[Sequence[bool], int]:
    """Which levels hang on an organisation-wide part, and which of those parts fail today."""
    if current.caps is None:
        current.caps = stored_caps(current.organisation.pk)
    levels = capped(current.library)[practice]
    names = cap_names(current.library.by_id[practice])
    failing = {n: not _cap_holds(current.caps.get(name or ""), current.day) for n, name in enumerate(names) if name}
    return levels, variant_of(levels, failing)


def _cap_holds(cap: Verdict | None, day: Day) -> bool:
    return cap is not None and cap.holds(day)


def reached(
    stands: Held | None, day: Day, *, practice_caps: tuple[Sequence[bool], int] = NEUTRAL
) -> tuple[int, Day, int]:
    """Return (level, until, state of the next level), by the organisation-wide parts as given."""
    level, until = 0, 0
    if stands is None:
        return 0, 0, int(State.HOLDS)
    for span, rung in zip(spans(stands.rungs, *practice_caps), stands.rungs, strict=True):
        if not span.opens <= day < span.until:
            return level, until, int(_state(rung.opens, rung.high, rung.high_best, rung.cause, day))
        level, until = span.level, span.until
    return level, until, int(State.HOLDS)


def _state(opens: Day, until: Day, best: Day, cause: State, day: Day) -> State:
    if opens <= day < until:
        return State.HOLDS
    if until <= day < best:
        return State.UNKNOWN
    return State.LAPSED if 0 < until <= day else cause


def summary(library: Library, profile: str, stands: Stands, day: Day) -> tuple[int, Day]:
    """Return the worst state at the profile's target and the first day on which a level reached today ends (0 for none)."""
    worst, first = int(State.HOLDS), 0
    joined = [p for p, held in stands.items() if held and held.joined is not None and held.joined <= day]
    wanted = members(library, profile, joined)
    for practice, held in stands.items():
        if held is None or practice not in wanted:
            continue
        level, until, state = reached(held, day)
        if level < LEVEL[target_level(library, profile, practice)]:
            worst = min(worst, state)
        if level and until < 10_000_000 and (not first or until < first):
            first = until
    return worst, first


def flush(current: Pass) -> None:
    """Write counts and changes gathered in this pass."""
    tallies.apply(current.organisation.pk, current.counts)
    current.counts = Counts()
    if current.changes:
        StandingChange.rows.add(current.changes)
        current.changes = []

"""Keeps what is owed in step with the standing: which scopes ask something of whom, and how soon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from holdtrue.app.derive.asked import index_of, parts_of
from holdtrue.core.claims.base import Flag, Part
from holdtrue.core.claims.quantified import Each, Share
from holdtrue.core.claims.settled import Settled
from holdtrue.core.content import by_edition
from holdtrue.core.duties import (
    MEMBER,
    NO_DUTY,
    NO_END,
    OVERSEER,
    OWNER,
    SORT,
    Duty,
    of_members,
    of_system,
)
from holdtrue.core.kinds import KINDS
from holdtrue.core.packing import unpack
from holdtrue.core.practices import LEVELS, Library, Practice, library
from holdtrue.core.standing import prepare
from holdtrue.core.verdicts import State
from holdtrue.store import loading, owed, standings
from holdtrue.store.owed import Line, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.derive.systems import Pass
    from holdtrue.app.derive.touch import Touch
    from holdtrue.core.claims.base import Row
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation
    from holdtrue.store.standings import Kept, Where

    Ends = Sequence[tuple[Day, State]]

Duties = Mapping[str, Duty]
_CHUNK = 500
_STATES = tuple(State)
RELATIONS = tuple(sorted({OVERSEER, *(k.owner_field for k in KINDS.values() if k.owner_field)}))
"""Relations by which records name whoever answers for them."""


class Asked(NamedTuple):
    """A part of an organisation's practice whose members each ask something of whoever answers for them."""

    practice: Practice
    level: int
    """1 to 4."""
    part: Part


def parts_asked(rules: Library, profile: str) -> Mapping[str, Asked]:
    """Return the parts that ask something of each member, by id: each, share and settled, up to the level wanted."""
    return _parts_asked(rules.digest, profile)


@by_edition
def _parts_asked(digest: str, profile: str) -> Mapping[str, Asked]:
    del digest  # names the rules in the cache
    rules = library()
    found: dict[str, Asked] = {}
    wanted = rules.profiles[profile]
    for practice in rules.of_organization:
        if practice.id not in wanted.members:
            continue
        target = LEVELS.index(wanted.target(practice.id)) + 1
        for n, level in enumerate(prepare(practice).levels[:target], start=1):
            for part in parts_of(level.claim):
                if isinstance(part, (Each, Share, Settled)):
                    found.setdefault(part.id, Asked(practice, n, part))
    return found


def duties_of(asked: Duties, where: Where) -> Duties:
    """Return what one system asks of each role; `asked` is what its standing does once it is sorted and in use."""
    if not where.tier:
        return {SORT: Duty(NO_END, 1, 1)} if where.in_scope and where.use != "ended" else {}
    return asked if where.population else {}


def refresh(current: Pass, touched: Sequence[Touch]) -> None:
    """Bring the rows of what this pass derived, or touched, up to date. Five queries beside what it writes, or none."""
    pk = current.organisation.pk
    owing = {
        "system",
        *(asked.part.kind for asked in parts_asked(library(), current.organisation.profile).values()),
    }
    scopes = {*current.owing, *(t.row for t in touched if t.kind in owing)}
    if current.members:
        scopes.update(current.rows[uid] for uid in current.members if uid in current.rows)
        others = current.members - current.rows.keys()
        scopes.update(owed.rows_named(pk, others) if others else ())
    ordered = sorted(scopes)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        stored = [row for row in chunk if row not in current.fresh]
        before = owed.lines(pk, stored) if stored else {}
        known = owed.places(pk, chunk, RELATIONS)
        duties = {row: current.owing[row] if row in current.owing else _kept(before, row) for row in known}
        owed.change(pk, before, _lines(known, duties, _rows_of(current.organisation, known)))


def _kept(before: Mapping[tuple[int, str], Line], row: int) -> Duties:
    """What a system that was not derived again asks, as it stands."""
    return {
        role: Duty(line.due, line.undone, line.n)
        for (scope, role), line in before.items()
        if scope == row and role != MEMBER
    }


def _rows_of(organisation: Organisation, known: Mapping[int, Place]) -> Mapping[str, Ends]:
    asked = parts_asked(library(), organisation.profile)
    uids = [p.uid for p in known.values() if _asks_as_member(p)]
    found = owed.members(organisation.pk, uids, list(asked)) if uids else {}
    return {uid: [(until, _STATES[cause]) for _, until, cause in rows] for uid, rows in found.items()}


def _lines(
    known: Mapping[int, Place], duties: Mapping[int, Duties], rows: Mapping[str, Ends]
) -> Iterable[Line]:
    for row, place in known.items():
        if not place.standing:
            continue
        for role, duty in duties.get(row, {}).items():
            yield Line(row, role, _person(place, row, role), place.unit, *duty.since(place.recorded))
        own = of_members(rows.get(place.uid, ())) if _asks_as_member(place) else NO_DUTY
        if own.n:
            yield Line(row, MEMBER, _person(place, row, MEMBER), place.unit, *own)


def _asks_as_member(place: Place) -> bool:
    """Systems ask as members once they are sorted and in operation."""
    return place.standing and (place.kind != "system" or bool(place.tier and place.population))


def _person(place: Place, row: int, role: str) -> int:
    """Row id of who answers for a scope in a role; 0 where it names nobody, or a role of the firm answers."""
    if place.kind == "person":
        return row
    if role == OVERSEER:
        return place.people.get(OVERSEER) or place.people.get("owner", 0)
    if role in (OWNER, SORT, MEMBER):
        return place.people.get(KINDS[place.kind].owner_field or "", 0)
    return 0


def owe_everything(organisation: Organisation) -> None:
    """Forget every row and work them all out again from stored standing and member rows; no verdict is derived."""
    owed.clear(organisation.pk)
    for lines in everything(organisation):
        owed.put(organisation.pk, lines)
    owed.recount(organisation.pk)


def owe_others(organisation: Organisation) -> None:
    """Add the rows of members that are no systems; the counts are left alone."""
    for lines in everything(organisation, systems=False):
        owed.put(organisation.pk, lines)


def everything(organisation: Organisation, *, systems: bool = True) -> Iterable[list[Line]]:
    """Give out what everything stored asks, by chunks; reads only."""
    pk, rules = organisation.pk, library()
    targets = index_of(rules).targets(organisation.profile)
    kinds = {asked.part.kind for asked in parts_asked(rules, organisation.profile).values()} - {"system"}
    rows = loading.of_kinds(pk, sorted((kinds & KINDS.keys()) | ({"system"} if systems else set())))
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        duties = {
            row: duties_of(of_system(rules, organisation.profile, targets, unpack(kept.packed)), kept.where)
            for row, kept in standings.kept(pk, chunk).items()
        }
        known = owed.places(pk, chunk, RELATIONS)
        yield list(_lines(known, duties, _rows_of(organisation, known)))


def owed_by(
    organisation: Organisation,
    kept: Sequence[Kept],
    duties: Mapping[int, Duties],
    rows: Mapping[tuple[str, str], Row | None],
) -> list[Line]:
    """Return what systems just derived ask, before anything is stored; `duties` by system, `rows` by (part, uid)."""
    rules, profile = library(), organisation.profile
    places = owed.places(organisation.pk, [one.scope for one in kept], RELATIONS)
    known = {
        one.scope: places[one.scope]._replace(tier=one.where.tier, population=one.where.population)
        for one in kept
    }
    asked = parts_asked(rules, profile)
    ends: dict[str, list[tuple[Day, State]]] = {}
    for (part, uid), row in rows.items():
        if row is not None and row.flag == Flag.MEMBER and part in asked:
            ends.setdefault(uid, []).append((row.until, row.cause))
    return list(_lines(known, duties, ends))


__all__ = [
    "RELATIONS",
    "Asked",
    "duties_of",
    "everything",
    "owe_everything",
    "owe_others",
    "owed_by",
    "parts_asked",
    "refresh",
]

"""Derives everything from scratch and holds it against what is stored: standing, members and counts must agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.app.derive import owing
from holdtrue.app.derive.members import by_kind
from holdtrue.app.derive.systems import CHUNK, Pass, add_standing, capped
from holdtrue.app.derive.views import catalog_facts, organisation_record, scopes
from holdtrue.app.derive.whole import CAP, shared_claims, whole_register
from holdtrue.core.packing import unpack
from holdtrue.core.practices import library
from holdtrue.core.register.neighbourhood import BELONGS, belongs_to_organization
from holdtrue.core.scoring import UNSORTED
from holdtrue.core.standing import derive_organization, derive_system, prepare
from holdtrue.core.tally import Counts, Place
from holdtrue.store import loading, members, owed, tallies
from holdtrue.store.models import Member, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from holdtrue.app.derive.alike import Stands
    from holdtrue.core.claims.base import Part, Row
    from holdtrue.core.days import Day
    from holdtrue.core.register import Register
    from holdtrue.core.standing import Standing as Held
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.models import Organisation


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where what is stored is not what the facts give."""

    what: str
    """standing, member, tally or owed."""
    where: str
    """The scope's ref or uid, the part and member, or the cell."""
    stored: str
    derived: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: how much was derived, and the first differences (at most 20)."""

    scopes: int
    members: int
    cells: int
    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Whether everything agrees."""
        return not self.differences


_MOST = 20
Spans = tuple[int, ...]


def check_standing(organisation: Organisation, day: Day) -> Checked:
    """Derive from scratch and compare; reads only. Spans must be equal from the day on, whenever they were stored.

    What ended before it ripened is stored as never, and derived once it lapsed as ended: neither holds any more.
    """
    current = Pass(organisation, library(), day, 0)
    found: list[Difference] = []
    counts = Counts()
    seen_members: set[tuple[str, str]] = set()
    systems = loading.of_kinds(organisation.pk, ("system",))
    for start in range(0, len(systems), CHUNK):
        chunk = systems[start : start + CHUNK]
        loaded, register = scopes(organisation.pk, chunk, day=day, context=current.around(), in_full=True)
        stored = {s.scope_id: s for s in Standing.rows.of(organisation.pk).filter(scope_id__in=chunk)}
        for row in chunk:
            found += _system(current, register, loaded.uid_of[row], stored.get(row), counts)
        uids = [loaded.uid_of[row] for row in chunk]
        found += _members(current, register, by_kind(current.library).get("system", ()), uids, seen_members)
    found += _other_members(current, seen_members)
    found += _left_over(organisation, seen_members)
    found += _whole(current)
    found += _tallies(organisation, counts)
    found += _owed(organisation)
    cells, held = tallies.everything(organisation.pk)
    return Checked(len(systems) + 1, len(seen_members), len(cells) + len(held), tuple(found[:_MOST]))


def _system(
    current: Pass, register: Register, uid: str, stored: Standing | None, counts: Counts
) -> Iterator[Difference]:
    view = register.system_scope(uid)
    derived = derive_system(current.library.of_system, view)
    ref = view.scope.ref
    if stored is None:
        yield Difference("standing", ref, "none", "one")
        return
    kept = unpack(bytes(stored.packed))
    yield from _compare(ref, kept, derived, current.day)
    _recount(current, stored, kept, counts)


def _compare(ref: str, stored: Stands, derived: Stands, day: Day) -> Iterator[Difference]:
    for practice in sorted({*stored, *derived}):
        was, now = _spans(stored.get(practice), day), _spans(derived.get(practice), day)
        if was != now:
            yield Difference("standing", f"{ref} {practice}", str(was), str(now))


def _spans(held: Held | None, day: Day) -> tuple[Spans, ...] | None:
    if held is None:
        return None
    return tuple(_since(day, r.opens, r.low, r.high, r.low_best, r.high_best) for r in held.rungs)


def _since(day: Day, opens: int, *ends: int) -> Spans:
    """A span with its ends, as it can be told apart on any day from this one on."""
    left = [end if end > day else 0 for end in ends]
    return (opens if any(left) else 0, *left)


def _recount(current: Pass, stored: Standing, kept: Stands, counts: Counts) -> None:
    units = current.units_of(stored.unit_id or 0)
    census = Place(f"{stored.tier or UNSORTED}/{stored.use or '-'}", 0, units)
    counts.census(1, census, in_scope=stored.in_scope)
    if not stored.population:
        return
    place = Place(stored.population, stored.weight, units)
    for practice, held in kept.items():
        if held is not None:
            caps = capped(current.library)[practice]
            add_standing(counts, 1, practice, held, caps, place, current.organisation.base_day)


def _members(
    current: Pass, register: Register, parts: Sequence[Part], uids: Sequence[str], seen: set[tuple[str, str]]
) -> Iterator[Difference]:
    view = register.organization_scope()
    derived: dict[tuple[str, str], Row] = {}
    for uid in uids:
        member = register.get(uid)
        if member is None:
            continue
        for part in parts:
            if part.kind in BELONGS and not belongs_to_organization(register, member):
                continue
            row = part.verdict(view, member)
            if row is not None:
                derived[part.id, uid] = row
    seen |= set(derived)
    stored = members.kept(current.organisation.pk, derived)
    for key, row in derived.items():
        was = stored.get(key)
        if was is None or _ends(was) != _ends(row):
            yield Difference("member", f"{key[0]} {key[1]}", str(was and _ends(was)), str(_ends(row)))


def _ends(row: Row) -> tuple[object, ...]:
    return (row.until, row.best, int(row.flag), row.event, row.number)


def _other_members(current: Pass, seen: set[tuple[str, str]]) -> Iterator[Difference]:
    pk = current.organisation.pk
    for kind, parts in by_kind(current.library).items():
        if kind == "system":
            continue
        catalog = [f.uid for f in catalog_facts() if f.kind == kind]
        speaking = {"annex_control": ("applicability",), "requirement": ("audit",)}
        rows = loading.of_kinds(pk, speaking.get(kind, (kind,)))
        for start in range(0, max(len(rows), 1), CHUNK):
            chunk = rows[start : start + CHUNK] if not catalog else rows
            loaded, register = scopes(pk, chunk, day=current.day, context=current.around(), in_full=True)
            uids = catalog or [loaded.uid_of[row] for row in chunk]
            yield from _members(current, register, parts, uids, seen)
            if catalog:
                break


def _left_over(organisation: Organisation, seen: set[tuple[str, str]]) -> Iterator[Difference]:
    rows = Member.rows.of(organisation.pk).values_list("part", "member").iterator(chunk_size=5_000)
    for key in rows:
        if key not in seen:
            yield Difference("member", " ".join(key), "one", "none")


def _whole(current: Pass) -> Iterator[Difference]:
    scope = organisation_record(current.organisation.pk)
    stored = Standing.rows.of(current.organisation.pk).filter(scope=scope).first()
    kept = unpack(bytes(stored.packed)) if stored else {}
    claims = [level.claim for p in current.library.of_organization for level in prepare(p).levels]
    caps = shared_claims(current.library)
    view = whole_register(current, [*claims, *caps], scope.pk, in_full=True).organization_scope()
    derived: dict[str, Any] = {
        name: None if held is None else held.verdicts
        for name, held in derive_organization(current.library.of_organization, view).items()
    }
    derived.update({CAP + claim.id: (claim.evaluate(view),) for claim in caps})
    for name, verdicts in derived.items():
        was = kept.get(name)
        ends = (
            None
            if was is None
            else tuple(
                _since(current.day, r.opens, r.high, r.high_best) for r in was.rungs[: len(verdicts or ())]
            )
        )
        now = None if verdicts is None else _verdict_ends(verdicts, current.day)
        if ends != now:
            yield Difference("standing", f"{scope.ref} {name}", str(ends), str(now))


def _verdict_ends(verdicts: Iterable[Verdict], day: Day) -> tuple[Spans, ...]:
    return tuple(_since(day, v.opens, v.until, v.best) for v in verdicts)


def _tallies(organisation: Organisation, counts: Counts) -> Iterator[Difference]:
    cells, held = tallies.everything(organisation.pk)
    counted = {key: (n, points) for key, n, points in counts.cell_rows()}
    totals = {key: (n, points) for key, n, points in counts.held_rows()}
    yield from _unequal(cells, counted)
    yield from _unequal(held, totals)


def _owed(organisation: Organisation) -> Iterator[Difference]:
    """What is owed, and how much of it lies alike, as the stored standing and members give it."""
    stored, counted = owed.everything(organisation.pk)
    derived = {line for lines in owing.everything(organisation) for line in lines}
    for line in sorted(stored ^ derived):
        pair = ("one", "none") if line in stored else ("none", "one")
        yield Difference("owed", str(tuple(line)), *pair)
    alike = Counter(place for line in derived for place in owed.alike(line))
    for key in sorted({*counted, *alike}):
        if counted.get(key, 0) != alike.get(key, 0):
            yield Difference("owed", str(key), str(counted.get(key, 0)), str(alike.get(key, 0)))


def _unequal(
    stored: Mapping[Any, tuple[int, int]], derived: Mapping[Any, tuple[int, int]]
) -> Iterator[Difference]:
    for key in {*stored, *derived}:
        if stored.get(key) != derived.get(key):
            yield Difference("tally", str(key), str(stored.get(key)), str(derived.get(key)))


__all__ = ["Checked", "Difference", "check_standing"]

"""Derives everything from the facts alone: for a register written in bulk, and after rules changed."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.derive.alike import Alikes, Common
from holdtrue.app.derive.asked import index_of
from holdtrue.app.derive.members import judged, refresh
from holdtrue.app.derive.owing import duties_of, owe_others, owed_by
from holdtrue.app.derive.run import advance
from holdtrue.app.derive.systems import (
    Pass,
    add_standing,
    census,
    flush,
    sorted_by_deriving,
    where,
)
from holdtrue.app.derive.touch import Touch
from holdtrue.app.derive.views import scopes
from holdtrue.app.derive.whole import derive_whole
from holdtrue.app.rules import follow
from holdtrue.core.packing import opened
from holdtrue.core.practices import library
from holdtrue.core.standing import derive_system
from holdtrue.core.tally import Place
from holdtrue.store import loading, members, owed, reading, sortkeys, standings, tallies
from holdtrue.store.standings import Kept, Where
from holdtrue.store.workers import workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

    Progress = Callable[[int, int], None]

CHUNK = 250
_SEVERAL = 2
_MOST_LOTS = 100_000
_MOST_CELLS = 200_000
Lot = tuple[str, bytes, Where]
"""A practice's segment and where it is counted: many systems share one."""


@dataclass(slots=True)
class Batch:
    """What some systems come to, ready to be stored."""

    standings: list[Kept] = field(default_factory=list)
    members: list[members.Values] = field(default_factory=list)
    lots: Counter[Lot] = field(default_factory=Counter)
    owed: list[owed.Line] = field(default_factory=list)
    sorts: dict[int, Mapping[str, str]] = field(default_factory=dict)
    """By system: what lists put it in the order of that follows from other records."""


def derive_everything(
    organisation: Organisation, *, day: Day, entry: int, processes: int = 1, progress: Progress | None = None
) -> None:
    """Forget every stored standing, row and count, and derive them again. Call in a transaction, the log locked.

    With several processes the facts must be committed: the others read them over connections of their own.
    """
    current = Pass(organisation, library(), day, entry)
    advance(organisation, day)
    tallies.clear(organisation.pk)
    members.clear(organisation.pk)
    standings.clear(organisation.pk)
    owed.clear(organisation.pk)
    systems = loading.of_kinds(organisation.pk, ("system",))
    lots: Counter[Lot] = Counter()
    done = 0
    if progress:
        progress(done, len(systems))
    for batch in _batches(current, systems, processes):
        standings.write(organisation.pk, batch.standings, entry=entry)
        sortkeys.derived(organisation.pk, batch.sorts)
        members.put(batch.members)
        owed.put(organisation.pk, batch.owed)
        for kept in batch.standings:
            census(current.counts, 1, kept.where, current.units_of(kept.where.unit))
        lots.update(batch.lots)
        if len(lots) > _MOST_LOTS:
            _count(current, lots)
        done += len(batch.standings)
        if progress:
            progress(done, len(systems))
    _count(current, lots)
    flush(current)
    members.recount(organisation.pk)
    derive_others(current)
    owe_others(organisation)
    owed.recount(organisation.pk)


def derive_others(current: Pass) -> None:
    """Derive the members that are no systems, and the organisation itself, asking everything."""
    rows = reading.of_kinds(current.organisation.pk, [k for k in current.index.by_kind if k != "system"])
    refresh(current, [Touch(r.pk, r.uid, r.kind, (r.key,)) for r in rows], (), reads=None)
    derive_whole(current, (), None)
    flush(current)


def _batches(current: Pass, systems: Sequence[int], processes: int) -> Iterator[Batch]:
    organisation, context = current.organisation, current.around()
    chunks = [list(systems[start : start + CHUNK]) for start in range(0, len(systems), CHUNK)]
    if processes < _SEVERAL or len(chunks) < _SEVERAL:
        for chunk in chunks:
            yield derive_batch(organisation, current.day, chunk, context, known=current.alikes)
        return
    with workers(processes, _begin, organisation, current.day, context) as pool:
        yield from pool.imap_unordered(_derived, chunks)


def derive_batch(
    organisation: Organisation,
    day: Day,
    rows: Sequence[int],
    context: Sequence[int],
    *,
    known: Alikes | None = None,
) -> Batch:
    """Derive some systems, their member rows and what they owe; reads only. `known` goes on from batch to batch."""
    rules = library()
    known = known or Alikes(rules, organisation.profile, day)
    loaded, register = scopes(organisation.pk, rows, day=day, context=context)
    made = Batch()
    common: dict[int, Common] = {}
    alike: Counter[tuple[int, Where]] = Counter()
    uids = []
    for row in rows:
        uid = loaded.uid_of.get(row)
        if uid is None:
            continue
        uids.append(uid)
        view = register.system_scope(uid)
        one = common[row] = known.of(derive_system(rules.of_system, view))
        place = where(loaded, view.scope)
        made.sorts[row] = sorted_by_deriving(register, uid)
        made.standings.append(Kept(row, one.packed, place, one.worst, one.next_change, rules.digest))
        if place.population:
            alike[id(one), place._replace(tier="", use="", in_scope=True)] += 1
    shared = {id(one): one for one in common.values()}
    for (number, place), times in alike.items():
        stands, segments = shared[number].stands, shared[number].segments
        for practice, segment in segments.items():
            if stands[practice] is not None:
                made.lots[practice, segment, place] += times
    rows_of = judged(register, index_of(rules).of_systems(None), uids)
    made.members = [
        members.values(organisation.pk, *key, row) for key, row in rows_of.items() if row is not None
    ]
    duties = {one.scope: duties_of(common[one.scope].duties, one.where) for one in made.standings}
    made.owed = owed_by(organisation, made.standings, duties, rows_of)
    return made


def _count(current: Pass, lots: Counter[Lot]) -> None:
    """Add the lots to the counts, each as many times as it stands, and begin them anew."""
    caps = current.index.capped
    base = current.organisation.base_day
    for (practice, segment, at), times in lots.items():
        stands = opened(segment)
        if stands is None:
            continue
        place = Place(at.population, at.weight, current.units_of(at.unit))
        add_standing(current.counts, times, practice, stands, caps[practice], place, base)
        if len(current.counts.cells) > _MOST_CELLS:
            flush(current)
    lots.clear()


@dataclass(slots=True)
class _At:
    """What one worker process derives for."""

    organisation: Organisation
    day: Day
    context: Sequence[int]
    known: Alikes


_HERE: list[_At] = []


def _begin(organisation: Organisation, day: Day, context: Sequence[int]) -> None:
    """Each batch leaves thousands of records in circles: they are swept once it is done, the program itself never."""
    follow(organisation)
    rules = library()
    gc.disable()
    gc.freeze()
    _HERE[:] = [_At(organisation, day, context, Alikes(rules, organisation.profile, day))]


def _derived(rows: Sequence[int]) -> Batch:
    at = _HERE[0]
    batch = derive_batch(at.organisation, at.day, rows, at.context, known=at.known)
    gc.collect()
    return batch


__all__ = ["Batch", "derive_batch", "derive_everything", "derive_others"]

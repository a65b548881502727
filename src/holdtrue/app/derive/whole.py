"""Derives the organisation's own practices and the parts that cap system claims, from stored rows and a few facts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from holdtrue.app.derive.asked import direct_reads, index_of, parts_of
from holdtrue.app.derive.caps import CAP, cap_names, caps_of
from holdtrue.app.derive.members import beside
from holdtrue.app.derive.views import organisation_record, register_of
from holdtrue.core.claims.base import ANYTHING, Flag
from holdtrue.core.packing import joined, opened, packed, split
from holdtrue.core.register.neighbourhood import WIDE
from holdtrue.core.rungs import plain
from holdtrue.core.standing import Standing as Held
from holdtrue.core.standing import derive_organization, levels
from holdtrue.store import loading, reach, standings
from holdtrue.store.members import StoredCounts, StoredPool, read_ahead
from holdtrue.store.standings import Change, Kept, Where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from holdtrue.app.derive.systems import Pass
    from holdtrue.app.derive.touch import Touch
    from holdtrue.core.claims.base import Claim, Part, Read
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Library
    from holdtrue.core.register import Register
    from holdtrue.core.rungs import Rungs
    from holdtrue.core.verdicts import Verdict

_LARGE = frozenset({"system", "person", "supplier"})
"""Kinds read through stored rows only; a holder is found by way of the role."""
_TAGGED = ("evidence", "indicator")
_BY_PRACTICE = ("declaration", "finding")
_COVERING = frozenset({"audit", "envelope"})
"""Kinds whose records cover others."""


def derive_whole(
    current: Pass, changed: Collection[str], reads: frozenset[Read] | None, touched: Sequence[Touch] = ()
) -> None:
    """Ask again what rests on changed rows or on what was touched, and store the organisation's standing.

    `reads` None asks everything.
    """
    organisation = current.organisation
    seen = reads if reads is None else _seen(current, reads, touched)
    practices, caps = current.index.concerned(changed, seen)
    if not practices and not caps:
        return
    stored = current.whole()
    scope = stored.scope if stored else organisation_record(organisation.pk).pk
    claims = [c for _, whole in practices for c in whole.claims]
    view = whole_register(current, [*claims, *caps], scope).organization_scope()
    fresh: dict[str, Held | None] = {}
    for practice, held in derive_organization([p for p, _ in practices], view).items():
        fresh[practice] = None if held is None else Held(_rungs(held.verdicts), held.joined)
    for claim in caps:
        fresh[CAP + claim.id] = Held(_rungs((claim.evaluate(view),) * 4), None)
    current.evaluated += len(fresh)
    _put(current, scope, stored, fresh, everything=reads is None)


def _seen(current: Pass, reads: frozenset[Read], touched: Sequence[Touch]) -> frozenset[Read]:
    """What of it the organisation's scope reads directly: of evidence only its own; '*' where an audit covers it."""
    pk = current.organisation.pk
    evidence = [t for t in touched if t.kind in _TAGGED]
    asked = current.index.direct & reads if evidence else frozenset()
    found = reads
    if evidence and (asked or any(not tag for kind, tag in reads if kind in _TAGGED)):
        own = reach.own(pk, [t.row for t in evidence], WIDE)
        # what was there before may have been the organisation's until this very action gave it to a system
        if not own and all(t.fresh for t in evidence):
            found = frozenset(read for read in reads if read[0] not in _TAGGED)
    elif evidence:
        found = frozenset(read for read in reads if read[0] not in _TAGGED)
    # nothing is linked to the one record that an action added
    rows = [] if len(touched) == 1 and touched[0].fresh else [t.row for t in touched]
    near = beside(current, rows, _COVERING) if ANYTHING in current.index.direct else []
    if near and reach.covered(pk, near):
        found |= {ANYTHING}
    return found


def _put(
    current: Pass, scope: int, stored: Kept | None, fresh: Mapping[str, Held | None], *, everything: bool
) -> None:
    before = split(stored.packed) if stored else {}
    made = {name: packed(name, held) for name, held in fresh.items()}
    after = made if everything else {**before, **made}
    changed = [name for name in made if before.get(name) != made[name]]
    if after == before and stored and stored.rules == current.library.digest:
        return
    _note(
        current, scope, {n: opened(before[n]) for n in changed if n in before}, {n: fresh[n] for n in changed}
    )
    current.felt = True
    kept = Kept(scope, joined(after), Where(), 6, 0, current.library.digest)
    standings.write(current.organisation.pk, [kept], entry=current.entry)


def shared_claims(library: Library) -> list[Claim]:
    """Return the organisation-wide parts of system practices, each once."""
    return [claim for claim, _ in index_of(library).caps]


def verdicts_of(
    held: Held, caps: Mapping[str, Verdict], names: Iterable[str | None], day: int
) -> list[Verdict]:
    """Return the four levels' own verdicts from stored rungs and caps."""
    return [
        rung.verdict(caps.get(name) if name else None, day)
        for rung, name in zip(held.rungs, names, strict=True)
    ]


def whole_register(current: Pass, claims: Sequence[Claim], scope: int, *, in_full: bool = False) -> Register:
    """Load what these claims read directly; members of parts are answered from stored rows.

    Sign-offs that tell nothing about today are read `in_full` only.
    """
    organisation = current.organisation.pk
    reads = {read for claim in claims for read in direct_reads(claim)}
    near = [scope, *rows_read(organisation, reads, current.library)]
    load = partial(loading.neighbourhood, organisation, also=current.around(), standing=not in_full)
    loaded = load(near)
    audits = [loaded.id_of[f.uid] for f in loaded.of_kind("audit")]
    if audits:
        covered = {uid for f in loaded.of_kind("audit") for uid in f.links.get("covers", ())}
        more = [loaded.id_of[uid] for uid in covered if uid in loaded.id_of]
        loaded = load([*near, *audits, *more])
    ahead = [part for claim in claims for part in parts_of(claim)]
    pool = pools(organisation, ahead=ahead, day=current.day)
    return register_of(organisation, loaded, day=current.day, pool=pool)


class Pools:
    """Answers parts from their stored rows, each look-up made once."""

    def __init__(self, organisation_id: int, counts: StoredCounts, known: dict[str, StoredPool]) -> None:
        """Answer for the pools read ahead, and read any other when it is asked for."""
        self._organisation, self.counts, self._known = organisation_id, counts, known
        self.tellers: frozenset[str] = frozenset()
        """uids of the members that tell why a part read ahead does not hold."""

    def __call__(self, part: Part) -> StoredPool:
        """Return what answers the part."""
        found = self._known.get(part.id)
        if found is None:
            found = self._known[part.id] = StoredPool(self._organisation, part.id, self.counts)
        return found


def pools(organisation_id: int, *, ahead: Iterable[Part] = (), day: Day = 0, telling: bool = False) -> Pools:
    """Return what answers a part from its stored rows.

    `ahead` names parts that are going to be asked, on that day: what they all ask first is read together; where they
    are going to tell why, by whom as well.
    """
    counts = StoredCounts(organisation_id)
    made = Pools(organisation_id, counts, {})
    made.tellers = _ahead(made, {part.id: part for part in ahead}, day, telling=telling)
    return made


def _ahead(made: Pools, parts: Mapping[str, Part], day: Day, *, telling: bool) -> frozenset[str]:
    """Read how many members each part has, the ends that decide, and of those that fail which member tells."""
    known = {name: made(part) for name, part in parts.items()}
    if len(known) < _SEVERAL:
        return frozenset()
    made.counts.ahead()
    seen = {name: part for name, part in parts.items() if telling or not known[name].alike}
    asked = {name: k for name, part in seen.items() if (k := part.asks_for(known[name].count(Flag.MEMBER)))}
    ends = [(known[name], [seek]) for name, k in asked.items() for seek in known[name].ends(k)]
    read_ahead([*ends, *((known[name], [known[name].ranked(k)]) for name, k in asked.items() if telling)])
    lacking = {
        name: seeks for name, k in asked.items() if (seeks := known[name].lacking(k, day, telling=telling))
    }
    read_ahead([(known[name], seeks) for name, seeks in lacking.items()])
    failing = [(known[name], day < known[name].nth_best(asked[name])) for name in lacking]
    return frozenset(pool.failing(day, unknown=unknown).member for pool, unknown in failing)


_SEVERAL = 3


def rows_read(
    organisation_id: int, reads: Collection[Read], library: Library, *, beside: Collection[str] = ()
) -> list[int]:
    """Return the row ids of the records these reads are answered from directly, and of kinds wanted beside them."""
    ids: set[int] = set()
    kinds = {kind for kind, _ in reads} - _LARGE - {*_TAGGED, *_BY_PRACTICE, "*", "scope"}
    kinds.update(beside)
    if kinds:
        ids.update(loading.of_kinds(organisation_id, sorted(kinds)))
    wanted = {kind: {tag for read, tag in reads if read == kind} for kind in _TAGGED}
    wanted = {kind: tags | {""} for kind, tags in wanted.items() if tags}
    wanted |= {kind: {p.id for p in library.of_organization} for kind in _BY_PRACTICE}
    found = reach.tagged(organisation_id, wanted)
    ids.update(row for row, kind in found if kind in _BY_PRACTICE)
    ids |= reach.own(organisation_id, [row for row, kind in found if kind in _TAGGED], WIDE)
    return sorted(ids)


def _rungs(verdicts: Iterable[Verdict]) -> Rungs:
    one, two, three, four = (plain(v).rung() for v in verdicts)
    return (one, two, three, four)


def _note(
    current: Pass, scope: int, before: Mapping[str, Held | None], after: Mapping[str, Held | None]
) -> None:
    for practice, held in after.items():
        if practice.startswith(CAP):
            continue
        old, new = _reached(before.get(practice), current.day), _reached(held, current.day)
        if old[:1] == new[:1] and (new[0] == 0 or old[1] == new[1]):
            continue
        if old[0] != new[0]:
            current.lines[f"{practice}: {old[0]} → {new[0]}"] += 1
        current.changes.append(Change(scope, practice, old[0], new[0], old[1], new[1], new[2]))


def _reached(held: Held | None, day: int) -> tuple[int, int, int]:
    if held is None:
        return 0, 0, 6
    found = levels([rung.verdict(None, day) for rung in held.rungs], day)
    return found.level, found.until if found.level else 0, int(found.state)


__all__ = [
    "CAP",
    "cap_names",
    "caps_of",
    "derive_whole",
    "direct_reads",
    "pools",
    "rows_read",
    "shared_claims",
    "verdicts_of",
    "whole_register",
]

"""Derives the organisation's own practices and the parts that cap system claims, from stored rows and a few facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from holdtrue.app.derive.caps import CAP, cap_names, caps_of
from holdtrue.app.derive.systems import Pass
from holdtrue.app.derive.views import organisation_record, register_of
from holdtrue.core.claims.base import Part, Read
from holdtrue.core.packing import pack, unpack
from holdtrue.core.rungs import plain
from holdtrue.core.standing import Standing as Held
from holdtrue.core.standing import derive_organization, levels, prepare, shared_parts
from holdtrue.core.verdicts import Verdict
from holdtrue.store import loading
from holdtrue.store.members import StoredPool
from holdtrue.store.models import Record, Standing, StandingChange

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Claim
    from holdtrue.core.facts import Pool
    from holdtrue.core.practices import Library, Practice
    from holdtrue.core.register import Register

_LARGE = frozenset({"system", "person", "supplier"})
"""Kinds read through stored rows only; a holder is found by way of the role."""
_TAGGED = frozenset({"evidence", "indicator", "declaration", "finding"})


def derive_whole(current: Pass, changed: Collection[str], reads: frozenset[Read] | None) -> None:
    """Ask again what rests on changed rows or on what was touched, and store the organisation's standing.

    `reads` None asks everything.
    """
    organisation = current.organisation
    scope = organisation_record(organisation.pk)
    stored = Standing.rows.of(organisation.pk).filter(scope=scope).first()
    before = unpack(bytes(stored.packed)) if stored else {}
    practices = [p for p in current.library.of_organization if _concerned(_claims(p), changed, reads) or reads is None]
    caps = {c.id: c for c in shared_claims(current.library) if reads is None or _concerned([c], changed, reads)}
    if not practices and not caps:
        return
    register = whole_register(current, [*(c for p in practices for c in _claims(p)), *caps.values()], scope)
    view = register.organization_scope()
    found: dict[str, Held | None] = dict(before)
    for practice, held in derive_organization(practices, view).items():
        found[practice] = None if held is None else Held(_rungs(held.verdicts), held.joined)
    for name, claim in caps.items():
        verdict = claim.evaluate(view)
        found[CAP + name] = Held(_rungs((verdict,) * 4), None)
    if found == before and stored:
        return
    _note(current, scope, before, found)
    row = stored or Standing(organisation_id=organisation.pk, scope=scope)
    row.packed = pack(found)
    row.rules, row.entry = current.library.digest, current.entry
    row.save()


def shared_claims(library: Library) -> list[Claim]:
    """Return the organisation-wide parts of system practices, each once."""
    found = {c.id: c for p in library.of_system for c in shared_parts(p) if c is not None}
    return list(found.values())


def verdicts_of(held: Held, caps: Mapping[str, Verdict], names: Iterable[str | None], day: int) -> list[Verdict]:
    """Return the four levels' own verdicts from stored rungs and caps."""
    return [
        rung.verdict(caps.get(name) if name else None, day) for rung, name in zip(held.rungs, names, strict=True)
    ]


def whole_register(
    current: Pass, claims: Iterable[Claim], scope: Record, *, telling: bool = False, also: Iterable[int] = ()
) -> Register:
    """Load what these claims read directly; members of parts are answered from stored rows."""
    organisation = current.organisation.pk
    reads = {read for claim in claims for read in direct_reads(claim)}
    rows = rows_read(organisation, reads, current.library)
    near = [scope.pk, *rows]
    loaded = loading.neighbourhood(organisation, near, also=[*current.around(), *also]) if near else loading.Loaded()
    audits = [loaded.id_of[f.uid] for f in loaded.of_kind("audit")]
    if audits:
        covered = {uid for f in loaded.of_kind("audit") for uid in f.links.get("covers", ())}
        more = [loaded.id_of[uid] for uid in covered if uid in loaded.id_of]
        loaded = loading.neighbourhood(organisation, [*near, *audits, *more], also=[*current.around(), *also])
    return register_of(organisation, loaded, day=current.day, telling=telling, pool=pools(organisation))


def pools(organisation_id: int) -> Callable[[Part], Pool]:
    """Return the function that answers a part from its stored rows."""

    def pool(part: Part) -> Pool:
        return StoredPool(organisation_id, part.id)

    return pool


def direct_reads(claim: Claim) -> set[Read]:
    """Return what a claim reads other than through stored rows."""
    if isinstance(claim, Part):
        return set()
    children = claim.children() if claim.form not in ("held", "sustained") else ()
    if not children:
        return set(claim.reads())
    return {read for child in children for read in direct_reads(child)}


def rows_read(organisation_id: int, reads: Collection[Read], library: Library) -> list[int]:
    """Return the row ids of the records these reads are answered from directly."""
    rows = Record.rows.of(organisation_id).filter(retired_day__isnull=True)
    ids: set[int] = set()
    kinds = {kind for kind, _ in reads if kind not in _LARGE and kind not in _TAGGED and kind not in ("*", "scope")}
    if kinds:
        ids.update(rows.filter(kind__in=kinds).values_list("pk", flat=True))
    own = {p.id for p in library.of_organization}
    wanted = {(kind, tag) for kind, tag in reads if kind in ("evidence", "indicator")}
    for kind in {kind for kind, _ in wanted}:
        tags = [tag for k, tag in wanted if k == kind]
        ids.update(rows.filter(kind=kind, key__in=tags).values_list("pk", flat=True)[:2_000])
    ids.update(rows.filter(kind__in=("declaration", "finding"), key__in=own).values_list("pk", flat=True))
    return sorted(ids)


def _claims(practice: Practice) -> list[Claim]:
    prepared = prepare(practice)
    found: list[Claim] = [level.claim for level in prepared.levels]
    return [*found, *(part for part in (prepared.applies, prepared.joins) if part is not None)]


def _concerned(claims: Iterable[Claim], changed: Collection[str], reads: frozenset[Read] | None) -> bool:
    for claim in claims:
        if changed and not changed.isdisjoint(_part_ids(claim)):
            return True
        if reads and _meets(direct_reads(claim), reads):
            return True
    return False


def _part_ids(claim: Claim) -> set[str]:
    found = _IDS.get(claim.id)
    if found is None:
        if isinstance(claim, Part):
            found = {claim.id}
        else:
            found = {i for child in claim.children() for i in _part_ids(child)}
        _IDS[claim.id] = found
    return found


_IDS: dict[str, set[str]] = {}


def _meets(own: Collection[Read], reads: frozenset[Read]) -> bool:
    kinds = {kind for kind, tag in reads if not tag}
    return any(read in reads or read[0] in kinds or (read[0], "") in reads for read in own)


def _rungs(verdicts: Iterable[Verdict]) -> tuple[object, object, object, object]:
    one, two, three, four = (plain(v).rung() for v in verdicts)
    return (one, two, three, four)


def _note(
    current: Pass, scope: Record, before: Mapping[str, Held | None], after: Mapping[str, Held | None]
) -> None:
    for practice, held in after.items():
        if practice.startswith(CAP):
            continue
        old, new = _reached(before.get(practice), current.day), _reached(held, current.day)
        if old[:1] == new[:1] and (new[0] == 0 or old[1] == new[1]):
            continue
        if old[0] != new[0]:
            current.lines[f"{practice}: {old[0]} → {new[0]}"] += 1
        current.changes.append(
            StandingChange(
                organisation_id=current.organisation.pk,
                scope=scope,
                practice=practice,
                old=old[0],
                new=new[0],
                old_until=old[1],
                new_until=new[1],
                state=new[2],
                day=current.day,
                entry=current.entry,
            )
        )


def _reached(held: Held | None, day: int) -> tuple[int, int, int]:
    if held is None:
        return 0, 0, 6
    found = levels([rung.verdict(None, day) for rung in held.rungs], day)
    return found.level, found.until if found.level else 0, int(found.state)


__all__ = ["CAP", "cap_names", "caps_of", "derive_whole", "shared_claims", "verdicts_of", "whole_register"]

"""Keeps the rows of organisation claims' members in step, and says which claims saw a row change."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdtrue.app.derive.asked import CATALOGS, index_of, pointing
from holdtrue.app.derive.touch import reads_of
from holdtrue.app.derive.views import catalog_facts
from holdtrue.core.register.neighbourhood import BELONGS, WIDE, belongs_to_organization
from holdtrue.store import loading, members, reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from holdtrue.app.derive.systems import Pass, Used
    from holdtrue.app.derive.touch import Touch
    from holdtrue.core.claims.base import Part, Read, Row
    from holdtrue.core.practices import Library
    from holdtrue.core.register import Register

_CHUNK = 500
_BY_WAY_OF: Mapping[tuple[str, str], str] = {
    ("person", "policy"): "acknowledgement",
    ("person", "procedure"): "acknowledgement",
    ("role", "competence"): "person",
}
"""(kind of member, kind touched) → the kind between the two, where the one sees the other through it."""
_FILLS_IN: Mapping[str, str] = {"organization": "incident", "risk_criteria": "risk"}
"""Kind touched → the kind of which it fills in fields of every record, with no link between the two."""


def parts(library: Library) -> Mapping[str, Part]:
    """Return every part whose member rows are kept, by id."""
    return index_of(library).parts


def by_kind(library: Library) -> Mapping[str, Sequence[Part]]:
    """Return the parts by the kind of their members."""
    return index_of(library).by_kind


def refresh(
    current: Pass, touched: Sequence[Touch], used: Iterable[Used], *, reads: frozenset[Read] | None
) -> set[str]:
    """Ask the touched members again and store what differs; return the ids of parts of which a row changed.

    `reads` None asks every catalog item too, as an organisation needs when it begins or its rules change.
    """
    changed: set[str] = set()
    for loaded, register, rows in used:
        if len(rows) == 1:
            current.near[rows[0]] = frozenset(fact.kind for fact in loaded.facts.values())
        changed |= _of_systems(
            current, register, reads, {row: loaded.uid_of[row] for row in rows if row in loaded.uid_of}
        )
    for kind, wanted in _others(current, touched, everything=reads is None):
        asked = current.index.by_kind[kind]
        if kind in CATALOGS:
            changed |= _catalog(current, asked)
            continue
        for register, uids, missing in _registers(current, wanted, pointing(kind, asked)):
            changed |= ask(current, register, asked, uids)
            changed |= _drop(current, asked, [t.uid for t in touched if t.row in missing])
    gone = [t.uid for t in touched if t.kind == "system" and not _there(current, t)]
    return changed | _drop(current, current.index.by_kind.get("system", ()), gone)


def of_systems(current: Pass, used: Iterable[Used]) -> set[str]:
    """Ask every part of these systems again; return the ids of parts of which a row changed."""
    changed: set[str] = set()
    for loaded, register, rows in used:
        there = {row: loaded.uid_of[row] for row in rows if row in loaded.uid_of}
        changed |= _of_systems(current, register, None, there)
    return changed


def _there(current: Pass, touch: Touch) -> bool:
    return touch.row in current.present


def _of_systems(
    current: Pass, register: Register, reads: frozenset[Read] | None, uids: Mapping[int, str]
) -> set[str]:
    """Systems that were new or moved are asked everything, others what was read."""
    current.present |= uids.keys()
    current.rows.update((uid, row) for row, uid in uids.items())
    changed = ask(
        current, register, current.index.of_systems(None), [u for r, u in uids.items() if r in current.anew]
    )
    rest = [u for r, u in uids.items() if r not in current.anew]
    return changed | ask(current, register, current.index.of_systems(reads), rest)


def _registers(
    current: Pass, rows: Iterable[int], by: frozenset[str] | None
) -> Iterator[tuple[Register, list[str], set[int]]]:
    """The registers of some members other than systems, with their uids and the rows that are gone."""
    ordered = sorted(rows)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        loaded, register = current.scopes(chunk, by=by)
        there = [row for row in chunk if row in loaded.uid_of]
        yield register, [loaded.uid_of[row] for row in there], set(chunk) - set(there)


def ask(current: Pass, register: Register, asked: Sequence[Part], uids: Sequence[str]) -> set[str]:
    """Evaluate these members of these parts and store the rows that differ."""
    if not asked or not uids:
        return set()
    rows = judged(register, asked, uids)
    current.evaluated += len(rows)
    return _store(current, rows)


def judged(
    register: Register, asked: Sequence[Part], uids: Iterable[str]
) -> dict[tuple[str, str], Row | None]:
    """Return the row of each member in each part; None where it is no member."""
    view = register.organization_scope()
    rows: dict[tuple[str, str], Row | None] = {}
    for uid in uids:
        member = register.get(uid)
        own = member is not None and (member.kind not in BELONGS or belongs_to_organization(register, member))
        for part in asked:
            rows[part.id, uid] = part.verdict(view, member) if own and member is not None else None
    return rows


def _store(current: Pass, rows: Mapping[tuple[str, str], Row | None]) -> set[str]:
    stored = members.kept(current.organisation.pk, [key for key in rows if key[1] not in current.unasked])
    current.unasked -= {uid for _, uid in rows}
    different = {key: row for key, row in rows.items() if plain(row) != plain(stored.get(key))}
    members.write(current.organisation.pk, different, before=stored)
    current.members.update(uid for _, uid in different)
    return {part for part, _ in different}


def plain(row: Row | None) -> tuple[object, ...] | None:
    """A row without its witness, which is never stored."""
    return None if row is None else tuple(row[:9])


def _others(current: Pass, touched: Sequence[Touch], *, everything: bool) -> Iterator[tuple[str, set[int]]]:
    """Row ids of members other than systems that a touched record is, or is linked to, by kind."""
    found: dict[str, set[int]] = defaultdict(set)
    around: dict[tuple[str, str], set[int]] = defaultdict(set)
    kinds = current.index.by_kind
    for kind in CATALOGS if everything else ():
        found[kind].add(0)
    spoken: dict[str, set[int]] = defaultdict(set)
    for touch in touched:
        if touch.kind in kinds and touch.kind != "system":
            found[touch.kind].add(touch.row)
        for kind in current.index.around(touch, reads_of([touch])):
            if kind in CATALOGS:
                at_once = touch.kind in _SPEAK_OF[kind] or touch.before
                (found if at_once else spoken)[kind].add(touch.row)
                continue
            around[kind, touch.kind].add(touch.row)
            found[kind] |= _of_kind(current, touch.before, kind)
            found[kind] |= _through(current, touch.before, kind, _BY_WAY_OF.get((kind, touch.kind)))
    for kind, rows in spoken.items():
        # a risk is one of very many, and few of them are named by a line of the catalog
        if kind not in found and _linked(current, sorted(rows), _SPEAK_OF[kind]):
            found[kind] |= rows
    for (kind, by), rows in around.items():
        found[kind] |= _near(current, sorted(rows), kind, by)
    for row, kind in (*_left_or_taken(current, touched), *_filled_in(current, touched)):
        found[kind].add(row)
    for kind, wanted in found.items():
        if wanted:
            yield kind, wanted


def _near(current: Pass, rows: Sequence[int], kind: str, by: str) -> set[int]:
    """Members linked to what was touched; of a kind that belongs to systems, only the organisation's own."""
    pk = current.organisation.pk
    between = _BY_WAY_OF.get((kind, by))
    found = _linked(current, rows, [kind, between] if between else [kind])
    near = {row for row, of in found if of == kind}
    through = [row for row, of in found if of == between]
    if through:
        near |= {row for row, _ in reach.neighbours(pk, through, [kind])}
    return reach.own(pk, near, WIDE) if near and kind in BELONGS else near


def _filled_in(current: Pass, touched: Sequence[Touch]) -> Iterator[tuple[int, str]]:
    """Members of which what was touched fills in fields; of a kind that belongs to systems, the organisation's own."""
    pk = current.organisation.pk
    for kind in {_FILLS_IN[t.kind] for t in touched if t.wide and t.kind in _FILLS_IN}:
        rows = set(loading.of_kinds(pk, (kind,))) if kind in current.index.by_kind else set()
        yield from ((row, kind) for row in (reach.own(pk, rows, WIDE) if kind in BELONGS else rows))


def _through(current: Pass, before: Sequence[int], kind: str, between: str | None) -> set[int]:
    """Members that saw what was touched through a record it was linked to before."""
    through = sorted(_of_kind(current, before, between)) if between else ()
    return (
        {row for row, _ in reach.neighbours(current.organisation.pk, through, [kind])} if through else set()
    )


def _left_or_taken(current: Pass, touched: Sequence[Touch]) -> Iterator[tuple[int, str]]:
    """Members near a system that came or went, of the kinds of which it decides whose they are."""
    kinds = sorted(BELONGS & current.index.by_kind.keys())
    rows = [
        t.row for t in touched if t.kind == "system" and (t.row in current.anew or not _there(current, t))
    ]
    if rows and kinds:
        yield from _linked(current, rows, kinds)


def beside(current: Pass, rows: Sequence[int], kinds: Collection[str]) -> list[int]:
    """Leave out systems of which it is known that nothing of these kinds is linked to them."""
    return [row for row in rows if row not in current.near or not current.near[row].isdisjoint(kinds)]


def _linked(current: Pass, rows: Sequence[int], kinds: Collection[str]) -> list[reach.Found]:
    asked = beside(current, rows, kinds)
    return reach.neighbours(current.organisation.pk, asked, kinds) if asked else []


def _of_kind(current: Pass, rows: Sequence[int], kind: str) -> set[int]:
    return {row for row, found in current.kinds_of(rows).items() if found == kind} if rows else set()


_SPEAK_OF = {"annex_control": ("applicability",), "requirement": ("audit",)}
"""Catalog kind → the kinds of record its items are judged by."""


def _catalog(current: Pass, asked: Sequence[Part]) -> set[str]:
    """Catalog items are few: those of the kind are asked again together."""
    kind = asked[0].kind
    rows = loading.of_kinds(current.organisation.pk, _SPEAK_OF[kind])
    _, register = current.scopes(rows)
    return ask(current, register, asked, [f.uid for f in catalog_facts() if f.kind == kind])


def _drop(current: Pass, asked: Sequence[Part], uids: Sequence[str]) -> set[str]:
    """Rows of records that are gone."""
    return _store(current, {(part.id, uid): None for uid in uids for part in asked}) if uids else set()

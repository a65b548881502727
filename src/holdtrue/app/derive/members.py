"""Keeps the rows of organisation claims' members in step, and says which claims saw a row change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from holdtrue.app.derive.views import catalog_facts, scopes
from holdtrue.core.claims.base import Part, Row
from holdtrue.core.register.neighbourhood import BELONGS, belongs_to_organization
from holdtrue.core.standing import organization_parts
from holdtrue.store import loading, members, reach

if TYPE_CHECKING:
    from holdtrue.app.derive.systems import Pass
    from holdtrue.app.derive.touch import Touch
    from holdtrue.core.practices import Library
    from holdtrue.core.register import Register
    from holdtrue.store.loading import Loaded

CATALOGS = frozenset({"annex_control", "requirement"})
_CHUNK = 500
_PARTS: dict[str, Mapping[str, Part]] = {}


def parts(library: Library) -> Mapping[str, Part]:
    """Return every part whose member rows are kept, by id."""
    found = _PARTS.get(library.digest)
    if found is None:
        found = _PARTS[library.digest] = organization_parts(library.practices)
    return found


def by_kind(library: Library) -> Mapping[str, list[Part]]:
    """Return the parts by the kind of their members."""
    found: dict[str, list[Part]] = defaultdict(list)
    for part in parts(library).values():
        found[part.kind].append(part)
    return found


def refresh(
    current: Pass,
    touched: Sequence[Touch],
    used: Iterable[tuple[Loaded, Register, list[int]]],
    retired: Iterable[str],
    *,
    catalogs: bool = False,
) -> set[str]:
    """Ask the touched members again and store what differs; return the ids of parts of which a row changed.

    `catalogs` asks every catalog item too, as an organisation needs once when it begins.
    """
    changed: set[str] = set()
    kinds = by_kind(current.library)
    for kind in CATALOGS if catalogs else ():
        changed |= _catalog(current, kinds[kind])
    for loaded, register, rows in used:
        uids = [loaded.uid_of[row] for row in rows if row in loaded.uid_of]
        changed |= ask(current, register, kinds.get("system", ()), uids)
    for kind, wanted in _others(current, touched, kinds).items():
        if kind in CATALOGS:
            changed |= _catalog(current, kinds[kind])
            continue
        ordered = sorted(wanted)
        for start in range(0, len(ordered), _CHUNK):
            loaded, register = scopes(
                current.organisation.pk, ordered[start : start + _CHUNK], day=current.day, context=current.around()
            )
            uids = [loaded.uid_of[r] for r in ordered[start : start + _CHUNK] if r in loaded.uid_of]
            changed |= ask(current, register, kinds[kind], uids)
    return changed | _drop(current, kinds, retired, touched)


def ask(current: Pass, register: Register, asked: Sequence[Part], uids: Sequence[str]) -> set[str]:
    """Evaluate these members of these parts and store the rows that differ."""
    if not asked or not uids:
        return set()
    view = register.organization_scope()
    rows: dict[tuple[str, str], Row | None] = {}
    for uid in uids:
        member = register.get(uid)
        for part in asked:
            visible = member is not None and (
                part.kind not in BELONGS or belongs_to_organization(register, member)
            )
            rows[part.id, uid] = part.verdict(view, member) if visible and member is not None else None
    return _store(current, rows)


def _store(current: Pass, rows: Mapping[tuple[str, str], Row | None]) -> set[str]:
    stored = members.kept(current.organisation.pk, rows)
    different = {key: row for key, row in rows.items() if _plain(row) != _plain(stored.get(key))}
    members.write(current.organisation.pk, different)
    return {part for part, _ in different}


def _plain(row: Row | None) -> tuple[object, ...] | None:
    """A row without its witness, which is never stored."""
    return None if row is None else tuple(row[:9])


def _others(current: Pass, touched: Sequence[Touch], kinds: Mapping[str, list[Part]]) -> dict[str, set[int]]:
    """Row ids of members other than systems that a touched record is, or is linked to, by kind."""
    found: dict[str, set[int]] = defaultdict(set)
    around: dict[str, set[int]] = defaultdict(set)
    for touch in touched:
        if touch.kind in kinds and touch.kind != "system":
            found[touch.kind].add(touch.row)
        for kind, asked in kinds.items():
            if kind != "system" and any(touch.kind in part.touches or "*" in part.touches for part in asked):
                around[kind].add(touch.row)
                found[kind] |= set(touch.before)
    for kind, rows in around.items():
        if kind in CATALOGS:
            found[kind] |= rows
        else:
            found[kind] |= {row for row, _ in reach.neighbours(current.organisation.pk, sorted(rows), [kind])}
    return {kind: rows for kind, rows in found.items() if rows}


_SPEAK_OF = {"annex_control": ("applicability",), "requirement": ("audit",)}
"""Catalog kind → the kinds of record its items are judged by."""


def _catalog(current: Pass, asked: Sequence[Part]) -> set[str]:
    """Catalog items are few: those of the kind are asked again together."""
    kind = asked[0].kind
    rows = loading.of_kinds(current.organisation.pk, _SPEAK_OF[kind])
    _, register = scopes(current.organisation.pk, rows, day=current.day, context=current.around())
    return ask(current, register, asked, [f.uid for f in catalog_facts() if f.kind == kind])


def _drop(current: Pass, kinds: Mapping[str, list[Part]], retired: Iterable[str], touched: Sequence[Touch]) -> set[str]:
    """Rows of records that are gone."""
    kind_of = {t.uid: t.kind for t in touched}
    rows: dict[tuple[str, str], Row | None] = {
        (part.id, uid): None for uid in retired for part in kinds.get(kind_of.get(uid, ""), ())
    }
    return _store(current, rows) if rows else set()

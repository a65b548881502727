"""Lists records by filters and text, page by page in the order of their refs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import connection

from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.store import search

EXACT = 10_000
"""Totals are counted up to here; beyond, 'more than 10,000'."""

_STANDING = frozenset({"tier", "worst", "next_change"})
_IN_USE = ("trial", "in_use")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows: a kind, a text, promoted facts, the branch of a unit, and any other field by equality."""

    kind: str
    text: str = ""
    unit_path: str = ""
    unit_id: int | None = None
    tier: str = ""
    """minimal, limited, high, or 'unsorted'."""
    use: tuple[str, ...] = ()
    state: int | None = None
    """Worst state number at the target level."""
    key: str = ""
    linked_to: int | None = None
    links: Mapping[str, int] = field(default_factory=dict)
    """Relation → row id at its other end."""
    held_to: str = ""
    """Path of the branch a caller is held to: its records, and those of no unit."""
    fields: Mapping[str, object] = field(default_factory=dict)
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, as stored; `standing` columns are empty for kinds other than system."""

    id: int
    uid: str
    kind: str
    ref: str
    title: str
    key: str
    unit_id: int | None
    unit: str
    use: str
    event_day: int | None
    revision: int
    in_force: int
    digest: str
    changed_at: Any
    tier: str
    worst: int | None
    next_change: int | None
    population: str
    packed: bytes | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, whether more follow, and how many there are in all (None: more than EXACT)."""

    lines: list[Line]
    more: bool
    total: int | None


def page(
    organisation_id: int,
    wanted: Filter,
    *,
    after: int = 0,
    before: int = 0,
    limit: int = 50,
    count: bool = True,
) -> Page:
    """Return the lines after (or before) a row id, in ref order. Two queries, one without `count`."""
    where, params = _where(organisation_id, wanted)
    edge, order = ("", "ASC")
    if before:
        edge, order = " AND r.id < %s", "DESC"
    elif after:
        edge = " AND r.id > %s"
    rows = _rows(
        "SELECT r.id, r.uid, r.kind, r.ref, r.title, r.key, r.unit_id, u.title, r.use, r.event_day, r.head_number,"
        " r.in_force_number, r.digest, r.changed_at, s.tier, s.worst, s.next_change, s.population, s.packed"
        f" FROM store_record r {_joins(wanted)} LEFT JOIN store_record u ON u.id = r.unit_id"
        f" WHERE {where}{edge} ORDER BY r.id {order} LIMIT %s",
        [*params, *([before or after] if edge else []), limit + 1],
    )
    lines = [_line(row) for row in rows[:limit]]
    if before:
        lines.reverse()
    return Page(lines, len(rows) > limit, total(organisation_id, wanted) if count else None)


def total(organisation_id: int, wanted: Filter) -> int | None:
    """Count up to EXACT; None beyond."""
    where, params = _where(organisation_id, wanted)
    join = _joins(wanted) if _needs_standing(wanted) else ""
    query = f"SELECT count(*) FROM (SELECT 1 FROM store_record r {join} WHERE {where} LIMIT {EXACT + 1}) AS counted"
    found = int(_rows(query, params)[0][0])
    return None if found > EXACT else found


def ids(organisation_id: int, wanted: Filter, *, limit: int) -> list[int]:
    """Return row ids only."""
    where, params = _where(organisation_id, wanted)
    return [
        row[0]
        for row in _rows(
            f"SELECT r.id FROM store_record r {_joins(wanted)} WHERE {where} ORDER BY r.id LIMIT %s",
            [*params, limit],
        )
    ]


def _joins(wanted: Filter) -> str:
    join = "JOIN" if _needs_standing(wanted) else "LEFT JOIN"
    return f"{join} store_standing s ON s.scope_id = r.id"


def _needs_standing(wanted: Filter) -> bool:
    return bool(wanted.tier or wanted.state is not None)


def _where(organisation_id: int, wanted: Filter) -> tuple[str, list[object]]:
    parts, params = ["r.organisation_id = %s"], [organisation_id]
    values: list[object] = list(params)
    if wanted.kind:
        parts.append("r.kind = %s")
        values.append(wanted.kind)
    parts.append("r.retired_day IS NOT NULL" if wanted.retired else "r.retired_day IS NULL")
    if wanted.unit_id is not None:
        parts.append(
            "r.unit_id IN (SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'unit' AND path LIKE %s)"
        )
        values += [organisation_id, f"{wanted.unit_path}%"]
    if wanted.tier:
        parts.append("s.organisation_id = %s AND s.tier = %s")
        values += [organisation_id, "" if wanted.tier == "unsorted" else wanted.tier]
    if wanted.state is not None:
        parts.append("s.organisation_id = %s AND s.worst = %s")
        values += [organisation_id, wanted.state]
    if wanted.use:
        parts.append(f"r.use IN ({', '.join(['%s'] * len(wanted.use))})")
        values += wanted.use
    if wanted.key:
        parts.append("r.key = %s")
        values.append(wanted.key)
    if wanted.linked_to is not None:
        parts.append(
            "r.id IN (SELECT source_id FROM store_link WHERE organisation_id = %s AND target_id = %s"
            " UNION SELECT target_id FROM store_link WHERE organisation_id = %s AND source_id = %s)"
        )
        values += [organisation_id, wanted.linked_to, organisation_id, wanted.linked_to]
    for condition, more in _by_links(organisation_id, wanted):
        parts.append(condition)
        values += more
    if wanted.text:
        matched = search.matching(organisation_id, wanted.kind, wanted.text)
        if matched:
            parts.append(matched[0])
            values += matched[1]
    for name, value in wanted.fields.items():
        condition, more = _by_field(wanted.kind, name, value)
        parts.append(condition)
        values += more
    return " AND ".join(parts), values


def _by_links(organisation_id: int, wanted: Filter) -> Iterator[tuple[str, list[object]]]:
    for relation, target in wanted.links.items():
        ends = (
            "SELECT source_id FROM store_link WHERE organisation_id = %s AND target_id = %s AND relation = %s"
        )
        yield f"r.id IN ({ends})", [organisation_id, target, relation]
    if wanted.held_to:
        branch = f"{wanted.held_to}%"
        units = "SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'unit' AND path LIKE %s"
        elsewhere = f"r.unit_id IS NULL OR r.unit_id IN ({units})"
        condition = f"CASE WHEN r.kind = 'unit' THEN r.path LIKE %s ELSE {elsewhere} END"
        yield condition, [branch, organisation_id, branch]


def _by_field(kind: str, name: str, value: object) -> tuple[str, list[object]]:
    """Compare one field of the revision in force; a list matches any of its values."""
    spec = KINDS[kind].specs_by_name().get(name)
    if spec is None:
        raise BadInput("list.unknown_field", field=name, kind=KINDS[kind].label)
    if name == "in_use":
        marks = "IN" if value else "NOT IN"
        return f"r.use {marks} (%s, %s)", list(_IN_USE)
    body = (
        "(SELECT p.body FROM store_payload p JOIN store_revision v ON v.id = p.revision_id"
        " WHERE v.organisation_id = r.organisation_id AND v.record_id = r.id AND v.number = r.head_number)"
    )
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if connection.vendor == "sqlite":
        condition = (
            f"EXISTS (SELECT 1 FROM json_each(json_extract({body}, '$.fields')) f WHERE f.key = %s AND ("
            "CASE f.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(f.value AS TEXT) END = %s"
            " OR (f.type = 'array' AND EXISTS (SELECT 1 FROM json_each(f.value) e WHERE CAST(e.value AS TEXT) = %s))))"
        )
        return condition, [name, text, text]
    condition = (
        f"(({body})::jsonb #>> ARRAY['fields', %s] = %s"
        f" OR ({body})::jsonb #> ARRAY['fields', %s] @> to_jsonb(%s::text))"
    )
    return condition, [name, text, name, text]


def _line(row: Sequence[Any]) -> Line:
    values = list(row)
    for place in _TEXTS:
        values[place] = values[place] or ""
    values[-1] = bytes(values[-1]) if values[-1] is not None else None
    return Line(*values)


_NAMES = [f.name for f in fields(Line)]
_TEXTS = tuple(_NAMES.index(name) for name in ("unit", "tier", "population"))
"""Columns that are empty where nothing is joined."""


def _rows(query: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(params))
        return list(cursor.fetchall())

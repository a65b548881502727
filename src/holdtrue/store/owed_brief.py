"""Reads in two queries what a first page says of one person's debts: who answers for what, then how much and what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson

from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.days import Day

_MOST_ROLES = 500
_COUNTS, _FIRST, _WHOLE, _EARLY = 0, 1, 2, 3
_RECENT = 60
"""Days: a gate opened early counts for 30 at most, and its end is told for as long again."""


class Named(NamedTuple):
    """One person that a role's record names."""

    role: int
    """Row id of the role's record."""
    key: str
    relation: str
    """'' where it names nobody."""
    person: int
    name: str
    retired: bool
    fields: Mapping[str, object]


class Amount(NamedTuple):
    """How many scopes ask something in one role."""

    overdue: int
    month: int
    later: int
    every: int


class First(NamedTuple):
    """One scope that asks something soonest, and its standing where it has one."""

    role: str
    due: Day
    ref: str
    title: str
    packed: bytes


class Brief(NamedTuple):
    """What one person owes, unexplained."""

    counts: Mapping[str, Amount]
    first: Sequence[First]
    whole: bytes
    """The organisation's own standing."""
    early: int = 0
    """Gates opened early of late."""


def named(organisation_id: int) -> list[Named]:
    """Return whom every role in force names as holder or deputy, in the order named; a line for one naming nobody."""
    rows = statements.rows(
        "SELECT r.id, r.key, l.relation, l.target_id, p.title, p.retired_day, y.body FROM store_record r"
        " LEFT JOIN store_link l ON l.organisation_id = r.organisation_id AND l.source_id = r.id"
        " AND l.relation IN ('holder', 'deputy') AND l.target_id IS NOT NULL"
        " LEFT JOIN store_record p ON p.id = l.target_id"
        " LEFT JOIN store_revision v ON v.organisation_id = r.organisation_id AND v.record_id = p.id"
        " AND v.number = p.head_number"
        " LEFT JOIN store_payload y ON y.revision_id = v.id"
        " WHERE r.organisation_id = %s AND r.kind = 'role' AND r.retired_day IS NULL AND r.key <> ''"
        f" ORDER BY +r.id, l.id {statements.at_most(_MOST_ROLES)}",  # by a value, or SQLite walks every record
        [organisation_id],
    )
    return [
        Named(role, key, relation or "", person or 0, name or "", retired is not None, _fields(body))
        for role, key, relation, person, name, retired, body in rows
    ]


def places(organisation_id: int) -> dict[tuple[int, str], int]:
    """Return whom each standing role names as holder and as deputy, by (role's row, relation): the last one named."""
    rows = statements.rows(
        "SELECT r.id, l.relation, l.target_id FROM store_record r"
        " JOIN store_link l ON l.organisation_id = r.organisation_id AND l.source_id = r.id"
        " AND l.relation IN ('holder', 'deputy') AND l.target_id IS NOT NULL"
        " WHERE r.organisation_id = %s AND r.kind = 'role' AND r.retired_day IS NULL ORDER BY l.id",
        [organisation_id],
    )
    return {(role, relation): person for role, relation, person in rows}


def _fields(body: str | None) -> Mapping[str, object]:
    found: Mapping[str, object] = orjson.loads(body).get("fields", {}) if body else {}
    return found


def brief(  # whose, until when and how many, each by its name
    organisation_id: int, whose: Sequence[tuple[str, int]], *, day: Day, month: Day, horizon: Day, most: int
) -> Brief:
    """Return what these roles owe, (role, person; 0 for nobody named): counts by role, the first of each, one query."""
    parts = [_whole_part(), _early_part()]
    params: list[int | str] = [organisation_id, organisation_id, organisation_id, day - _RECENT]
    for n, (role, person) in enumerate(whose):
        parts += [_counted_part(), _first_part(n, most, named_person=bool(person))]
        params += [day, day, month, month, horizon, organisation_id, role, person]
        params += [organisation_id, role, *([person] if person else []), month]
    counts: dict[str, Amount] = {}
    first: list[First] = []
    whole, early = b"", 0
    for part, role, a, b, c, every, ref, title, packed in statements.rows(" UNION ALL ".join(parts), params):
        if part == _WHOLE:
            whole = bytes(packed or b"")
        elif part == _EARLY:
            early = int(a)
        elif part == _COUNTS and every:
            counts[role] = Amount(int(a), int(b), int(c), int(every))
        elif part == _FIRST:
            first.append(First(role, int(a), ref, title, bytes(packed or b"")))
    return Brief(counts, first, whole, early)


def _whole_part() -> str:
    # It stands first, for the types of its columns are those of the whole.
    return (
        f"SELECT {_WHOLE} AS part, '' AS role, 0 AS a, 0 AS b, 0 AS c, 0 AS n, '' AS ref, '' AS title, packed"
        " FROM store_standing WHERE organisation_id = %s AND scope_id ="
        " (SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'organization')"
    )


def _early_part() -> str:
    return (
        f"SELECT {_EARLY}, '', count(*), 0, 0, 0, '', '', NULL FROM store_gatedecision"
        " WHERE organisation_id = %s AND day >= %s AND decision = 'early'"
    )


def _counted_part() -> str:
    return (
        f"SELECT {_COUNTS}, role, sum(CASE WHEN due <= %s THEN n ELSE 0 END),"
        " sum(CASE WHEN due > %s AND (undone OR due <= %s) THEN n ELSE 0 END),"
        " sum(CASE WHEN due > %s AND due <= %s AND NOT undone THEN n ELSE 0 END), sum(n), '', '', NULL"
        " FROM store_owedcount WHERE organisation_id = %s AND role = %s AND person_key = %s GROUP BY role"
    )


def _first_part(n: int, most: int, *, named_person: bool) -> str:
    whose = "person_id = %s" if named_person else "person_id IS NULL"
    return (
        f"SELECT {_FIRST}, f{n}.role, f{n}.due, 0, 0, 0, r.ref, r.title, s.packed FROM"
        f" (SELECT scope_id, role, due FROM store_owed WHERE organisation_id = %s AND role = %s AND {whose}"
        f" AND (due <= %s OR undone > 0) ORDER BY due, undone, scope_id {statements.at_most(most)}) f{n}"
        f" JOIN store_record r ON r.id = f{n}.scope_id"
        f" LEFT JOIN store_standing s ON s.scope_id = r.id"
    )


__all__ = ["Amount", "Brief", "First", "Named", "brief", "named"]

"""Reads and writes stored standing: one row a scope, and what changed when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from holdtrue.store import reading, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.core.days import Day
    from holdtrue.store.models import Record


class Where(NamedTuple):
    """What decides where a system is counted; all empty for the organisation."""

    tier: str = ""
    use: str = ""
    in_scope: bool = True
    population: str = ""
    weight: int = 0
    unit: int = 0
    """Row id of its unit; 0 for none."""


@dataclass(slots=True)
class Kept:
    """The stored standing of one scope."""

    scope: int
    packed: bytes
    where: Where
    worst: int
    next_change: Day
    rules: str
    """Digest of the practice set it was derived with."""


class Change(NamedTuple):
    """A practice's level in a scope, before and after."""

    scope: int
    practice: str
    old: int
    new: int
    old_until: Day
    new_until: Day
    state: int
    cause: int | None = None
    """Row id of the record whose change brought it about."""


_COLUMNS = "scope_id, packed, worst, next_change, rules, tier, use, in_scope, population, weight, unit_id"


def kept(organisation_id: int, scopes: Sequence[int]) -> dict[int, Kept]:
    """Return the stored standing of these scopes, by row id."""
    if not scopes:
        return {}
    rows = statements.rows(
        f"SELECT {_COLUMNS} FROM {statements.each()} CROSS JOIN store_standing"
        " WHERE scope_id = j.value AND +organisation_id = %s",
        [statements.listed(set(scopes)), organisation_id],
    )
    return {row[0]: _kept(row) for row in rows}


def ending(organisation_id: int, until: Day, *, most: int, units: Sequence[int] | None = None) -> list[Kept]:
    """Return the systems of which some level ends, or ended, by a day, soonest first; `units` None for every unit."""
    bound = "" if units is None else f" AND {statements.among('unit_id')}"
    rows = statements.rows(
        f"SELECT {_COLUMNS} FROM store_standing WHERE organisation_id = %s AND next_change > 0"
        f" AND next_change <= %s{bound} ORDER BY next_change, scope_id " + statements.at_most(most),
        [organisation_id, until, *([] if units is None else [statements.listed(units)])],
    )
    return [_kept(row) for row in rows]


class Turning(NamedTuple):
    """A scope of which some level ended of late, or ends on a day asked for."""

    scope: Record
    packed: bytes
    next_change: Day
    entry: int


def turning(organisation_id: int, since: Day, day: Day, following: Day, *, most: int) -> list[Turning]:
    """Return scopes with an end after one day up to another, the latest first, then those with one on `following`.

    As two parts, each at most so many: asked as one or the other, SQLite would read every scope of the organisation.
    """
    part = (
        "SELECT scope_id, packed, next_change, entry FROM store_standing WHERE organisation_id = %s"
        " AND next_change"
    )
    first = statements.at_most(most)
    rows = statements.rows(
        f"SELECT {reading.COLUMNS}, s.packed, s.next_change, s.entry FROM"
        f" (SELECT * FROM ({part} > %s AND next_change <= %s ORDER BY next_change DESC {first}) AS ended"
        f" UNION ALL SELECT * FROM ({part} = %s {first}) AS ends) AS s JOIN store_record r ON r.id = s.scope_id",
        [organisation_id, since, day, organisation_id, following],
    )
    return [Turning(reading.made(row[:-3]), bytes(row[-3]), row[-2], row[-1]) for row in rows]


def first_of(organisation_id: int, tier: str, *, most: int) -> list[Kept]:
    """Return systems counted in a tier, the first that were made first."""
    rows = statements.rows(
        f"SELECT {_COLUMNS} FROM store_standing WHERE organisation_id = %s AND tier = %s AND population <> ''"
        f" ORDER BY scope_id {statements.at_most(most)}",
        [organisation_id, tier],
    )
    return [_kept(row) for row in rows]


def tiers(organisation_id: int, scopes: Iterable[int]) -> dict[int, str]:
    """Return the tiers of those of the scopes that are systems; '' where one is not yet sorted."""
    rows = statements.rows(
        f"SELECT scope_id, tier FROM {statements.each()} CROSS JOIN store_standing"
        " WHERE scope_id = j.value AND +organisation_id = %s",
        [statements.listed(set(scopes)), organisation_id],
    )
    return {row[0]: row[1] for row in rows}


def of_organisation(organisation_id: int) -> Kept | None:
    """Return the standing of the organisation's own record."""
    row = statements.row(
        f"SELECT {_COLUMNS} FROM store_standing WHERE organisation_id = %s AND scope_id ="
        " (SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'organization')",
        [organisation_id, organisation_id],
    )
    return _kept(row) if row else None


def _kept(row: statements.Row) -> Kept:
    scope, packed, worst, following, rules, tier, use, in_scope, population, weight, unit = row
    where = Where(tier, use, bool(in_scope), population, weight, unit or 0)
    return Kept(scope, bytes(packed), where, worst, following, rules)


def write(organisation_id: int, rows: Iterable[Kept], *, entry: int) -> None:
    """Insert or replace these rows; `entry` is the ledger entry they were derived after."""
    statements.many(
        f"INSERT INTO store_standing (organisation_id, {_COLUMNS}, entry)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (scope_id) DO UPDATE SET packed = excluded.packed, worst = excluded.worst,"
        " next_change = excluded.next_change, rules = excluded.rules, tier = excluded.tier, use = excluded.use,"
        " in_scope = excluded.in_scope, population = excluded.population, weight = excluded.weight,"
        " unit_id = excluded.unit_id, entry = excluded.entry",
        [
            (
                *(organisation_id, kept.scope, kept.packed, kept.worst, kept.next_change, kept.rules),
                *kept.where[:-1],
                kept.where.unit or None,
                entry,
            )
            for kept in rows
        ],
    )


def drop(organisation_id: int, scopes: Sequence[int]) -> None:
    """Forget the standing of scopes that are gone."""
    if scopes:
        statements.run(
            f"DELETE FROM store_standing WHERE {statements.among('scope_id')} AND organisation_id = %s",
            [statements.listed(scopes), organisation_id],
        )


def clear(organisation_id: int) -> None:
    """Forget every standing, before deriving from scratch."""
    statements.run("DELETE FROM store_standing WHERE organisation_id = %s", [organisation_id])


def note(organisation_id: int, changes: Iterable[Change], *, day: Day, entry: int) -> None:
    """Append what changed."""
    statements.many(
        "INSERT INTO store_standingchange (organisation_id, scope_id, practice, old, new, old_until, new_until,"
        " state, cause_id, day, entry) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [(organisation_id, *change, day, entry) for change in changes],
    )


def stale(organisation_id: int, rules: str, *, after: int, limit: int) -> list[int]:
    """Return the row ids of systems not derived with these rules, in order; those without any standing included."""
    rows = statements.rows(
        "SELECT r.id FROM store_record r LEFT JOIN store_standing s ON s.scope_id = r.id"
        " WHERE r.organisation_id = %s AND r.kind = 'system' AND r.retired_day IS NULL AND r.id > %s"
        f" AND (s.rules IS NULL OR s.rules <> %s) ORDER BY r.number {statements.at_most(limit)}",
        [organisation_id, after, rules],
    )
    return [row[0] for row in rows]


__all__ = [
    "Change",
    "Kept",
    "Turning",
    "Where",
    "clear",
    "drop",
    "ending",
    "kept",
    "note",
    "of_organisation",
    "stale",
    "turning",
    "write",
]

"""Reads links together with the records at their ends: one statement for both, however far apart they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from holdtrue.store.models import Record

Edge = tuple[int, str, int | None, str]
"""source, relation, target, catalog id."""

EDGE = "SELECT l.source_id, l.relation, l.target_id, l.target_key"
COLUMNS = (
    "r.id, r.uid, r.ref, r.kind, r.number, r.title, r.digest, r.event_day, r.recorded_day, r.in_force_number, v.id,"
    " v.recorded_day, p.body, hp.body"
)
_JOINS = (
    " LEFT JOIN store_revision v ON v.organisation_id = r.organisation_id AND v.record_id = r.id"
    " AND v.number = r.in_force_number"
    " LEFT JOIN store_payload p ON p.revision_id = v.id"
    " LEFT JOIN store_revision h ON r.head_number <> r.in_force_number AND h.organisation_id = r.organisation_id"
    " AND h.record_id = r.id AND h.number = r.head_number"
    " LEFT JOIN store_payload hp ON hp.revision_id = h.id"
)
_STANDING = " AND r.retired_day IS NULL"


def record_rows(
    organisation_id: int, ids: Iterable[int], *, standing: str = _STANDING
) -> list[statements.Row]:
    """Return COLUMNS of these records."""
    wanted = sorted(ids)
    if not wanted:
        return []
    return statements.rows(
        f"SELECT {COLUMNS} FROM {statements.each()} CROSS JOIN {statements.by_id('store_record')} r{_JOINS}"
        f" WHERE r.id = j.value AND +r.organisation_id = %s{standing}",
        [statements.listed(wanted), organisation_id],
    )


def touching(record: Record, *, most: int) -> set[int]:
    """Return the row ids of what a record points to, and of the newest that point to it. One query."""
    rows = statements.rows(
        "SELECT target_id FROM store_link WHERE organisation_id = %s AND source_id = %s AND +target_id IS NOT NULL"
        " UNION SELECT source_id FROM (SELECT source_id FROM store_link WHERE organisation_id = %s AND target_id = %s"
        f" ORDER BY source_id DESC {statements.at_most(most)}) AS newest",
        [record.organisation_id, record.pk, record.organisation_id, record.pk],
    )
    return {row[0] for row in rows}


def with_ends(
    organisation_id: int,
    parts: Sequence[str],
    params: Sequence[object],
    *,
    also: Iterable[int] = (),
    known: Collection[int] = (),
) -> tuple[list[Edge], list[statements.Row]]:
    """Return the links that these selects find, and COLUMNS of the records at their ends, by row id.

    `also` are read likewise; of the ends that are `known` nothing is read again.
    """
    ends = "SELECT source_id AS value FROM e UNION SELECT target_id FROM e"
    ends += f" UNION SELECT j.value FROM {statements.each()}"
    # e is kept, for SQLite would walk it anew for each of its three readers
    beyond, left_out = "", []
    if known:
        beyond = f" WHERE j.value NOT IN (SELECT k.value FROM {statements.each().replace(' j', ' k')})"
        left_out = [statements.listed(known)]
    rows = statements.rows(
        f"WITH e AS MATERIALIZED ({' UNION ALL '.join(parts)}), j AS (SELECT j.value FROM ({ends}) AS j{beyond})"
        f" SELECT 1, {COLUMNS} FROM j CROSS JOIN {statements.by_id('store_record')} r{_JOINS}"
        f" WHERE r.id = j.value AND +r.organisation_id = %s{_STANDING}"
        " UNION ALL SELECT 0, source_id, relation, target_key, NULL, 0, NULL, NULL, 0, 0, 0, target_id, 0, NULL, NULL"
        " FROM e",
        [*params, statements.listed(also), *left_out, organisation_id],
    )
    edges = [(row[1], row[2], row[11], row[3]) for row in rows if not row[0]]
    return edges, sorted((row[1:] for row in rows if row[0]), key=_id)


def _id(row: statements.Row) -> int:
    return int(row[0])


__all__ = ["COLUMNS", "EDGE", "Edge", "record_rows", "touching", "with_ends"]

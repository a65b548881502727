"""Counts and first cards of a list by the value of one field, as a board shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.store import listing, statements

if TYPE_CHECKING:
    from holdtrue.store.listing import Filter


def stacks(
    organisation_id: int, wanted: Filter, field: str, *, cards: int
) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Return value → how many and value → the first row ids; '' for those without a value. Two queries."""
    chosen = listing.choosing(organisation_id, wanted)
    select, values = chosen.select(chosen.row, "")
    from_ = (
        f"FROM ({select}) AS c LEFT JOIN store_sortkey k ON k.organisation_id = %s AND k.record_id = c.id"
        " AND k.field = %s"
    )
    given = [*values, organisation_id, field]
    counts = statements.rows(f"SELECT coalesce(k.value, ''), count(*) {from_} GROUP BY 1", given)
    rows = statements.rows(
        "SELECT value, id FROM (SELECT coalesce(k.value, '') AS value, c.id AS id,"
        f" row_number() OVER (PARTITION BY coalesce(k.value, '') ORDER BY c.id) AS place {from_}) AS placed"
        " WHERE place <= %s ORDER BY value, id",
        [*given, cards],
    )
    found: dict[str, list[int]] = {}
    for value, row in rows:
        found.setdefault(str(value), []).append(int(row))
    return {str(value): int(n) for value, n in counts}, found


__all__ = ["stacks"]

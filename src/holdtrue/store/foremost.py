"""The first systems of each of several tiers, read in one question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdtrue.store import listing, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.store.listing import Filter, Line


def first_of_tiers(organisation_id: int, wanted: Filter, tiers: Sequence[str], *, limit: int) -> list[Line]:
    """Return the first systems of each of these tiers, tier after tier, in ref order. One query."""
    parts: list[str] = []
    values: list[Any] = []
    for place, tier in enumerate(tiers):
        chosen = listing.choosing(organisation_id, replace(wanted, tier=tier))
        select, given = chosen.select(chosen.row, f"ORDER BY {chosen.order} {statements.at_most(limit)}")
        parts.append(f"SELECT id, {place} AS place FROM ({select}) AS tier_{place}")
        values += given
    rows = statements.rows(
        f"{listing.LINES} FROM ({' UNION ALL '.join(parts)}) AS chosen CROSS JOIN store_record r {listing.BESIDE}"
        " WHERE r.id = chosen.id ORDER BY chosen.place, r.id",
        values,
    )
    return [listing.line_of(row) for row in rows]


__all__ = ["first_of_tiers"]

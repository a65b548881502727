"""Counts risks by two of their sort keys: one statement, and never more rows than the matrix has cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.sortkeys import number_key
from holdtrue.store import listing, statements
from holdtrue.store.listing import Filter

if TYPE_CHECKING:
    from collections.abc import Collection

_KIND = "risk"


def cells(
    organisation_id: int, rows: Collection[int], columns: Collection[int], *, held_to: str = ""
) -> tuple[dict[tuple[int, int], int], int]:
    """Return (likelihood, severity) → how many risks in use, and how many have no place on these two scales."""
    down, along = ({number_key(float(step)): step for step in steps} for steps in (rows, columns))
    condition, values = _within(organisation_id, held_to)
    # One pass over the two keys: joined with itself, the table is walked once per risk where nothing counted it yet.
    found = statements.rows(
        "SELECT likelihood, severity, COUNT(*) FROM ("
        "SELECT MAX(CASE WHEN field = 'likelihood' THEN value END) AS likelihood,"
        " MAX(CASE WHEN field = 'severity' THEN value END) AS severity FROM store_sortkey"
        " WHERE organisation_id = %s AND kind = %s AND retired = %s AND field IN ('likelihood', 'severity')"
        f"{condition} GROUP BY record_id) weighed"
        f" WHERE likelihood IN ({_marks(down)}) AND severity IN ({_marks(along)})"
        " GROUP BY likelihood, severity",
        [organisation_id, _KIND, False, *values, *down, *along],
    )
    counts = {(down[row[0]], along[row[1]]): int(row[2]) for row in found}
    return counts, max(0, _every(organisation_id, held_to) - sum(counts.values()))


def _every(organisation_id: int, held_to: str) -> int:
    chosen = listing.choosing(organisation_id, Filter(_KIND, held_to=held_to))
    select, values = chosen.select("COUNT(*)", "")
    row = statements.row(select, values)
    return int(row[0]) if row else 0


def _within(organisation_id: int, held_to: str) -> tuple[str, list[object]]:
    """Only what the branch somebody is held to lets them see."""
    if not held_to:
        return "", []
    chosen = listing.choosing(organisation_id, Filter(_KIND, held_to=held_to))
    select, values = chosen.select(chosen.row, "")
    return f" AND record_id IN ({select})", values


def _marks(keys: Collection[str]) -> str:
    return ", ".join(["%s"] * len(keys))


__all__ = ["cells"]

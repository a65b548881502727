"""The tree of units, by its materialised paths."""

from __future__ import annotations

from holdtrue.store import reading
from holdtrue.store.models import Record


def branch(organisation_id: int, unit: int) -> tuple[int, ...]:
    """Return the row ids of a unit and those above it, lowest first. Two queries."""
    found = reading.by_id(organisation_id, [unit]).get(unit)
    refs = [ref for ref in (found.path if found else "").split("/") if ref]
    by_ref = reading.by_ref(organisation_id, refs)
    return tuple(by_ref[ref].pk for ref in reversed(refs) if ref in by_ref)


def children(organisation_id: int, above: str = "") -> list[Record]:
    """Return the units right below a path ('' for the top), by name."""
    rows = Record.rows.of(organisation_id).filter(
        kind="unit", retired_day__isnull=True, path__startswith=above
    )
    depth = above.count("/") + 1
    return [r for r in rows.order_by("title") if r.path.count("/") == depth]

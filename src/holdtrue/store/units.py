"""The tree of units, by its materialised paths."""

from __future__ import annotations

from holdtrue.store import reading, statements
from holdtrue.store.models import Record

PLACING = ("system", "systems", "about", "targets", "covers", "addresses")
"""Relations by which what has no unit of its own lies where it leads to: a risk in the unit of its system."""
_NAMES = ", ".join(f"'{name}'" for name in PLACING)
LED_TO = (
    f"SELECT 1 FROM store_link p JOIN store_record t ON t.id = p.target_id AND p.relation IN ({_NAMES})"
    f" LEFT JOIN store_link q ON q.source_id = t.id AND q.relation IN ({_NAMES}) AND t.unit_id IS NULL"
    " LEFT JOIN store_record s ON s.id = q.target_id WHERE p.source_id = {row}"
)
"""A query over what a row leads to in one step or two; the unit found is PLACE."""
PLACE = "coalesce(t.unit_id, s.unit_id)"


def led_to(record: Record) -> frozenset[str]:
    """Return the paths of the units in which the records lie that this one leads to. One query."""
    rows = statements.rows(
        "SELECT DISTINCT u.path FROM store_record u WHERE u.organisation_id = %s AND u.id IN ("
        + LED_TO.replace("SELECT 1", f"SELECT {PLACE}", 1).format(row="%s")
        + ")",
        [record.organisation_id, record.pk],
    )
    return frozenset(path for (path,) in rows)


def branch(organisation_id: int, unit: int) -> tuple[int, ...]:
    """Return the row ids of a unit and those above it, lowest first. One query, or two where any is above it."""
    found = statements.row(
        "SELECT ref, path, retired_day FROM store_record WHERE id = %s AND organisation_id = %s",
        [unit, organisation_id],
    )
    if found is None:
        return ()
    own, path, retired = found
    refs = [ref for ref in path.split("/") if ref]
    if refs == [own] and retired is None:
        return (unit,)
    rows = reading.rows_by_ref(organisation_id, refs)
    return tuple(rows[ref] for ref in reversed(refs) if ref in rows)


def children(organisation_id: int, above: str = "") -> list[Record]:
    """Return the units right below a path ('' for the top), by name."""
    rows = Record.rows.of(organisation_id).filter(
        kind="unit", retired_day__isnull=True, path__startswith=above
    )
    depth = above.count("/") + 1
    return [r for r in rows.order_by("title") if r.path.count("/") == depth]


def below(organisation_id: int, path: str) -> list[Record]:
    """Return a unit and everything under it, by path."""
    return list(Record.rows.of(organisation_id).filter(kind="unit", path__startswith=path).order_by("path"))


def move(organisation_id: int, unit: Record, above: str) -> None:
    """Put a unit, with everything under it, below another path ('' for the top)."""
    was, now = unit.path, f"{above}{unit.ref}/"
    some = below(organisation_id, was)
    for record in some:
        record.path = now + record.path[len(was) :]
    Record.rows.of(organisation_id).bulk_update(some, ["path"], batch_size=100)
    unit.path = now

"""Asks the sort keys for records by the value of one field, or by a range of its values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from holdtrue.core import sortkeys
from holdtrue.store import statements


@dataclass(frozen=True, slots=True)
class Corrected:
    """A value asked for of which it is known, by row id, where what is stored no longer counts."""

    value: object
    also: tuple[int, ...]
    """Rows that count as bearing it."""
    but: tuple[int, ...]
    """Rows stored with it that do not."""


def within(organisation_column: str, kind: str, field: str, value: object) -> tuple[str, list[Any]]:
    """Return the condition that a row id bears a value, or one between the two of a pair."""
    if isinstance(value, Corrected):
        stored, values = within(organisation_column, kind, field, value.value)
        kept = f"SELECT record_id FROM {stored.removeprefix('IN ')} AS kept"
        but = f"{kept} WHERE NOT ({statements.among('record_id')})"
        also = f"SELECT id FROM store_record WHERE {statements.among('id')}"
        told = [*values, statements.listed(value.but), statements.listed(value.also)]
        return f"IN ({but} UNION ALL {also})", told
    spec = sortkeys.sorted_by(kind)[field]
    ends = value if isinstance(value, tuple) else (value, value)
    condition = (
        f"IN (SELECT k.record_id FROM store_sortkey k WHERE k.organisation_id = {organisation_column}"
        " AND k.kind = %s AND k.field = %s AND k.retired IN (TRUE, FALSE) AND k.value BETWEEN %s AND %s)"
    )
    return condition, [kind, field, *(sortkeys.key_of(spec, end) for end in ends)]


def alone(
    organisation_id: int, kind: str, field: str, value: object, *, retired: bool
) -> tuple[str, list[Any]] | None:
    """Return the query for the records that bear one value, where the keys tell it; None where they do not."""
    spec = sortkeys.sorted_by(kind).get(field)
    if spec is None or (spec.type != "yes_no" and value not in dict(spec.choices)):
        return None
    select = (
        "SELECT 1 FROM store_sortkey WHERE organisation_id = %s AND kind = %s AND retired = %s AND field = %s"
        " AND value = %s"
    )
    return select, [organisation_id, kind, retired, field, sortkeys.key_of(spec, value)]


__all__ = ["Corrected", "alone", "within"]

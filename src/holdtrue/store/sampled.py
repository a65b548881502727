"""Reads the systems a sample is drawn from, and what kept of those drawn: columns only, no record is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day


def counted(organisation_id: int) -> list[tuple[str, str]]:
    """Return (uid, class) of every system the practices count: in scope, not ended, in use where it is sorted."""
    found = statements.rows(
        "SELECT r.uid, s.population FROM store_standing s JOIN store_record r ON r.id = s.scope_id"
        " WHERE s.organisation_id = %s AND s.population <> ''",
        [organisation_id],
    )
    return [(uid, population) for uid, population in found]


class Packed(NamedTuple):
    """One system with its stored standing."""

    uid: str
    row: int
    ref: str
    title: str
    packed: bytes


def standing(organisation_id: int, uids: Sequence[str]) -> list[Packed]:
    """Return those systems with their standing as stored, in no order."""
    found = statements.rows(
        f"SELECT r.uid, r.id, r.ref, r.title, s.packed FROM {statements.each(str)}"
        " CROSS JOIN store_record r JOIN store_standing s ON s.scope_id = r.id"
        " WHERE r.uid = j.value AND r.organisation_id = %s",
        [statements.listed(list(uids)), organisation_id],
    )
    return [Packed(uid, row, ref, title, bytes(packed)) for uid, row, ref, title, packed in found]


def evidence(organisation_id: int, rows: Sequence[int], by: Day) -> list[tuple[int, str, str]]:
    """Return (row of the system, ref, title) of the evidence about systems that was recorded by the end of a day."""
    found = statements.rows(
        f"SELECT l.target_id, r.ref, r.title FROM {statements.each()} CROSS JOIN store_link l"
        " JOIN store_record r ON r.id = l.source_id"
        " WHERE l.organisation_id = %s AND l.target_id = j.value AND l.relation = 'about'"
        " AND r.kind = 'evidence' AND r.recorded_day <= %s AND (r.retired_day IS NULL OR r.retired_day > %s)"
        " ORDER BY r.id",
        [statements.listed(rows), organisation_id, by, by],
    )
    return [(row, ref, title) for row, ref, title in found]


__all__ = ["Packed", "counted", "evidence", "standing"]

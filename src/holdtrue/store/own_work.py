"""Finds what is somebody's own work among records an audit looks at: owned, written or signed by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

OWNED, WRITTEN, SIGNED = "owned", "written", "signed"
_NAMING = ("owner", "overseer", "approver", "holder", "lead", "accepted_by", "chair")
_MOST = 50
_SELECT = "SELECT DISTINCT r.id, r.ref, r.title FROM"
_TIE = (
    "SELECT 1 FROM store_link t JOIN store_record y ON y.id = t.target_id WHERE t.source_id = r.id"
    " AND t.organisation_id = r.organisation_id AND t.relation IN ('system', 'systems', 'about') AND y.kind = 'system'"
)

_READ = (
    "SELECT 1 FROM store_link e WHERE e.source_id = r.id AND e.organisation_id = r.organisation_id"
    " AND e.relation = 'read_by' AND e.target_id = %s"
)
"""Whoever read evidence that another attached wrote a revision of it, and made none of it."""


class Own(NamedTuple):
    """One record that is somebody's work."""

    ref: str
    title: str
    how: str
    """owned, written or signed."""


def found(
    organisation_id: int,
    person: int,
    accounts: Sequence[str],
    *,
    kinds: Sequence[str],
    systems: Sequence[int],
) -> list[Own]:
    """Return what is theirs: of these systems, tied to one of them, or of these kinds and tied to no system at all."""
    told: dict[int, Own] = {}
    for how, source, params in _asked(person, accounts):
        query = (
            f"{_SELECT} {source} AND r.organisation_id = %s AND r.retired_day IS NULL"
            f" AND r.kind IN ({_marks(kinds)}) AND {_covered()} ORDER BY r.id LIMIT {_MOST}"
        )
        drawn = statements.listed(systems)
        rows = statements.rows(query, [*params, organisation_id, *kinds, drawn, drawn])
        for row, ref, title in rows:
            told.setdefault(row, Own(ref, title, how))
    return [told[row] for row in sorted(told)]


def _asked(person: int, accounts: Sequence[str]) -> list[tuple[str, str, list[object]]]:
    joined = "JOIN store_record r ON r.id"
    owned = (
        f"store_link l {joined} = l.source_id WHERE l.organisation_id = r.organisation_id"
        f" AND l.target_id = %s AND l.relation IN ({_marks(_NAMING)})"
    )
    signed = (
        f"store_signoff s {joined} = s.record_id WHERE s.organisation_id = r.organisation_id"
        " AND s.signer_id = %s"
    )
    asked: list[tuple[str, str, list[object]]] = [
        (OWNED, owned, [person, *_NAMING]),
        (SIGNED, signed, [person]),
    ]
    if accounts:
        written = (
            f"store_revision v {joined} = v.record_id WHERE v.organisation_id = r.organisation_id"
            f" AND v.author IN ({_marks(accounts)}) AND (v.number = 1 OR r.kind <> 'evidence' OR NOT EXISTS ({_READ}))"
        )
        asked.append((WRITTEN, written, [*accounts, person]))
    return asked


def _covered() -> str:
    """A system counts where it was drawn; what is tied to systems where one of them was; the rest always."""
    return (
        f"CASE WHEN r.kind = 'system' THEN {statements.among('r.id')}"
        f" ELSE NOT EXISTS ({_TIE}) OR EXISTS ({_TIE} AND {statements.among('y.id')}) END"
    )


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


__all__ = ["OWNED", "SIGNED", "WRITTEN", "Own", "found"]

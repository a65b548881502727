"""Reads signatures asked for: who is asked on a record, and what is asked of a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.store import statements
from holdtrue.store.models import SignParty, SignRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from holdtrue.store.models import Record

_HELD = (
    " JOIN store_record r ON r.organisation_id = q.organisation_id AND r.kind = 'role' AND r.key = a.role"
    " AND r.retired_day IS NULL JOIN store_link l ON l.organisation_id = q.organisation_id AND l.source_id = r.id"
    " AND l.relation IN ('holder', 'deputy')"
)
_OPEN = "q.organisation_id = %s AND q.closed_day IS NULL"


@dataclass(frozen=True, slots=True)
class Open:
    """One open request with those it asks."""

    row: SignRequest
    parties: tuple[SignParty, ...]

    @property
    def needed(self) -> int:
        """How many of them must sign."""
        return int(self.row.needed)


def asked_to_sign(record: Record) -> frozenset[str]:
    """Return the uids of the people whose signature is asked for on a record: named, or by a role they hold."""
    of = [record.organisation_id, record.pk]
    rows = statements.rows(
        "SELECT p.uid FROM store_signrequest q JOIN store_signparty a ON a.request_id = q.id"
        f" JOIN store_record p ON p.id = a.person_id WHERE {_OPEN} AND q.record_id = %s"
        f" UNION SELECT p.uid FROM store_signrequest q JOIN store_signparty a ON a.request_id = q.id{_HELD}"
        f" JOIN store_record p ON p.id = l.target_id WHERE {_OPEN} AND q.record_id = %s AND a.role <> ''",
        [*of, *of],
    )
    return frozenset(row[0] for row in rows)


def open_on(organisation_id: int, records: Iterable[int]) -> list[Open]:
    """Return the open requests on some records, the first asked first."""
    ids = statements.rows(
        f"SELECT q.id FROM {statements.each()} CROSS JOIN store_signrequest q"
        f" WHERE {_OPEN} AND q.record_id = j.value",
        [statements.listed(records), organisation_id],
    )
    if not ids:
        return []
    rows = SignRequest.rows.of(organisation_id).filter(pk__in=[row[0] for row in ids])
    return _with_parties(organisation_id, rows.order_by("id"))


def open_of(organisation_id: int, person: int, *, most: int) -> list[Open]:
    """Return the open requests that name a person, or a role they hold or stand in for, the first asked first."""
    ids = statements.rows(
        "SELECT q.id FROM store_signrequest q JOIN store_signparty a ON a.request_id = q.id"
        f" WHERE {_OPEN} AND a.person_id = %s"
        f" UNION SELECT q.id FROM store_signrequest q JOIN store_signparty a ON a.request_id = q.id{_HELD}"
        f" WHERE {_OPEN} AND a.role <> '' AND l.target_id = %s ORDER BY 1 {statements.at_most(most)}",
        [organisation_id, person, organisation_id, person],
    )
    if not ids:
        return []
    rows = SignRequest.rows.of(organisation_id).filter(pk__in=[row[0] for row in ids])
    return _with_parties(organisation_id, rows.order_by("id"))


def naming(organisation_id: int, person: int, *, most: int) -> list[Open]:
    """Return the open requests on standing records that ask a person by name and that they have not answered."""
    ids = statements.rows(
        "SELECT q.id FROM store_signrequest q JOIN store_signparty a ON a.request_id = q.id"
        " JOIN store_record r ON r.id = q.record_id AND r.retired_day IS NULL"
        f" WHERE {_OPEN} AND a.person_id = %s AND NOT EXISTS (SELECT 1 FROM store_signoff s"
        " WHERE s.organisation_id = q.organisation_id AND s.record_id = q.record_id AND s.signer_id = a.person_id"
        f" AND s.signed_at >= q.asked_at) ORDER BY 1 {statements.at_most(most)}",
        [organisation_id, person],
    )
    if not ids:
        return []
    rows = SignRequest.rows.of(organisation_id).filter(pk__in=[row[0] for row in ids])
    return _with_parties(organisation_id, rows.order_by("id"))


def open_in(organisation_id: int, *, most: int) -> list[Open]:
    """Return every open request of an organisation, the first asked first."""
    rows = SignRequest.rows.of(organisation_id).filter(
        closed_day__isnull=True, record__retired_day__isnull=True
    )
    return _with_parties(organisation_id, rows.order_by("id")[:most])


def _with_parties(organisation_id: int, rows: QuerySet[SignRequest]) -> list[Open]:
    found: Sequence[SignRequest] = list(rows.select_related("record"))
    if not found:
        return []
    parties: dict[int, list[SignParty]] = {}
    asked = SignParty.rows.of(organisation_id).filter(request_id__in=[r.pk for r in found])
    for party in asked.select_related("person").order_by("id"):
        parties.setdefault(party.request_id, []).append(party)
    return [Open(request, tuple(parties.get(request.pk, ()))) for request in found]


__all__ = ["Open", "asked_to_sign", "naming", "open_in", "open_of", "open_on"]

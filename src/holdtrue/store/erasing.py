"""Empties what lies behind a commitment: the one change that the append-only guards let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from holdtrue.store import statements
from holdtrue.store.models import (
    CalendarFeed,
    DoorLink,
    Entry,
    EntryText,
    ImportRow,
    NoticePlan,
    Payload,
    Revision,
    WorkingCopy,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from holdtrue.store.models import Record


def contents(record: Record, numbers: Collection[int]) -> int:
    """Erase what these revisions of a record say, with the salt; return how many still said something."""
    revisions = Revision.rows.of(record.organisation_id).filter(record=record, number__in=numbers)
    payloads = Payload.rows.of(record.organisation_id).filter(revision__in=revisions, body__isnull=False)
    return payloads.update(body=None, salt=None)


def texts(log_id: int, record: Record) -> int:
    """Erase every reason, comment and other text that entries about a record commit to; return how many there were."""
    entries = Entry.objects.filter(log_id=log_id, record_uid=record.uid)
    return _emptied(EntryText.objects.filter(log_id=log_id, seq__in=entries.values("seq")))


def reasons(log_id: int, record: Record, numbers: Collection[int]) -> int:
    """Erase the reasons given with these revisions, not what signatures and values say; return how many there were."""
    entries = Entry.objects.filter(log_id=log_id, record_uid=record.uid, revision__in=numbers)
    return _emptied(EntryText.objects.filter(log_id=log_id, what="reason", seq__in=entries.values("seq")))


def _emptied(rows: QuerySet[EntryText]) -> int:
    return rows.filter(text__isnull=False).update(text=None, salt=None)


def kept_beside(person: Record, accounts: Collection[str]) -> None:
    """Delete what the register keeps about a person outside its log: links, feeds, addresses, unfinished forms.

    `accounts` are those that stood for them here: what they typed and never sent goes too.
    """
    for model in (DoorLink, CalendarFeed, NoticePlan):
        model.rows.of(person.organisation_id).filter(person=person).delete()
    ImportRow.rows.of(person.organisation_id).filter(record=person).update(content={}, why={})
    about_or_by_them = Q(form__contains=person.ref) | Q(account__in=accounts)
    WorkingCopy.rows.of(person.organisation_id).filter(about_or_by_them).delete()


def for_good() -> None:
    """Have what this connection deletes overwritten at once, not merely released; call before anything is erased."""
    if connection.vendor == "sqlite":
        statements.run("PRAGMA secure_delete = ON", [])


def swept() -> None:
    """Clear what erasing left in the search index and the write-ahead log; call after the transaction.

    PostgreSQL does both by itself when it vacuums.
    """
    if connection.vendor == "sqlite":
        statements.run("INSERT INTO store_search (store_search) VALUES ('optimize')", [])
        statements.run("PRAGMA wal_checkpoint(TRUNCATE)", [])


def as_usual() -> None:
    """Release what is deleted from now on without overwriting it; call last, whatever happened."""
    if connection.vendor == "sqlite":
        statements.run("PRAGMA secure_delete = OFF", [])


__all__ = ["as_usual", "contents", "for_good", "kept_beside", "reasons", "swept", "texts"]

"""What pages and interfaces ask of documents: the fields of a revision, its file, which there are by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from holdtrue.core.refusals import NotFound
from holdtrue.store import blobs, reading
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller


def fields_of(record: Record, number: int | None = None) -> Mapping[str, object]:
    """Return the fields of a revision, the newest where none is named. One query."""
    found: Mapping[str, object] = reading.body(record, number)["fields"]
    return found


def kept_file(caller: Caller, record: Record, number: int) -> tuple[BinaryIO, str]:
    """Return the file a revision is kept as, with its name; NotFound where it is none."""
    fields = fields_of(record, number)
    digest = str(fields.get("file_digest") or "")
    if not digest:
        raise NotFound("file.not_found", name=record.ref)
    return blobs.open_file(caller.organisation, digest), str(fields.get("file_name") or digest)


def of_topic(caller: Caller) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (kind, topic) → (ref, title) of the newest such record. One query."""
    rows = (
        Record.rows.of(caller.organisation.pk)
        .filter(kind__in=("policy", "procedure", "scope", "risk_criteria"), retired_day__isnull=True)
        .order_by("number")
        .values_list("kind", "key", "ref", "title")
    )
    return {(kind, key): (ref, title or ref) for kind, key, ref, title in rows}

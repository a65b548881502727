"""Finds records and reads their revisions, always within one organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.core.refusals import NotFound
from holdtrue.store.models import Payload, Record, RefAlias, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable


def record(organisation_id: int, ref: str) -> Record:
    """Return the record of that ref, following aliases of merged records; NotFound where there is none."""
    rows = Record.rows.of(organisation_id)
    found = rows.filter(ref=ref).first()
    if found is None:
        alias = RefAlias.rows.of(organisation_id).filter(ref=ref).select_related("record").first()
        found = alias.record if alias else None
    if found is None:
        raise NotFound("record.not_found", ref=ref)
    return found


def body(record: Record, number: int | None = None) -> dict[str, Any]:
    """Return a revision's content (the newest where no number is given): fields, links and source_fields."""
    return bodies(record.organisation_id, [(record.pk, number or record.head_number)])[record.pk]


def bodies(organisation_id: int, wanted: Iterable[tuple[int, int]]) -> dict[int, dict[str, Any]]:
    """Return the contents of (record, revision number) pairs, by record; an erased one is empty."""
    pairs = dict(wanted)
    rows = (
        Payload.rows.of(organisation_id)
        .filter(revision__record_id__in=list(pairs))
        .values_list("revision__record_id", "revision__number", "body")
    )
    found = {
        record_id: {"fields": {}, "links": {}, "source_fields": {}, **(orjson.loads(text) if text else {})}
        for record_id, number, text in rows
        if pairs[record_id] == number
    }
    empty: dict[str, Any] = {"fields": {}, "links": {}, "source_fields": {}}
    return {record_id: found.get(record_id, empty) for record_id in pairs}


def revision(record: Record, number: int) -> Revision:
    """Return one revision of a record; NotFound where there is none."""
    found = Revision.rows.of(record.organisation_id).filter(record_id=record.pk, number=number).first()
    if found is None:
        raise NotFound("revision.not_found", ref=record.ref, number=number)
    return found


def by_uid(organisation_id: int, uids: Iterable[str]) -> dict[str, Record]:
    """Return records by uid."""
    return {r.uid: r for r in Record.rows.of(organisation_id).filter(uid__in=list(uids))}

"""The file that is a document: kept by its digest, which the sign-off binds."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.evidence import blob_row
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import edit_within, find
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.store import blobs, reading

if TYPE_CHECKING:
    from holdtrue.store.models import Record

DOCUMENTS = ("scope", "policy", "procedure")
"""Kinds that are documents: written here, kept as a file, or watched behind a link."""
ENDINGS = (".pdf", ".docx", ".odt", ".txt", ".md")
"""Files people keep as documents; none of them is shown by a browser here."""


def document_of(caller: Caller, ref: str) -> Record:
    """Return the document; BadInput for a record of another kind."""
    record = find(caller, ref)
    if record.kind not in DOCUMENTS:
        raise BadInput("document.none", ref=record.ref, kind=KINDS[record.kind].label)
    return record


def keep_file(
    caller: Caller, ref: str, file: BinaryIO, name: str, *, revision: int | None = None, why: str = ""
) -> Record:
    """Make a file the document, by a new revision; its digest is material. Stale where the record moved on."""
    record = document_of(caller, ref)
    require(caller, "edit", on_record(record))
    if PurePath(name).suffix.lower() not in ENDINGS:
        raise BadInput("document.file_type", field="file", name=name, known=ENDINGS)
    kept = blobs.keep(caller.organisation, file, name)
    with acting(caller, f"{record.kind}.edit", "edit", on_record(record)) as act:
        reading.renew(record)
        if revision is not None and revision != record.head_number:
            raise Stale("record.stale", ref=record.ref, based_on=revision, newest=record.head_number)
        blob = blob_row(act, kept)
        fields = {"file_name": kept.name, "file_digest": kept.sha256}
        edit_within(act, record, fields, {}, why=why)
        act.note(record, evidence=(blob.sha256, blob.size))
        return record

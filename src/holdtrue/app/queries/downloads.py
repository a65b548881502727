"""The file a piece of evidence points to, opened for sending."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.core.refusals import NotFound
from holdtrue.store import blobs, reading
from holdtrue.store.models import Blob

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller


def file_of(caller: Caller, ref: str) -> tuple[BinaryIO, str, int]:
    """Return (file, name, size); NotFound where the record keeps none here, NotAllowed where it may not be read."""
    record = find(caller, ref)
    require(caller, "read", on_record(record))
    sha256 = str(reading.body(record)["fields"].get("hash", ""))
    blob = Blob.rows.of(caller.organisation.pk).filter(sha256=sha256).first() if sha256 else None
    if record.kind != "evidence" or blob is None:
        raise NotFound("file.not_found", name=ref)
    return blobs.open_file(caller.organisation, sha256), blob.name, blob.size

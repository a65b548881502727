"""The files evidence points to: what is kept, and the beginning of those that can be read as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.store import blobs, reading
from holdtrue.store.models import Blob

if TYPE_CHECKING:
    from holdtrue.store.models import Organisation, Record

SHOWN = 20_000
"""Characters of a text file shown beside the form that reads it."""
_TEXTS = ("text/", "application/json", "application/x-yaml", "application/xml")


@dataclass(frozen=True, slots=True)
class Held:
    """One kept file."""

    name: str
    size: int
    media_type: str
    text: str
    """Its beginning, where it is text; '' where it is not."""


def held(organisation: Organisation, record: Record) -> Held | None:
    """Return the file a piece of evidence points to; None where it points to none that is kept here."""
    sha256 = str(reading.body(record)["fields"].get("hash", ""))
    blob = Blob.rows.of(organisation.pk).filter(sha256=sha256).first() if sha256 else None
    if blob is None:
        return None
    return Held(blob.name, blob.size, blob.media_type, _beginning(organisation, blob))


def _beginning(organisation: Organisation, blob: Blob) -> str:
    if not blob.media_type.startswith(_TEXTS):
        return ""
    with blobs.open_file(organisation, blob.sha256) as file:
        start = file.read(SHOWN)
    if b"\x00" in start:
        return ""
    return start.decode("utf-8", "replace")

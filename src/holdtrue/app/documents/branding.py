"""The name, colour and logo that an adviser's pack puts on what an organisation prints and on its door."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from holdtrue.app.packing import unpacked
from holdtrue.store.models import Pack as Row

if TYPE_CHECKING:
    from holdtrue.reports.document import Document

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose name stands on it, as plain text, in which colour and picture; all empty where no pack says any."""

    name: str = ""
    colour: str = ""
    logo: bytes = b""
    """A PNG picture; b"" for none."""
    digest: str = ""
    """Of the pack it is from, so that a picture kept by a browser follows it."""


def brand_of(organisation_id: int) -> Brand:
    """Return the brand of the pack installed last that has one. One query."""
    rows = Row.rows.of(organisation_id).order_by("-installed_at", "-id").values_list("pk", "digest")
    for row, digest in rows:
        found = _read(organisation_id, row, digest)
        if found.name or found.colour or found.logo:
            return found
    return Brand()


@lru_cache(maxsize=256)
def _read(organisation_id: int, row: int, digest: str) -> Brand:
    """A pack's own word, read once for each of its digests."""
    pack = unpacked(bytes(Row.rows.of(organisation_id).get(pk=row).content))
    plain = "".join(letter for letter in pack.brand if letter.isprintable())
    return Brand(" ".join(plain.split())[:_LONGEST], pack.colour, pack.logo, digest[:16])


def branded(organisation_id: int, document: Document) -> Document:
    """Return the document with the brand in force; what it says stays as it is."""
    found = brand_of(organisation_id)
    return replace(document, brand=found.name, colour=found.colour, logo=found.logo)


__all__ = ["Brand", "brand_of", "branded"]

"""The ways into an organisation from outside: found by a digest or a code before the organisation is known."""

from __future__ import annotations

import hmac

from holdtrue.store import statements
from holdtrue.store.models import Boxed, Door, DoorLink, Organisation, ToolRequest


def by_link(digest: str) -> tuple[Organisation, DoorLink] | None:
    """Return the link kept under that digest, with its organisation; None where there is none."""
    found = statements.row("SELECT organisation_id, id FROM store_doorlink WHERE digest = %s", [digest])
    if found is None:
        return None
    link: DoorLink = DoorLink.rows.of(found[0]).select_related("organisation", "person").get(pk=found[1])
    return (link.organisation, link) if hmac.compare_digest(link.digest, digest) else None


def by_code(code: str) -> tuple[Organisation, Door] | None:
    """Return the door of that code, with its organisation; None where there is none."""
    found = statements.row("SELECT organisation_id, id FROM store_door WHERE code = %s", [code])
    if found is None:
        return None
    door: Door = Door.rows.of(found[0]).select_related("organisation", "answers").get(pk=found[1])
    return (door.organisation, door) if hmac.compare_digest(door.code.encode(), code.encode()) else None


def by_receipt(organisation_id: int, digest: str) -> Boxed | ToolRequest | None:
    """Return the concern or the request that a receipt belongs to; None for any other code."""
    for kind in (Boxed, ToolRequest):
        row: Boxed | ToolRequest | None = kind.rows.of(organisation_id).filter(receipt=digest).first()
        if row is not None and hmac.compare_digest(row.receipt, digest):
            return row
    return None


__all__ = ["by_code", "by_link", "by_receipt"]

"""Attestations found by the address of their public page, before the organisation is known."""

from __future__ import annotations

import hmac

from holdtrue.store import statements
from holdtrue.store.models import Attestation


def by_code(code: str) -> Attestation | None:
    """Return the signed attestation published at that address, with its organisation; None where there is none."""
    found = statements.row("SELECT organisation_id, id FROM store_attestation WHERE code = %s", [code])
    if found is None:
        return None
    rows = Attestation.rows.of(found[0]).select_related("organisation", "assessor")
    row: Attestation | None = rows.filter(pk=found[1], signed__isnull=False).first()
    return row if row is not None and hmac.compare_digest(str(row.code).encode(), code.encode()) else None


__all__ = ["by_code"]

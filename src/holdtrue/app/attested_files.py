"""The files of a signed attestation, each with the proof that belongs to it, and their check away from the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.core.messages import Message
from holdtrue.ledger.errors import LedgerError
from holdtrue.ledger.keys import VerifyingKey
from holdtrue.ledger.proof import Receipt, verify_file
from holdtrue.store import blobs
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdtrue.store.models import Attestation, Organisation

ACTION = "attestation.attest"
FORMS = ("statement", "document")
_NAMES = {"statement": "json", "document": "pdf"}
MEDIA = {"json": "application/json", "pdf": "application/pdf", "proof": "text/plain; charset=utf-8"}


def name_of(row: Attestation, form: str, *, proof: str = "") -> str:
    """Return the name a file is saved under; that of its proof where `proof` is said."""
    return f"attestation-{row.number:04d}.{_NAMES[form]}{'.proof' if proof else ''}"


def content_of(organisation: Organisation, row: Attestation, form: str) -> bytes:
    """Return the bytes as they were signed; NotFound where they are gone."""
    with blobs.open_file(organisation, row.statement if form == "statement" else row.document) as file:
        return file.read()


def files_of(organisation: Organisation, row: Attestation) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of the statement, the document and their proofs; nothing before it is signed."""
    for form in FORMS if row.signed is not None else ():
        yield name_of(row, form), content_of(organisation, row, form)
        if row.proofs.get(form):
            yield name_of(row, form, proof="yes"), row.proofs[form].encode()


def verified(data: bytes, proof: bytes, key: str) -> dict[str, Any]:
    """Return whether these bytes were signed as an attestation in the log of that key, and what they say."""
    try:
        known = VerifyingKey.from_text(key)
        receipt = Receipt.from_bytes(proof)
        found = verify_file(data, receipt, keys=[known], origin=known.name, action=ACTION)
    except LedgerError as error:
        return {"ok": False, "disagreement": say(Message(error.code, error.params)), "code": error.code}
    return {
        "ok": True,
        "disagreement": None,
        "log": found.entry.log,
        "entry": found.entry.seq,
        "at": found.entry.at,
        "size": found.signed.checkpoint.size,
        "root": found.signed.checkpoint.root.hex(),
        "says": _said(data),
    }


def _said(data: bytes) -> dict[str, Any] | None:
    """What a statement says, in short; None for its PDF."""
    try:
        said = orjson.loads(data)
        return {
            "organisation": said["organisation"],
            "index": said["index"],
            "assessor": said["assessor"]["name"],
            "signed_on": said["signed_on"],
            "good_until": said["good_until"],
        }
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None

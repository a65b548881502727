"""Salted commitments: the log holds a digest nobody can guess from, and the text behind it can be erased."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

from holdtrue.ledger.canonical import canonical
from holdtrue.ledger.errors import MalformedError

SALT_SIZE = 32


@dataclass(frozen=True, slots=True)
class Opening:
    """Salt and exact bytes that open a commitment; once they are erased, the commitment says nothing more."""

    salt: bytes
    body: bytes

    def __post_init__(self) -> None:
        """Refuse a salt of another length: it could be moved into the body unseen."""
        if len(self.salt) != SALT_SIZE:
            raise MalformedError("ledger.commitment.salt", size=len(self.salt), wanted=SALT_SIZE)

    @classmethod
    def of(cls, document: object, *, salt: bytes) -> Opening:
        """Return the opening of a document under a salt drawn for this commitment alone."""
        return cls(salt, canonical(document))

    @property
    def commitment(self) -> str:
        """SHA-256 over salt and body, as lower-case hex: what the entry holds."""
        return sha256(self.salt + self.body).hexdigest()


def commit(document: object, *, salt: bytes) -> str:
    """Return the commitment to a document under a fresh 32-byte salt."""
    return Opening.of(document, salt=salt).commitment


def opens(commitment: str, opening: Opening) -> bool:
    """Tell whether the opening is what the commitment was made from."""
    return hmac.compare_digest(opening.commitment, commitment)

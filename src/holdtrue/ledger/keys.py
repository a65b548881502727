"""The keys that sign notes, and their one-line text forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from holdtrue.ledger.errors import MalformedError
from holdtrue.ledger.spellings import from_base64, to_base64

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_SIZE = 32
SIGNATURE_SIZE = 64
_TIME_SIZE = 8
_PRIVATE = "PRIVATE+KEY+"


class Kind(IntEnum):
    """What a signature says: the key signed the text, or a witness saw it at a time and found it consistent."""

    PLAIN = 1
    WITNESS = 4


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The public half: all that is needed to check what the key signed."""

    name: str
    public: bytes
    kind: Kind = Kind.PLAIN

    def __post_init__(self) -> None:
        """Refuse a name that could not stand in a signature line, and a key of another length."""
        if not is_name(self.name) or len(self.public) != KEY_SIZE:
            raise MalformedError("ledger.key.malformed")

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart; they choose a key, they do not prove one."""
        return sha256(self.name.encode() + b"\n" + self._typed()).digest()[:4]

    def accepts(self, text: bytes, signature: bytes) -> bool:
        """Tell whether the signature is this key's over the text; a witness's carries its time in front."""
        if self.kind is Kind.WITNESS:
            text = witnessed(text, at=int.from_bytes(signature[:_TIME_SIZE], "big"))
            signature = signature[_TIME_SIZE:]
        if len(signature) != SIGNATURE_SIZE:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True

    def to_text(self) -> str:
        """Return `name+key id+base64 of kind and key`, the form other tools read."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(self._typed())}"

    @classmethod
    def from_text(cls, text: str) -> VerifyingKey:
        """Read what `to_text` wrote; the key id inside must be the key's own."""
        name, _, rest = text.partition("+")
        data = from_base64(rest.partition("+")[2])
        if not data or data[0] not in {Kind.PLAIN, Kind.WITNESS}:
            raise MalformedError("ledger.key.malformed")
        key = cls(name, data[1:], Kind(data[0]))
        if key.to_text() != text:
            raise MalformedError("ledger.key.malformed")
        return key

    def _typed(self) -> bytes:
        return bytes([self.kind]) + self.public


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The secret half. Its text form must be kept like a password."""

    name: str
    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls, name: str, *, randomness: Callable[[int], bytes]) -> SigningKey:
        """Return a new key from 32 bytes of `randomness`, which is `secrets.token_bytes` outside tests."""
        return cls(name, randomness(KEY_SIZE))

    def __post_init__(self) -> None:
        """Refuse a name that could not stand in a signature line, and a seed of another length."""
        if not is_name(self.name) or len(self.seed) != KEY_SIZE:
            raise MalformedError("ledger.key.malformed")

    def verifying(self, kind: Kind = Kind.PLAIN) -> VerifyingKey:
        """Return the public half."""
        return VerifyingKey(self.name, self._private().public_key().public_bytes_raw(), kind)

    def signature(self, text: bytes) -> bytes:
        """Return the 64 bytes of the plain signature; the same text always gives the same bytes."""
        return self._private().sign(text)

    def witness_signature(self, text: bytes, *, at: int) -> bytes:
        """Return a witness's signature: seconds since 1970 in eight bytes, then the signature over both."""
        return at.to_bytes(_TIME_SIZE, "big") + self._private().sign(witnessed(text, at=at))

    def to_text(self) -> str:
        """Return the secret as one line."""
        data = to_base64(bytes([Kind.PLAIN]) + self.seed)
        return f"{_PRIVATE}{self.name}+{self.verifying().key_id.hex()}+{data}"

    @classmethod
    def from_text(cls, text: str) -> SigningKey:
        """Read what `to_text` wrote."""
        name, _, rest = text.removeprefix(_PRIVATE).partition("+")
        data = from_base64(rest.partition("+")[2])
        if not data:
            raise MalformedError("ledger.key.malformed")
        key = cls(name, data[1:])
        if key.to_text() != text:
            raise MalformedError("ledger.key.malformed")
        return key

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def is_name(name: str) -> bool:
    """Tell whether a key may be so named: not empty, without spaces, control characters or a plus."""
    return bool(name) and name.isprintable() and "+" not in name and not any(c.isspace() for c in name)


def witnessed(text: bytes, *, at: int) -> bytes:
    """Return what a witness signs: its own heading and time before the note's text."""
    return f"cosignature/v1\ntime {at}\n".encode() + text


def read_keys(data: bytes) -> tuple[VerifyingKey, ...]:
    """Read a file of verifying keys, one a line; a log that changed its key lists the present one first."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError("ledger.key.malformed") from error
    if not text.endswith("\n"):
        raise MalformedError("ledger.key.malformed")
    return tuple(VerifyingKey.from_text(line) for line in text[:-1].split("\n"))

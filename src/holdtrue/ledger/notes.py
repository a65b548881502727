"""Signed notes (C2SP signed-note): a text, a blank line, and one line for each signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.ledger.errors import MalformedError, UnprovenError
from holdtrue.ledger.keys import Kind, SigningKey, VerifyingKey, is_name
from holdtrue.ledger.spellings import from_base64, to_base64

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SIGNATURES = 100
_ID_SIZE = 4
_FIRST_PRINTABLE = 0x20


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line as it stands, checked or not."""

    name: str
    key_id: bytes
    signature: bytes

    def to_bytes(self) -> bytes:
        """Return the line with its line feed."""
        return f"— {self.name} {to_base64(self.key_id + self.signature)}\n".encode()


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands: its text must not be believed before `open_note` has accepted it."""

    text: bytes
    signatures: tuple[Signature, ...]

    def to_bytes(self) -> bytes:
        """Return the note's bytes."""
        return self.text + b"\n" + b"".join(s.to_bytes() for s in self.signatures)

    @classmethod
    def from_bytes(cls, data: bytes) -> Note:
        """Read a note; any other spelling of the same note is refused."""
        text, gap, lines = data.rpartition(b"\n\n")
        text += b"\n"
        if not gap or not _is_clean(text) or not lines.endswith(b"\n"):
            raise MalformedError("ledger.note.malformed")
        rows = lines[:-1].split(b"\n")
        if len(rows) > MOST_SIGNATURES:
            raise MalformedError("ledger.note.signatures", most=MOST_SIGNATURES)
        return cls(text, tuple(_signature(row) for row in rows))


@dataclass(frozen=True, slots=True)
class Opened:
    """A note some known key signed: its text may be believed as far as those keys are."""

    text: bytes
    signers: tuple[VerifyingKey, ...]
    unknown: tuple[Signature, ...]


def sign(text: bytes, *keys: SigningKey) -> bytes:
    """Return the note that carries the text, which ends in a line feed, signed by each key in turn."""
    if not keys or not text.endswith(b"\n") or not _is_clean(text):
        raise MalformedError("ledger.note.malformed")
    signatures = (Signature(k.name, k.verifying().key_id, k.signature(text)) for k in keys)
    return Note(text, tuple(signatures)).to_bytes()


def cosign(data: bytes, key: SigningKey, *, at: int) -> bytes:
    """Return the note with a witness's line added, at seconds since 1970; the caller has checked consistency."""
    note = Note.from_bytes(data)
    signature = key.witness_signature(note.text, at=at)
    line = Signature(key.name, key.verifying(Kind.WITNESS).key_id, signature)
    return Note(note.text, (*note.signatures, line)).to_bytes()


def open_note(data: bytes, keys: Iterable[VerifyingKey]) -> Opened:
    """Return the note's text once a known key is found to have signed it.

    Signatures of unknown keys are passed over; a known key's signature that fails condemns the whole note.
    """
    known = {(key.name, key.key_id): key for key in keys}
    note = Note.from_bytes(data)
    signers: list[VerifyingKey] = []
    unknown: list[Signature] = []
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            unknown.append(line)
        elif not key.accepts(note.text, line.signature):
            raise UnprovenError("ledger.note.bad_signature", name=line.name)
        elif key not in signers:
            signers.append(key)
    if not signers:
        raise UnprovenError("ledger.note.unsigned", names=tuple(sorted({name for name, _ in known})))
    return Opened(note.text, tuple(signers), tuple(unknown))


def _signature(row: bytes) -> Signature:
    try:
        dash, name, encoded = row.decode("utf-8").split(" ")
    except ValueError as error:
        raise MalformedError("ledger.note.malformed") from error
    data = from_base64(encoded)
    if dash != "—" or not is_name(name) or data is None or len(data) <= _ID_SIZE:
        raise MalformedError("ledger.note.malformed")
    return Signature(name, data[:_ID_SIZE], data[_ID_SIZE:])


def _is_clean(text: bytes) -> bool:
    """Tell whether the text is UTF-8 without control characters other than the line feed."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(byte < _FIRST_PRINTABLE for byte in set(text) - {0x0A}) and text != b"\n"

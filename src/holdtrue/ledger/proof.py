"""Receipts (C2SP tlog-proof): one text file that shows, away from the log, that an entry is in it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from holdtrue.ledger import notes
from holdtrue.ledger.checkpoint import Checkpoint, Signed, open_checkpoint
from holdtrue.ledger.entries import Entry, Evidence
from holdtrue.ledger.errors import MalformedError, UnprovenError
from holdtrue.ledger.merkle import HASH_SIZE, Tree, leaf_hash, verify_inclusion
from holdtrue.ledger.spellings import from_base64, number, to_base64

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.ledger.keys import VerifyingKey

_HEADING = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry's bytes, its place, the path to the root, and the signed checkpoint that states the root."""

    entry: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def to_bytes(self) -> bytes:
        """Return the file's bytes; the entry travels in the format's `extra` line."""
        lines = [_HEADING, f"extra {to_base64(self.entry)}", f"index {self.index}"]
        lines += [to_base64(sibling) for sibling in self.path]
        return ("\n".join(lines) + "\n\n").encode() + self.checkpoint

    @classmethod
    def from_bytes(cls, data: bytes) -> Receipt:
        """Read a receipt; any other spelling of the same receipt is refused, and nothing is believed yet."""
        head, _, checkpoint = data.partition(b"\n\n")
        try:
            heading, extra, index_line, *rows = head.decode("ascii").split("\n")
        except ValueError as error:
            raise MalformedError("ledger.receipt.malformed") from error
        entry = from_base64(extra.removeprefix("extra "))
        index = number(index_line.removeprefix("index "))
        path = tuple(from_base64(row) or b"" for row in rows)
        if entry is None or index is None or heading != _HEADING or any(len(h) != HASH_SIZE for h in path):
            raise MalformedError("ledger.receipt.malformed")
        receipt = cls(entry, index, path, checkpoint)
        if receipt.to_bytes() != data:
            raise MalformedError("ledger.receipt.malformed")
        return receipt


@dataclass(frozen=True, slots=True)
class Proven:
    """What a receipt was found to show."""

    entry: Entry
    signed: Signed


def receipt(entry: bytes, *, tree: Tree, checkpoint: bytes) -> Receipt:
    """Return the receipt of an entry's stored bytes under a signed checkpoint that covers it."""
    size = Checkpoint.from_text(notes.Note.from_bytes(checkpoint).text).size
    index = Entry.from_bytes(entry).seq
    return Receipt(entry, index, tree.inclusion_proof(index, size), checkpoint)


def verify_receipt(given: Receipt, *, keys: Iterable[VerifyingKey], origin: str) -> Proven:
    """Return what the receipt shows, or refuse it.

    `keys` and `origin` come from a place the receipt's bearer cannot write to: they say which log is believed.
    """
    signed = open_checkpoint(given.checkpoint, keys, origin=origin)
    entry = Entry.from_bytes(given.entry)
    if entry.log != origin or entry.seq != given.index:
        raise UnprovenError("ledger.receipt.other_place", origin=origin, seq=given.index)
    at = signed.checkpoint
    leaf = leaf_hash(given.entry)
    if not verify_inclusion(leaf, given.index, size=at.size, proof=given.path, root=at.root):
        raise UnprovenError("ledger.receipt.not_included", seq=given.index, size=at.size)
    return Proven(entry, signed)


def verify_file(
    data: bytes, given: Receipt, *, keys: Iterable[VerifyingKey], origin: str, action: str
) -> Proven:
    """Return what the receipt shows where its entry is of that action and speaks of just these bytes; else refuse.

    The action matters: whoever may attach a file to a log holds an entry about it, and that is no signature.
    """
    proven = verify_receipt(given, keys=keys, origin=origin)
    if proven.entry.action != action:
        raise UnprovenError("ledger.receipt.other_action", found=proven.entry.action, action=action)
    if proven.entry.evidence != Evidence(sha256(data).hexdigest(), len(data)):
        raise UnprovenError("ledger.receipt.other_file", seq=given.index)
    return proven

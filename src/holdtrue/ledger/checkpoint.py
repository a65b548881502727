"""Checkpoints (C2SP tlog-checkpoint): a log's size and root, signed, and the signer that never forks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.ledger import durable, notes
from holdtrue.ledger.errors import MalformedError, NotAnExtensionError, UnprovenError
from holdtrue.ledger.merkle import EMPTY_ROOT, HASH_SIZE, verify_consistency
from holdtrue.ledger.spellings import from_base64, number, to_base64

if TYPE_CHECKING:
    from pathlib import Path

    from holdtrue.ledger.keys import SigningKey, VerifyingKey

_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log was: its origin, how many entries it held, and their root."""

    origin: str
    size: int
    root: bytes

    def to_text(self) -> bytes:
        """Return the three lines that are signed."""
        if not self.origin or "\n" in self.origin or self.size < 0 or len(self.root) != HASH_SIZE:
            raise MalformedError("ledger.checkpoint.malformed")
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n".encode()

    @classmethod
    def from_text(cls, text: bytes) -> Checkpoint:
        """Read the lines of an opened note; lines another log's software added after the third are passed over."""
        try:
            lines = text.decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise MalformedError("ledger.checkpoint.malformed") from error
        if len(lines) <= _LINES or lines[-1] or not all(lines[:-1]):
            raise MalformedError("ledger.checkpoint.malformed")
        size, root = number(lines[1]), from_base64(lines[2])
        if size is None or root is None or len(root) != HASH_SIZE:
            raise MalformedError("ledger.checkpoint.malformed")
        return cls(lines[0], size, root)


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint whose note was opened, and the keys found to have signed it."""

    checkpoint: Checkpoint
    signers: tuple[VerifyingKey, ...]


def open_checkpoint(note: bytes, keys: Iterable[VerifyingKey], *, origin: str) -> Signed:
    """Return the checkpoint once the log's own key is found under it; another log's checkpoint is refused.

    Of the keys, those named like the origin are the log's; a witness's signature alone is not enough.
    """
    opened = notes.open_note(note, keys)
    checkpoint = Checkpoint.from_text(opened.text)
    if checkpoint.origin != origin:
        raise UnprovenError("ledger.checkpoint.other_log", origin=origin, found=checkpoint.origin)
    if all(key.name != origin for key in opened.signers):
        raise UnprovenError("ledger.note.unsigned", names=(origin,))
    return Signed(checkpoint, opened.signers)


Consistency = Callable[[int, int], Sequence[bytes]]
"""Gives the proof that the log at the second size extends the log at the first, as `Tree.consistency_proof` does."""


class Signer:
    """Signs checkpoints of one log and never two that contradict each other.

    What it signed last lies in `file`, outside the database: restoring the database from an older copy, cutting
    the log or rewriting an entry then stops the signing, with both heads named. Keep the file on durable storage,
    out of the database's backups. Sign only what is committed.
    """

    def __init__(
        self,
        key: SigningKey,
        *,
        file: Path,
        former: tuple[VerifyingKey, ...] = (),
        replace: Callable[[Path, bytes], None] = durable.replace,
    ) -> None:
        """Take the key, whose name is the log's origin, and the file that `begin` once made.

        `former` are keys the log signed with before: the file's statement may still be one of theirs.
        """
        self._key = key
        self._keys = (key.verifying(), *former)
        self._file = file
        self._replace = replace

    @property
    def origin(self) -> str:
        """The log whose checkpoints this signs."""
        return self._key.name

    def begin(self) -> bytes:
        """Start a log: sign its emptiness. Refused where the file exists, so that no log is begun twice."""
        with durable.held(self._file):
            if self._file.exists():
                raise NotAnExtensionError("ledger.signer.begun", origin=self.origin, file=self._file.name)
            return self._store(Checkpoint(self.origin, 0, EMPTY_ROOT))

    def last(self) -> Checkpoint:
        """Return what was signed last, itself checked against the key."""
        try:
            note = self._file.read_bytes()
        except FileNotFoundError as error:
            raise NotAnExtensionError(
                "ledger.signer.lost", origin=self.origin, file=self._file.name
            ) from error
        return open_checkpoint(note, self._keys, origin=self.origin).checkpoint

    def sign(self, size: int, root: bytes, *, consistency: Consistency) -> bytes:
        """Return the signed checkpoint, stored before it is given out; what does not extend the last is refused."""
        with durable.held(self._file):
            last = self.last()
            found = {
                "origin": self.origin,
                "size": size,
                "root": root.hex(),
                "last_size": last.size,
                "last_root": last.root.hex(),
            }
            if size < last.size:
                raise NotAnExtensionError("ledger.signer.smaller", **found)
            proof = consistency(last.size, size)
            if not verify_consistency(last.size, size, old_root=last.root, new_root=root, proof=proof):
                raise NotAnExtensionError("ledger.signer.inconsistent", **found)
            return self._store(Checkpoint(self.origin, size, root))

    def adopt(self, size: int, root: bytes) -> Checkpoint:
        """Sign from here on, on a head that need not extend the last, and return what was signed before.

        For an openly restored backup only: the caller records the event as an entry. The statement given up stays
        beside the file, as it proves the break to whoever holds a copy.
        """
        with durable.held(self._file):
            last = self.last()
            given_up = self._file.with_name(f"{self._file.name}.given-up-{last.size}-{last.root.hex()[:16]}")
            self._replace(given_up, self._file.read_bytes())
            self._store(Checkpoint(self.origin, size, root))
            return last

    def _store(self, checkpoint: Checkpoint) -> bytes:
        note = notes.sign(checkpoint.to_text(), self._key)
        self._replace(self._file, note)
        return note

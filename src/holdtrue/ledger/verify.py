"""Checks a log entry by entry against leaf hashes, checkpoints, bodies and files, and names what disagrees first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from holdtrue.ledger.checkpoint import Signed, open_checkpoint
from holdtrue.ledger.commitments import Opening, opens
from holdtrue.ledger.entries import Entry, Evidence
from holdtrue.ledger.errors import LedgerError
from holdtrue.ledger.merkle import Frontier, leaf_hash
from holdtrue.ledger.report import Disagreement, DisagreesError, Report

if TYPE_CHECKING:
    from holdtrue.ledger.keys import VerifyingKey

StoredEntry = tuple[int, bytes, bytes]
"""Seq, the entry's bytes as stored, its leaf hash as stored."""
NamedNote = tuple[str, bytes]
"""What people call a checkpoint (its file, its row) and its note."""
Openings = Callable[[str], Opening | None]
"""Gives the opening of a commitment: None where it was erased or left out, MissingError where it should be there."""
Blobs = Callable[[str], Evidence | None]
"""Gives the digest and size now measured of the file kept under a digest; None and MissingError as for openings."""


def verify(
    entries: Iterable[StoredEntry],
    *,
    origin: str,
    keys: Iterable[VerifyingKey],
    checkpoints: Iterable[NamedNote] = (),
    head: Frontier | None = None,
    openings: Openings | None = None,
    blobs: Blobs | None = None,
) -> Report:
    """Read the whole log once, in little memory, and report.

    `head` is the frontier stored beside the log, where one is. Add to `checkpoints` those kept outside the operator's
    reach: only they show that the log as a whole was not written anew.
    """
    check = Verification(origin, openings=openings, blobs=blobs)
    return check.run(entries, checkpoints=checkpoints, keys=keys, head=head)


class Verification:
    """One verification under way."""

    def __init__(self, origin: str, *, openings: Openings | None, blobs: Blobs | None) -> None:
        """Start with nothing read."""
        self.frontier = Frontier()
        self.covered = 0
        self._origin = origin
        self._openings = openings
        self._blobs = blobs
        self._signers: tuple[str, ...] = ()
        self._due: dict[int, list[tuple[str, Signed]]] = {}
        self._bodies = self._absent_bodies = self._read_blobs = self._absent_blobs = 0

    def run(
        self,
        entries: Iterable[StoredEntry],
        *,
        checkpoints: Iterable[NamedNote],
        keys: Iterable[VerifyingKey],
        head: Frontier | None = None,
    ) -> Report:
        """Check everything up to the first disagreement."""
        try:
            self._open(checkpoints, tuple(keys))
            self._compare()
            for seq, data, leaf in entries:
                self._take(seq, data, leaf)
                if self._due:
                    self._compare()
            self._end(head)
        except DisagreesError as error:
            return self.report(error.disagreement)
        return self.report(None)

    def report(self, disagreement: Disagreement | None) -> Report:
        """Return what was read so far, and what disagrees."""
        return Report(
            origin=self._origin,
            entries=self.frontier.size,
            root=self.frontier.root(),
            covered=self.covered,
            signers=self._signers,
            bodies=self._bodies,
            absent_bodies=self._absent_bodies,
            blobs=self._read_blobs,
            absent_blobs=self._absent_blobs,
            first_disagreement=disagreement,
        )

    def _open(self, checkpoints: Iterable[NamedNote], keys: tuple[VerifyingKey, ...]) -> None:
        for name, note in checkpoints:
            try:
                signed = open_checkpoint(note, keys, origin=self._origin)
            except LedgerError as error:
                raise DisagreesError.of(error, file=name) from error
            self._due.setdefault(signed.checkpoint.size, []).append((name, signed))

    def _compare(self) -> None:
        """Hold the log so far against the checkpoints of just this size."""
        size = self.frontier.size
        for name, signed in self._due.pop(size, ()):
            if signed.checkpoint.root != self.frontier.root():
                raise DisagreesError("ledger.verify.checkpoint", file=name, size=size, since=self.covered)
            self._signers = tuple(sorted({key.name for key in signed.signers}))
            self.covered = size

    def _take(self, seq: int, data: bytes, stored: bytes) -> None:
        expected = self.frontier.size
        if seq != expected:
            raise DisagreesError("ledger.verify.gap", seq=expected, found=seq)
        leaf = leaf_hash(data)
        if leaf != stored:
            raise DisagreesError("ledger.verify.leaf", seq=seq, record=_record(data))
        try:
            entry = Entry.from_bytes(data)
        except LedgerError as error:
            raise DisagreesError.of(error, seq=seq) from error
        if entry.seq != seq or entry.log != self._origin:
            raise DisagreesError("ledger.verify.other_place", seq=seq, record=entry.record)
        try:
            self._look_up(entry)
        except LedgerError as error:
            raise DisagreesError.of(error, seq=seq, record=entry.record) from error
        self.frontier.append(leaf)

    def _look_up(self, entry: Entry) -> None:
        """Hold the bodies and the file the entry speaks of against what it says of them."""
        if self._openings:
            for commitment in entry.commitments():
                opening = self._openings(commitment)
                if opening is None:
                    self._absent_bodies += 1
                elif opens(commitment, opening):
                    self._bodies += 1
                else:
                    raise DisagreesError("ledger.verify.body", commitment=commitment)
        if self._blobs and entry.evidence:
            blob = self._blobs(entry.evidence.digest)
            if blob is None:
                self._absent_blobs += 1
            elif blob == entry.evidence:
                self._read_blobs += 1
            else:
                raise DisagreesError("ledger.verify.blob", digest=entry.evidence.digest)

    def _end(self, head: Frontier | None) -> None:
        size = self.frontier.size
        if self._due:
            signed_size = min(self._due)
            raise DisagreesError(
                "ledger.verify.cut", file=self._due[signed_size][0][0], size=signed_size, entries=size
            )
        if head is not None and head.size != size:
            raise DisagreesError("ledger.verify.head_size", size=head.size, entries=size)
        if head is not None and head != self.frontier:
            raise DisagreesError("ledger.verify.head_root", entries=size)


def _record(data: bytes) -> str | None:
    """Return the record an altered entry still names, if it can be read at all."""
    try:
        return Entry.from_bytes(data).record
    except LedgerError:
        return None

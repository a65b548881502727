"""A small log of a made-up organisation, and its export, for the ledger's tests."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.messages import Message
from holdtrue.ledger import notes
from holdtrue.ledger.checkpoint import Checkpoint
from holdtrue.ledger.commitments import Opening
from holdtrue.ledger.entries import Entry, Evidence, instant
from holdtrue.ledger.export import Export
from holdtrue.ledger.keys import SigningKey
from holdtrue.ledger.merkle import Frontier, Tree, leaf_hash
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdtrue.ledger.errors import LedgerError
    from holdtrue.ledger.report import Disagreement

ORIGIN = "holdtrue.example/bakery"
KEY = SigningKey(ORIGIN, bytes(range(32)))
WITNESS = SigningKey("witness.example/notary", b"w" * 32)
PHOTO = b"a photo of the oven's warning label"
START = dt.datetime(2027, 3, 14, 9, 26, 53, 589793, tzinfo=dt.UTC)


def uid(number: int) -> str:
    return str(uuid.UUID(int=(0x7 << 76) + (0x2 << 62) + number))


def salt(number: int) -> bytes:
    return hashlib.sha256(b"salt %d" % number).digest()


def opening(seq: int) -> Opening:
    return Opening.of({"title": f"Revision {seq} of the baking policy"}, salt=salt(seq))


def entry(seq: int, *, log: str = ORIGIN) -> Entry:
    """Every second entry has a reason, every third a file."""
    digest = hashlib.sha256(PHOTO).hexdigest()
    return Entry(
        log=log,
        seq=seq,
        at=instant(START + dt.timedelta(minutes=seq)),
        action="policy.revise",
        action_id=uid(1000 + seq),
        actor=uid(1),
        record=uid(2000 + seq),
        revision=seq,
        contents=opening(seq).commitment,
        reason=opening(500 + seq).commitment if seq % 2 else None,
        evidence=Evidence(digest, len(PHOTO)) if seq % 3 == 0 else None,
    )


@dataclass(frozen=True)
class Log:
    """A log held in memory."""

    entries: tuple[bytes, ...]

    @property
    def leaves(self) -> list[bytes]:
        return [leaf_hash(data) for data in self.entries]

    @property
    def tree(self) -> Tree:
        return Tree.of_leaves(self.leaves)

    @property
    def frontier(self) -> Frontier:
        grown = Frontier()
        for leaf in self.leaves:
            grown.append(leaf)
        return grown

    def stored(self) -> list[tuple[int, bytes, bytes]]:
        return [(seq, data, leaf_hash(data)) for seq, data in enumerate(self.entries)]

    def checkpoint(self, size: int | None = None, *, key: SigningKey = KEY) -> bytes:
        size = len(self.entries) if size is None else size
        return notes.sign(Checkpoint(key.name, size, self.tree.root(size)).to_text(), key)

    def openings(self) -> list[Opening]:
        numbers = [*range(len(self.entries)), *(500 + n for n in range(1, len(self.entries), 2))]
        return [opening(number) for number in numbers]


def log(size: int) -> Log:
    return Log(tuple(entry(seq).to_bytes() for seq in range(size)))


def export(folder: Path, made: Log, *, sizes: Sequence[int] = (), key: SigningKey = KEY) -> None:
    """Export with all bodies, the photo, a document, and checkpoints at those sizes and at the whole, witnessed."""
    out = Export(folder)
    out.put_entries(made.entries)
    for size in {*sizes, len(made.entries)}:
        out.put_checkpoint(notes.cosign(made.checkpoint(size, key=key), WITNESS, at=1_804_000_000))
    for each in made.openings():
        out.put_opening(each)
    if made.entries:
        out.put_blob(hashlib.sha256(PHOTO).hexdigest(), [PHOTO])
    (folder / "reports").mkdir()
    (folder / "reports" / "Übersicht 2027.txt").write_bytes(b"What holds, why and until when.\n")
    out.seal(key)


def said(found: LedgerError | Disagreement | None) -> str:
    """Say it in English: each refusal and each disagreement must have its sentence and all of its blanks."""
    assert found is not None
    return say(Message(found.code, found.params))

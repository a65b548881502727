"""Writes an exported log: the folder that anyone can check without the product."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from holdtrue.ledger import folder as layout
from holdtrue.ledger import notes
from holdtrue.ledger.checkpoint import Checkpoint
from holdtrue.ledger.folder import Manifest, Sealed
from holdtrue.ledger.merkle import Frontier, leaf_hash
from holdtrue.ledger.tiles import TileWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdtrue.ledger.commitments import Opening
    from holdtrue.ledger.keys import SigningKey, VerifyingKey


class Export:
    """A folder being filled: put in entries, checkpoints, whatever bodies, blobs and documents, then seal it."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which is made if it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def put_entries(self, entries: Iterable[bytes]) -> Frontier:
        """Write the log's stored entry bytes in order of seq, with the tiles over them, and return the frontier."""
        frontier, tiles = Frontier(), TileWriter()
        with self._file(layout.ENTRIES).open("wb") as stream:
            for entry in entries:
                leaf = leaf_hash(entry)
                frontier.append(leaf)
                stream.write(entry + b"\n")
                for tile in tiles.append(leaf):
                    self._file(tile.place.to_path()).write_bytes(tile.data)
        for tile in tiles.partial():
            self._file(tile.place.to_path()).write_bytes(tile.data)
        return frontier

    def put_checkpoint(self, note: bytes) -> None:
        """Add a signed checkpoint, with whatever witnesses added to it; one of the whole log must be among them."""
        size = Checkpoint.from_text(notes.Note.from_bytes(note).text).size
        self._file(f"{layout.CHECKPOINTS}{size}").write_bytes(note)

    def put_opening(self, opening: Opening) -> None:
        """Add what opens a commitment of an entry; what was erased or must not travel is left out."""
        self._file(f"{layout.PAYLOADS}{opening.commitment}").write_bytes(layout.payload(opening))

    def put_blob(self, digest: str, chunks: Iterable[bytes]) -> None:
        """Add an evidence file under the digest its entry gives."""
        with self._file(f"{layout.BLOBS}{digest}").open("wb") as stream:
            stream.writelines(chunks)

    def seal(self, key: SigningKey, *, former: Iterable[VerifyingKey] = ()) -> Manifest:
        """Write the keys and the signed list of every file now in the folder, documents of others included."""
        keys = (key.verifying(), *former)
        sealed = (measured(self._folder, path) for path in files(self._folder) if layout.is_path(path))
        manifest = Manifest.of(key.name, sealed)
        self._file(layout.KEYS).write_text("".join(f"{k.to_text()}\n" for k in keys), "utf-8", newline="\n")
        self._file(layout.MANIFEST).write_bytes(notes.sign(manifest.to_text(), key))
        return manifest

    def _file(self, path: str) -> Path:
        file = self._folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        return file


def files(folder: Path) -> Iterator[str]:
    """Give the path of every file and symbolic link in the folder, with forward slashes."""
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*names, *links):
            yield (Path(place) / name).relative_to(folder).as_posix()


def measured(folder: Path, path: str) -> Sealed:
    """Return the size and digest the file has now."""
    with (folder / path).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Sealed(path, stream.tell(), digest)

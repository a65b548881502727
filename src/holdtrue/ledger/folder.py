"""How an exported log lies in a folder, and the signed list of its files (docs/ledger.md describes both)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.ledger.commitments import SALT_SIZE, Opening
from holdtrue.ledger.errors import MalformedError
from holdtrue.ledger.spellings import from_hex, is_digest, number

if TYPE_CHECKING:
    from collections.abc import Iterable

KEYS = "key.pub"
MANIFEST = "manifest"
ENTRIES = "entries.jsonl"
TILES = "tile/"
CHECKPOINTS = "checkpoints/"
PAYLOADS = "payloads/"
BLOBS = "blobs/"
_HEADING = "holdtrue-export/v1"
_SALT_LINE = 2 * SALT_SIZE


@dataclass(frozen=True, slots=True)
class Sealed:
    """One file of the folder as it was when the folder was sealed."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every file of the folder but the manifest itself and the keys, which its signature vouches for."""

    origin: str
    files: tuple[Sealed, ...]

    @classmethod
    def of(cls, origin: str, files: Iterable[Sealed]) -> Manifest:
        """Return the list in the order in which it is written."""
        return cls(origin, tuple(sorted(files, key=lambda file: file.path)))

    def to_text(self) -> bytes:
        """Return the text that is signed; its heading keeps it from ever being read as a checkpoint."""
        for file in self.files:
            if not is_path(file.path):
                raise MalformedError("ledger.manifest.path", path=file.path)
        lines = [_HEADING, self.origin, *(f"{f.digest} {f.size} {f.path}" for f in self.files)]
        return "".join(f"{line}\n" for line in lines).encode()

    @classmethod
    def from_text(cls, text: bytes) -> Manifest:
        """Read the text of an opened manifest."""
        heading, origin, *rows = text.decode("utf-8").removesuffix("\n").split("\n")
        manifest = cls.of(origin, (_sealed(row) for row in rows))
        if heading != _HEADING or manifest.to_text() != text or len(set(manifest.paths())) != len(rows):
            raise MalformedError("ledger.manifest.malformed")
        return manifest

    def paths(self, prefix: str = "") -> tuple[str, ...]:
        """Return the paths that start so."""
        return tuple(file.path for file in self.files if file.path.startswith(prefix))


def is_path(path: str) -> bool:
    """Tell whether a path stays in the folder and has one spelling on every system."""
    parts = path.split("/")
    return (
        path.isprintable()
        and "\\" not in path
        and unicodedata.is_normalized("NFC", path)
        and all(part not in {"", ".", ".."} for part in parts)
        and path not in {MANIFEST, KEYS}
    )


def payload(opening: Opening) -> bytes:
    """Return an opening as its file: the salt as a line of lower-case hex, then the exact bytes committed to."""
    return opening.salt.hex().encode() + b"\n" + opening.body


def read_payload(data: bytes) -> Opening:
    """Read what `payload` wrote."""
    salt = from_hex(data[:_SALT_LINE].decode("latin-1"))
    if salt is None or data[_SALT_LINE : _SALT_LINE + 1] != b"\n":
        raise MalformedError("ledger.payload.malformed")
    return Opening(salt, data[_SALT_LINE + 1 :])


def _sealed(row: str) -> Sealed:
    digest, _, rest = row.partition(" ")
    size_text, _, path = rest.partition(" ")
    size = number(size_text)
    if size is None or not is_digest(digest) or not is_path(path):
        raise MalformedError("ledger.manifest.malformed")
    return Sealed(path, size, digest)

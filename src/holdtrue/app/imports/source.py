"""The bytes of a file, from disk or memory, read in pieces and never more than the limit."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """Where the bytes are; opened anew for each reading, so that rows can be streamed more than once."""

    content: Path | bytes
    name: str

    @property
    def size(self) -> int:
        """How many bytes there are, asked of the disk without reading them."""
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)

    def open(self) -> BinaryIO:
        """Return the bytes from the start."""
        return self.content.open("rb") if isinstance(self.content, Path) else io.BytesIO(self.content)

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes in pieces of a megabyte."""
        with self.open() as stream:
            while piece := stream.read(PIECE):
                yield piece

    def digest(self) -> str:
        """Return the SHA-256 of all bytes, in hex."""
        found = hashlib.sha256()
        for piece in self.pieces():
            found.update(piece)
        return found.hexdigest()

    def head(self, count: int = 65_536) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(count)


def opened(content: Path | bytes, *, name: str, limit: int) -> Source:
    """Return the source, refusing an empty or missing file, and one past the limit before any of it is read."""
    if isinstance(content, Path) and not content.is_file():
        raise BadInput("imports.file.missing", name=name)
    source = Source(content, name)
    if source.size == 0:
        raise BadInput("imports.file.empty", name=name)
    if source.size > limit:
        raise BadInput("imports.file.large", name=name, size=_megabytes(source.size), limit=_megabytes(limit))
    return source


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f}"

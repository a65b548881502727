"""Looks into a PDF for what would run when it is opened, in its plain objects and in those it keeps packed."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterator

    Content = mmap.mmap | bytes

_STREAM = re.compile(rb"\bstream\r?\n")
_END = b"endstream"
_NAMED = re.compile(rb"/((?:[^\s/<>\[\](){}%#]|#[0-9A-Fa-f]{2}){1,60})")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_RUNS = frozenset({b"JavaScript", b"JS", b"Launch", b"ImportData", b"RichMedia", b"XFA"})
"""Names of actions and parts that run code or programs; a PDF that merely opens on a page has none."""
_FURTHER = frozenset({b"SubmitForm", b"GoToE"})
_OPENS = frozenset({b"OpenAction", b"AA"})
_MOST_PACKED = 64 * 1024 * 1024
_PIECE = 8 * 1024 * 1024


def inspect(content: Content, name: str) -> None:
    """Refuse a PDF that carries code, starts programs, or sends data when it opens."""
    found: set[bytes] = set()
    left = _MOST_PACKED
    for plain, packed in _parts(content):
        found |= _names(plain)
        if packed and left > 0 and b"/ObjStm" in plain[-2_000:]:
            unfolded = _unfolded(packed)
            left -= len(unfolded)
            found |= _names(unfolded)
    if found & _RUNS or (found & _OPENS and found & _FURTHER):
        raise BadInput("file.active_pdf", field="file", name=name)


def _parts(content: Content) -> Iterator[tuple[bytes, bytes]]:
    """What lies outside streams, piece by piece, each with the stream that follows it."""
    at = 0
    for begun in _STREAM.finditer(content):
        if begun.start() < at:
            continue
        end = content.find(_END, begun.end())
        end = len(content) if end < 0 else end
        yield content[at : begun.start()], content[begun.end() : min(end, begun.end() + _PIECE)]
        at = end
    yield content[at : len(content)], b""


def _names(plain: bytes) -> set[bytes]:
    """The names used, those spelt with codes read as they are meant."""
    return {
        _HEX.sub(lambda code: bytes([int(code[1], 16)]), name) if b"#" in name else name
        for name in _NAMED.findall(plain)
    }


def _unfolded(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _PIECE)
    except zlib.error:
        return b""

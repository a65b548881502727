"""Pictures made on the spot, whole or with something wrong about them."""

from __future__ import annotations

import struct
import zlib


def part(name: bytes, data: bytes) -> bytes:
    """One part of a PNG with its sum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int = 6,
    height: int = 4,
    *,
    drawn: bytes | None = None,
    more: bytes = b"",
    depth: int = 8,
    colour: int = 6,
    woven: int = 0,
) -> bytes:
    """A PNG of one colour; `drawn` takes the place of its lines, `more` stands before them."""
    lines = (b"\0" + b"\x0d\x5c\x5c\xff" * width) * height if drawn is None else drawn
    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, woven))
    return b"\x89PNG\r\n\x1a\n" + head + more + part(b"IDAT", zlib.compress(lines)) + part(b"IEND", b"")

"""Reads the logo of a pack: one PNG picture that is whole, of which nothing but the picture is kept."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 200_000
WIDEST, HIGHEST = 1600, 800
"""In picture elements: what it unfolds to is bounded before it is unfolded."""
_SIGN = b"\x89PNG\r\n\x1a\n"
_SHOWN = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
"""What a picture is made of; texts, profiles and moving pictures are left out."""
_CHANNELS = {
    0: (1, (1, 2, 4, 8, 16)),
    2: (3, (8, 16)),
    3: (1, (1, 2, 4, 8)),
    4: (2, (8, 16)),
    6: (4, (8, 16)),
}
"""Colour type → channels and the depths it may have."""
_HEAD = struct.Struct(">IIBBBBB")
_PALETTE = 3


def logo(file: str, body: bytes) -> bytes:
    """Return the picture without anything beside it; BadInput where it is no PNG that can be drawn as it stands."""
    try:
        parts = list(_parts(body))
        _require_whole(parts)
    except (ValueError, struct.error, zlib.error) as error:
        raise BadInput(
            "pack.logo", field="pack", file=file, kilobytes=MOST_BYTES // 1000, width=WIDEST, height=HIGHEST
        ) from error
    return _SIGN + b"".join(_written(name, data) for name, data in parts)


def _parts(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts that draw, each with its sum found right; ValueError for one that must be drawn and is not known."""
    if not body.startswith(_SIGN) or len(body) > MOST_BYTES:
        raise ValueError
    at, name = len(_SIGN), b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", body, at)
        name, data = body[at + 4 : at + 8], body[at + 8 : at + 8 + length]
        at += 12 + length
        if at > len(body) or struct.unpack_from(">I", body, at - 4)[0] != zlib.crc32(name + data):
            raise ValueError
        if name in _SHOWN:
            yield name, data
        elif name[:1].isupper():
            raise ValueError


def _require_whole(parts: list[tuple[bytes, bytes]]) -> None:
    names = [name for name, _ in parts]
    if names[0] != b"IHDR" or names.count(b"IHDR") != 1:
        raise ValueError
    width, height, depth, colour, packing, filtering, woven = _HEAD.unpack(parts[0][1])
    channels, depths = _CHANNELS.get(colour, (0, ()))
    known = depth in depths and not (packing or filtering or woven)
    if not known or not 0 < width <= WIDEST or not 0 < height <= HIGHEST:
        raise ValueError
    palette = [data for name, data in parts if name == b"PLTE"]
    if colour == _PALETTE and (len(palette) != 1 or not palette[0] or len(palette[0]) % 3):
        raise ValueError
    line = 1 + (width * channels * depth + 7) // 8
    packed = b"".join(data for name, data in parts if name == b"IDAT")
    unfolding = zlib.decompressobj()
    drawn = unfolding.decompress(packed, line * height + 1)
    if len(drawn) != line * height or any(drawn[at] > 4 for at in range(0, len(drawn), line)):  # noqa: PLR2004  # the fifth way to filter a line is the last
        raise ValueError


def _written(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


__all__ = ["HIGHEST", "MOST_BYTES", "WIDEST", "logo"]

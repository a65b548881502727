"""The standing of one scope as compact bytes, and back."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from holdtrue.core.rungs import Mode, Rung
from holdtrue.core.standing import Standing
from holdtrue.core.verdicts import Bearing, State

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHAPE = 1
_RUNG = struct.Struct("<5I6B")
_HEAD = struct.Struct("<BH")
_PRACTICE = struct.Struct("<BBI")
"""Length of the id, whether it applies (1) and is joined by law (2), and from which day."""
_APPLIES, _JOINED = 1, 2


def pack(standing: Mapping[str, Standing | None]) -> bytes:
    """Return the bytes; equal standings, in the same order, give equal bytes."""
    parts = [_HEAD.pack(_SHAPE, len(standing))]
    for practice, stands in standing.items():
        name = practice.encode()
        if stands is None:
            parts += (_PRACTICE.pack(len(name), 0, 0), name)
            continue
        flags = _APPLIES | (_JOINED if stands.joined is not None else 0)
        parts += (_PRACTICE.pack(len(name), flags, stands.joined or 0), name)
        parts += [_RUNG.pack(*rung) for rung in stands.rungs]
    return zlib.compress(b"".join(parts), level=1)


def unpack(packed: bytes) -> dict[str, Standing | None]:
    """Return the standing; ValueError for bytes of another shape."""
    data = zlib.decompress(packed)
    shape, count = _HEAD.unpack_from(data)
    if shape != _SHAPE:
        message = f"a standing of shape {shape} is packed here; shape {_SHAPE} is known"
        raise ValueError(message)
    at = _HEAD.size
    found: dict[str, Standing | None] = {}
    for _ in range(count):
        length, flags, joined = _PRACTICE.unpack_from(data, at)
        at += _PRACTICE.size
        name = data[at : at + length].decode()
        at += length
        if not flags & _APPLIES:
            found[name] = None
            continue
        one, two, three, four = (_rung(data, at + n * _RUNG.size) for n in range(4))
        at += 4 * _RUNG.size
        found[name] = Standing((one, two, three, four), joined if flags & _JOINED else None)
    return found


def _rung(data: bytes, at: int) -> Rung:
    opens, low, high, low_best, high_best, cause, bearing, low_cause, low_bearing, own, mode = (
        _RUNG.unpack_from(data, at)
    )
    return Rung(
        opens,
        low,
        high,
        low_best,
        high_best,
        State(cause),
        Bearing(bearing),
        State(low_cause),
        Bearing(low_bearing),
        Bearing(own),
        Mode(mode),
    )

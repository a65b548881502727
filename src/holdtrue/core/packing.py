"""The standing of one scope as compact bytes, and back; by practices, so that what did not change is not read."""

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
_LEVELS = struct.Struct("<" + "5I6B" * 4)
"""The four rungs, each of eleven numbers."""
_WIDTH = 11
_HEAD = struct.Struct("<BH")
_PRACTICE = struct.Struct("<BBI")
"""Length of the id, whether it applies (1) and is joined by law (2), and from which day."""
_APPLIES, _JOINED = 1, 2
_STATES = tuple(State)
_BEARINGS = tuple(Bearing)
_MODES = tuple(Mode)


def pack(standing: Mapping[str, Standing | None]) -> bytes:
    """Return the bytes; equal standings, in the same order, give equal bytes."""
    return joined({practice: packed(practice, stands) for practice, stands in standing.items()})


def unpack(data: bytes) -> dict[str, Standing | None]:
    """Return the standing; ValueError for bytes of another shape."""
    return {practice: opened(segment) for practice, segment in split(data).items()}


def packed(practice: str, stands: Standing | None) -> bytes:
    """Return the segment of one practice; equal standings of it give equal bytes."""
    name = practice.encode()
    if stands is None:
        return _PRACTICE.pack(len(name), 0, 0) + name
    flags = _APPLIES | (_JOINED if stands.joined is not None else 0)
    one, two, three, four = stands.rungs
    return (
        _PRACTICE.pack(len(name), flags, stands.joined or 0) + name + _LEVELS.pack(*one, *two, *three, *four)
    )


def opened(segment: bytes) -> Standing | None:
    """Return what a segment holds; None where the practice does not apply."""
    length, flags, joined_on = _PRACTICE.unpack_from(segment)
    if not flags & _APPLIES:
        return None
    found = _LEVELS.unpack_from(segment, _PRACTICE.size + length)
    one, two, three, four = (_rung(found[at : at + _WIDTH]) for at in range(0, _WIDTH * 4, _WIDTH))
    return Standing((one, two, three, four), joined_on if flags & _JOINED else None)


def joins(segment: bytes) -> int | None:
    """Return the day on which a law brings the practice of a segment in; None where none does."""
    _, flags, day = _PRACTICE.unpack_from(segment)
    return day if flags & _APPLIES and flags & _JOINED else None


def applies(segment: bytes) -> bool:
    """Whether the practice of a segment applies."""
    return bool(segment[1] & _APPLIES)


def practice_of(segment: bytes) -> str:
    """Return the id of the practice a segment is about."""
    return segment[_PRACTICE.size : _PRACTICE.size + segment[0]].decode()


def joined(segments: Mapping[str, bytes]) -> bytes:
    """Return the segments, in their order, as stored."""
    return zlib.compress(b"".join((_HEAD.pack(_SHAPE, len(segments)), *segments.values())), level=1)


def split(data: bytes) -> dict[str, bytes]:
    """Return the segments by practice, in their order; ValueError for bytes of another shape."""
    plain = zlib.decompress(data)
    shape, count = _HEAD.unpack_from(plain)
    if shape != _SHAPE:
        message = f"a standing of shape {shape} is packed here; shape {_SHAPE} is known"
        raise ValueError(message)
    at = _HEAD.size
    found: dict[str, bytes] = {}
    for _ in range(count):
        length, flags = plain[at], plain[at + 1]
        name_at = at + _PRACTICE.size
        end = name_at + length + (_LEVELS.size if flags & _APPLIES else 0)
        found[plain[name_at : name_at + length].decode()] = plain[at:end]
        at = end
    return found


def _rung(values: tuple[int, ...]) -> Rung:
    opens, low, high, low_best, high_best, cause, bearing, low_cause, low_bearing, own, mode = values
    return Rung(
        opens,
        low,
        high,
        low_best,
        high_best,
        _STATES[cause],
        _BEARINGS[bearing],
        _STATES[low_cause],
        _BEARINGS[low_bearing],
        _BEARINGS[own],
        _MODES[mode],
    )

"""Version 7 UUIDs (RFC 9562), with time and randomness passed in."""

from __future__ import annotations

import uuid


def uuid7(milliseconds: int, randomness: bytes) -> str:
    """Return a UUIDv7 text from Unix milliseconds and 10 random bytes."""
    value = (milliseconds & ((1 << 48) - 1)) << 80 | int.from_bytes(randomness[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))

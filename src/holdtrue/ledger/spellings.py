"""The one spelling each hash, number and key has as text, so that no flipped byte can hide in a second spelling."""

from __future__ import annotations

import base64
import binascii
import re

DIGEST = re.compile(r"[0-9a-f]{64}")
"""A SHA-256 as lower-case hex."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


def to_base64(data: bytes) -> str:
    """Return standard padded base64."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes | None:
    """Return the bytes, or None unless the text is exactly what `to_base64` would have written, spare bits included."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    return data if to_base64(data) == text else None


def from_hex(text: str) -> bytes | None:
    """Return the bytes of lower-case hex, or None for any other spelling."""
    try:
        data = bytes.fromhex(text)
    except ValueError:
        return None
    return data if data.hex() == text else None


def number(text: str) -> int | None:
    """Return a plain decimal without sign, leading zeros or separators, or None for any other spelling."""
    return int(text) if _NUMBER.fullmatch(text) else None


def is_digest(text: str) -> bool:
    """Tell whether the text is a SHA-256 as lower-case hex."""
    return DIGEST.fullmatch(text) is not None

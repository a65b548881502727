"""Reads the whole numbers that pages carry for themselves: revisions, lines and places, as they come back."""

from __future__ import annotations

_MOST = 9
"""Digits; nothing that is counted here ever has more, and no database takes any number at all."""


def whole(text: str) -> int | None:
    """Return the number, None where the text is none that a page has sent."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST else None

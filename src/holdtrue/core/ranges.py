"""Numbers as people say several of them: "1-3, 5"."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 10_000
"""Numbers one text may name."""

_PART = re.compile(r"\s*(\d{1,9})\s*(?:[-\N{EN DASH}]\s*(\d{1,9})\s*)?")


def numbers_in(text: str) -> tuple[int, ...] | None:
    """Return the numbers a text names, in order and once each; None where it says anything else, or too many."""
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first >= MOST:
            return None
        found.update(range(first, last + 1))
    return tuple(sorted(found)) if len(found) <= MOST else None


def said(numbers: Sequence[int]) -> str:
    """Return numbers in the shortest text that names them: (1, 2, 3, 5) → "1-3, 5"."""
    runs = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    spans = [[number for _, number in run] for _, run in runs]
    return ", ".join(str(s[0]) if len(s) == 1 else f"{s[0]}-{s[-1]}" for s in spans)


__all__ = ["MOST", "numbers_in", "said"]

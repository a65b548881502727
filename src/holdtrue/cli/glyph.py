"""The glyph of standing in a terminal: four segments, and the day that the level reached ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS, NEVER, to_day
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.days import Day

FULL, EMPTY, MARKED = "▰", "▱", "▨"
"""A level reached; one that is not; the next one where a person cannot tell."""


def segments(level: str, state: str = "") -> str:
    """Return the four segments of a level by its word; the next one is hatched where it is unknown."""
    number = LEVEL_WORDS.index(level) if level in LEVEL_WORDS else 0
    after = EMPTY * (len(LEVEL_WORDS) - 1 - number)
    if state == "unknown" and after:
        after = MARKED + after[1:]
    return FULL * number + after


def tail(practice: Mapping[str, object]) -> str:
    """Return the words after the segments: until when, or how the next level stands."""
    if not practice.get("applies", True):
        return text("cli.glyph.not_asked")
    end = day(practice.get("until"))
    if NEVER < end < ALWAYS:
        return text("cli.glyph.until", date=date(end))
    if end >= ALWAYS:
        return text("cli.glyph.always")
    return str(practice.get("state", ""))


def day(written: object) -> Day:
    """Return an until as scripts read it as a day."""
    if written == "always":
        return ALWAYS
    return to_day(written) or NEVER

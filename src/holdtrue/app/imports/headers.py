"""Column names: made distinct where a file repeats them, and given the question they explain."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from holdtrue.app.imports.table import Header

if TYPE_CHECKING:
    from collections.abc import Sequence

_GROUPS = 2
"""So many names with a gap beside them make a row one of groups; a single gap may be a column without a name."""
_FOLLOWS = re.compile(r"^(if|other|please explain|explain|comments?|notes?)\b", re.IGNORECASE)


def tidy(text: str) -> str:
    """Return the text with every run of white space, no-break spaces among them, as one space."""
    if "\u200b" in text or "\ufeff" in text:
        text = text.replace("\u200b", " ").replace("\ufeff", " ")
    return " ".join(text.split())


def named(texts: Sequence[str]) -> tuple[Header, ...]:
    """Return the headers; a repeated or empty one carries its position, counted from one, in brackets."""
    tidied = [tidy(text) for text in texts]
    counts = Counter(text.casefold() for text in tidied)
    taken: set[str] = set()
    found: list[Header] = []
    asked = ""
    for index, text in enumerate(tidied):
        repeated = counts[text.casefold()] > 1
        name = f"{text or 'Column'} ({index + 1})" if repeated or not text else text
        while name in taken:
            name = f"{name} ({index + 1})"
        taken.add(name)
        follows = repeated or bool(_FOLLOWS.match(text))
        found.append(Header(index, text, name, asked if follows else ""))
        if not follows:
            asked = text
    return tuple(found)


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows names the columns: the first that is nearly as wide as most and distinct."""
    widths = Counter(_filled(row) for row in rows if _filled(row))
    if not widths:
        return 0
    usual = max(widths, key=lambda width: (widths[width] * width, width))
    for number, row in enumerate(rows):
        cells = [tidy(cell).casefold() for cell in row if cell.strip()]
        if len(cells) >= max(1, 0.6 * usual) and len(set(cells)) >= 0.5 * len(cells):
            return number
    return 0


def grouped(rows: Sequence[Sequence[str]], chosen: int) -> tuple[int, list[str]]:
    """Return where the names end and what they are: where one row heads groups of columns, the next names them.

    A name that stands twice is given its group's: 'Owner' over 'Name' is 'Owner Name'.
    """
    if _heads_groups(rows[chosen], rows[chosen + 1 :]):
        chosen += 1
    cells = list(rows[chosen])
    counts = Counter(tidy(cell).casefold() for cell in cells)
    above = rows[chosen - 1] if chosen and _heads_groups(rows[chosen - 1], rows[chosen:]) else ()
    group = ""
    for index, cell in enumerate(cells):
        group = (tidy(above[index]) if index < len(above) else "") or group
        if group and tidy(cell) and counts[tidy(cell).casefold()] > 1:
            cells[index] = f"{group} {tidy(cell)}"
    return chosen, cells


def _heads_groups(row: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row names groups of columns: the row below fills the gaps beside its names, and with no values."""
    below, *others = rows or [()]
    over = {index for index, cell in enumerate(row) if cell.strip()}
    under = {index for index, cell in enumerate(below) if cell.strip()}
    if not over <= under or min(over, default=-1) != min(under, default=0) or looks_like_data(below):
        return False
    groups = [index for index in over if index + 1 in under - over]
    # what comes again further down is a value, and no name
    again = any(index < len(other) and other[index] == below[index] for other in others for index in under)
    return len(groups) >= _GROUPS and len(groups) >= len(over) / 2 and not again


_VALUE = re.compile(
    r"^([\d.,/ :%-]+|\d.*\d|[^@\s]+@[^@\s]+\.\w+|https?://\S+|true|false|yes|no)$", re.IGNORECASE
)


def looks_like_data(cells: Sequence[str]) -> bool:
    """Whether a row holds values and not names: three in ten are dates, numbers, answers or addresses."""
    filled = [tidy(cell) for cell in cells if cell.strip()]
    return bool(filled) and sum(bool(_VALUE.match(cell)) for cell in filled) >= max(1, 0.3 * len(filled))


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())

"""The one shape every file is read into: headers, and rows that know the line they stand on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdtrue.core.messages import Message


FORMULA = "imports.cell.formula"
"""What a row notes of a cell that holds a formula and no result of it."""


@dataclass(frozen=True, slots=True)
class Header:
    """One column: its text in the file, a distinct name, and the question an 'If other …' belongs to."""

    index: int
    text: str
    name: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as many cells as there are headers; `line` is the file's line (or a sheet's row) it starts on."""

    line: int
    cells: tuple[str, ...]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that cannot be taken, and why."""

    line: int
    why: Message


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows; `rows()` streams it from the start each time it is called."""

    headers: tuple[Header, ...]
    digest: str
    """SHA-256 of the file's bytes, in hex."""
    format: str
    """csv, xlsx, json or jsonl."""
    size: int
    read_rows: Callable[[], Iterator[Row | Unread]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_line: int = 1
    notes: tuple[Message, ...] = field(default=())

    def rows(self) -> Iterator[Row | Unread]:
        """Yield every row in the file's order, those that cannot be taken among them."""
        return self.read_rows()

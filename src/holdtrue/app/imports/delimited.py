"""CSV, TSV and their kin as a table: streamed, quoted line breaks kept, ragged rows named by their line."""

from __future__ import annotations

import csv
import io
import sys
from collections import deque
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from holdtrue.app.imports import sniff
from holdtrue.app.imports.headers import grouped, header_row, looks_like_data, named, tidy
from holdtrue.app.imports.table import Header, Row, Table, Unread
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from holdtrue.app.imports.limits import Limits
    from holdtrue.app.imports.source import Source

_SAMPLE = 65_536
_FIRST_ROWS = 30
_RESTARTS = 5
_REREAD = 60
"""How much is read again, in cells of the longest sort, before quotes without an end stop the reading."""


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    cells: list[str]


def read_delimited(source: Source, *, digest: str, limits: Limits) -> Table:
    """Return the table of a delimited text, its encoding, delimiter and header row found out."""
    encoding = sniff.encoding_of(source)
    with source.open() as stream, _text(stream, encoding) as text:
        sample = text.read(_SAMPLE)
    delimiter = sniff.delimiter_of(sample)
    # the header may stand below a title, so the first records are looked at together
    first = [
        r
        for r in islice(_records(source, encoding, delimiter, limits), _FIRST_ROWS)
        if isinstance(r, _Record)
    ]
    filled = [record for record in first if any(cell.strip() for cell in record.cells)]
    if not filled:
        raise BadInput("imports.file.no_rows", name=source.name)
    rows = [record.cells for record in filled]
    number, cells = grouped(rows, header_row(rows))
    chosen = _Record(filled[number].line, cells)
    if len(cells) > limits.columns:
        raise BadInput("imports.file.columns", name=source.name, n=len(cells), limit=limits.columns)
    notes = [encoding.note] if encoding.note else []
    unnamed = looks_like_data(chosen.cells)
    if unnamed:
        headers = named([""] * len(chosen.cells))
        notes.append(Message("imports.header.none"))
    else:
        headers = named(_without_trailing_blanks(chosen.cells))
        if number:
            notes.append(Message("imports.header.line", {"line": chosen.line}))
    after = chosen.line - 1 if unnamed else chosen.line
    return Table(
        headers=headers,
        digest=digest,
        format="csv",
        size=source.size,
        read_rows=partial(_rows, source, encoding, delimiter, limits, headers, after),
        encoding=encoding.name.removesuffix("-sig"),
        delimiter=delimiter,
        header_line=0 if unnamed else chosen.line,
        notes=tuple(notes),
    )


def _rows(  # what one reading needs, bound by read_delimited
    source: Source,
    encoding: sniff.Encoding,
    delimiter: str,
    limits: Limits,
    headers: tuple[Header, ...],
    after: int,
) -> Iterator[Row | Unread]:
    for count, record in enumerate(_records(source, encoding, delimiter, limits)):
        if count > limits.rows:
            yield Unread(record.line, Message("imports.file.rows", {"limit": limits.rows}))
            return
        if record.line <= after:
            continue
        if isinstance(record, Unread):
            yield record
        elif any(map(str.strip, record.cells)):
            yield fitted(record.line, record.cells, headers, limits=limits)


def fitted(line: int, cells: list[str], headers: tuple[Header, ...], *, limits: Limits) -> Row | Unread:
    """Return the row with one cell per header, or why its cells cannot be told apart from a neighbour's."""
    width = len(headers)
    if (longest := max(map(len, cells), default=0)) > limits.cell:
        index = next(index for index, cell in enumerate(cells) if len(cell) == longest)
        column = headers[index].name if index < width else str(index + 1)
        size = f"{longest / 1_000_000:.1f}"
        return Unread(line, Message("imports.row.cell", {"line": line, "column": column, "size": size}))
    if len(cells) == width:
        return Row(line, tuple(cells))
    if len(cells) > width:
        if any(cell.strip() for cell in cells[width:]):
            return Unread(
                line, Message("imports.row.long", {"line": line, "n": len(cells), "expected": width})
            )
        return Row(line, tuple(cells[:width]))
    params = {"line": line, "n": len(cells), "expected": width}
    if len(cells) * 3 <= width:
        # a fragment of a broken row, not a row whose last columns were left out
        return Unread(line, Message("imports.row.fragment", params))
    return Row(line, tuple(cells) + ("",) * (width - len(cells)), (Message("imports.row.short", params),))


def _without_trailing_blanks(cells: list[str]) -> list[str]:
    kept = list(cells)
    while len(kept) > 1 and not tidy(kept[-1]):
        kept.pop()
    return kept


class _Lines:
    """Feeds physical lines to the csv reader and keeps those of the record being read, so that it can be read again."""

    def __init__(self, text: io.TextIOWrapper, *, longest: int, after: int = 0) -> None:
        self.text = text
        self.longest = longest
        self.number = 0
        self.record: list[str] = []
        self.again: deque[str] = deque()
        self.overlong = False
        self.reread = 0
        while self.number < after and next(self, ""):
            pass

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else self._fresh()
        if not line:
            raise StopIteration
        self.number += 1
        self.record.append(line)
        return line

    def _fresh(self) -> str:
        line = self.text.readline(self.longest)
        if len(line) < self.longest or line.endswith(("\n", "\r")):
            return line
        while (rest := self.text.readline(self.longest)) and not rest.endswith(("\n", "\r")):
            pass
        self.overlong = True
        return "\n"

    def start(self) -> int:
        """Begin a new record and return the line it will start on."""
        self.record = []
        self.overlong = False
        return self.number + 1

    def rewind(self) -> None:
        """Give back all lines of the record but its first."""
        self.again.extendleft(reversed(self.record[1:]))
        self.number -= len(self.record) - 1
        self.reread += sum(map(len, self.record))

    def well_formed(self, delimiter: str) -> bool:
        """Whether the quotes of a record of several lines close where a cell ends, and before the file does."""
        if len(self.record) == 1:
            return True
        try:
            return len(list(csv.reader(self.record, delimiter=delimiter, strict=True))) == 1
        except csv.Error:
            return False

    def skip_to_closing_quote(self) -> bool:
        """Pass over lines, keeping none, until the open quote closes; false if it never does."""
        is_open = sum(line.count('"') for line in self.record) % 2 == 1
        self.record = []
        while is_open and (line := next(self, "")):
            self.record = []
            is_open = line.count('"') % 2 == 0
        return not is_open


def _records(
    source: Source, encoding: sniff.Encoding, delimiter: str, limits: Limits
) -> Iterator[_Record | Unread]:
    """Yield every record with the line it starts on; a quote that never ends costs its own line only."""
    # one bound for the whole process: above it the reader itself gives up; the bound per cell is checked later
    csv.field_size_limit(min(8 * limits.cell, sys.maxsize >> 1))
    after = restarts = 0
    while restarts <= _RESTARTS:
        with source.open() as stream, _text(stream, encoding) as text:
            lines = _Lines(text, longest=8 * limits.cell, after=after)
            unclosed = yield from _records_from(lines, delimiter, limits)
        if unclosed is None:
            return
        # a quote that swallowed too much to keep: the file is opened again behind its line
        after, restarts = unclosed, restarts + 1
    yield Unread(after + 1, Message("imports.row.quotes", {"line": after + 1}))


def _records_from(
    lines: _Lines, delimiter: str, limits: Limits
) -> Generator[_Record | Unread, None, int | None]:
    """Yield records; return the line of a quote that stays open to the end, where its lines could not be kept."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        start = lines.start()
        try:
            cells = next(reader)
        except StopIteration:
            return None
        except csv.Error:
            if not lines.skip_to_closing_quote():
                yield Unread(start, Message("imports.row.quote", {"line": start}))
                return start
            size = 8 * limits.cell // 1_000_000
            yield Unread(start, Message("imports.row.line", {"line": start, "limit": size}))
            reader = csv.reader(lines, delimiter=delimiter)
            continue
        if lines.overlong:
            yield Unread(
                start, Message("imports.row.line", {"line": start, "limit": 8 * limits.cell // 1_000_000})
            )
        elif lines.well_formed(delimiter):
            yield _Record(start, cells)
        elif lines.reread > _REREAD * limits.cell:
            yield Unread(start, Message("imports.row.quotes", {"line": start}))
            return None
        else:
            yield Unread(start, Message("imports.row.quote", {"line": start}))
            lines.rewind()
            reader = csv.reader(lines, delimiter=delimiter)


def _text(stream: BinaryIO, encoding: sniff.Encoding) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline="")

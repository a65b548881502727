"""XLSX as a table: the archive is measured and searched for entities before anything in it is parsed."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, BinaryIO

from holdtrue.app.imports.delimited import fitted
from holdtrue.app.imports.headers import grouped, header_row, looks_like_data, named, tidy
from holdtrue.app.imports.source import PIECE, Source
from holdtrue.app.imports.table import FORMULA, Header, Row, Table, Unread
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.workbook import Workbook

    from holdtrue.app.imports.limits import Limits

_FIRST_ROWS = 30
_SHEETS = 30
"""How many sheets are looked at for the fullest."""
_EXPLAINS = 2
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(\w+:)?f[ />]")
_EXACT = 1e15
"""Up to here a float holds every whole number."""
_SMALL = 1_000_000
"""Below this unpacked size the ratio says nothing."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    formulas: bool


def read_workbook(source: Source, *, digest: str, limits: Limits, sheet: str | None) -> Table:
    """Return one sheet of a workbook as a table: the one named, else the fullest."""
    formulas = _inspect(source, limits)
    names = _sheet_names(source)
    if sheet is not None and sheet not in names:
        raise BadInput("imports.workbook.sheet", name=source.name, sheet=sheet, sheets=tuple(names))
    chosen, first = _fullest(source, names if sheet is None else [sheet])
    rows = [cells for _, cells in first]
    number, cells = grouped(rows, header_row(rows))
    line = first[number][0]
    while len(cells) > 1 and not tidy(cells[-1]):
        cells = cells[:-1]
    if len(cells) > limits.columns:
        raise BadInput("imports.file.columns", name=source.name, n=len(cells), limit=limits.columns)
    unnamed = looks_like_data(cells)
    headers = named([""] * len(cells) if unnamed else cells)
    notes = _notes(names, chosen, line=0 if unnamed else line, below_title=number > 0)
    return Table(
        headers=headers,
        digest=digest,
        format="xlsx",
        size=source.size,
        read_rows=partial(
            _rows, source, _Sheet(chosen, formulas), limits, headers, line - 1 if unnamed else line
        ),
        sheet=chosen,
        sheets=tuple(names),
        header_line=0 if unnamed else line,
        notes=notes,
    )


def _notes(names: Sequence[str], chosen: str, *, line: int, below_title: bool) -> tuple[Message, ...]:
    found = []
    if len(names) > 1:
        others = tuple(name for name in names if name != chosen)
        found.append(Message("imports.workbook.chosen", {"sheet": chosen, "others": others}))
    if not line:
        found.append(Message("imports.header.none"))
    elif below_title:
        found.append(Message("imports.header.line", {"line": line}))
    return tuple(found)


def _inspect(source: Source, limits: Limits) -> bool:
    """Measure the archive and search its XML; return whether any sheet holds formulas."""
    formulas = False
    with source.open() as stream:
        archive = _archive(stream, source.name)
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = max(1, sum(member.compress_size for member in members))
        strings = sum(m.file_size for m in members if m.filename.casefold().endswith("sharedstrings.xml"))
        too_much = (
            len(members) > limits.members
            or unpacked > limits.unpacked
            or strings > limits.shared_strings
            or (unpacked > _SMALL and unpacked / packed > limits.ratio)
            or any(
                m.file_size > _SMALL and m.file_size > limits.ratio * max(1, m.compress_size) for m in members
            )
        )
        if too_much:
            raise BadInput("imports.workbook.bomb", name=source.name, size=f"{unpacked / 1_000_000:,.0f}")
        if any(member.flag_bits & 1 for member in members):
            raise BadInput("imports.workbook.locked", name=source.name)
        if not any(member.filename == "xl/workbook.xml" for member in members):
            raise BadInput("imports.workbook.other", name=source.name)
        for member in members:
            if member.filename.casefold().endswith((".xml", ".rels")):
                formulas |= _search(archive, member, source.name)
    return formulas


def _archive(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadInput("imports.workbook.broken", name=name) from error


def _search(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bool:
    """Refuse a part that declares entities or hides its text in another encoding; return whether it holds formulas."""
    sheet = "worksheets/" in member.filename
    formulas = False
    before = b""
    try:
        with archive.open(member) as part:
            while piece := part.read(PIECE):
                if not before and b"\x00" in piece[:4]:
                    raise BadInput("imports.workbook.entities", name=name)
                whole = before + piece
                if _ENTITIES.search(whole):
                    raise BadInput("imports.workbook.entities", name=name)
                formulas = formulas or (sheet and _FORMULA.search(whole) is not None)
                before = piece[-16:]
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise BadInput("imports.workbook.broken", name=name) from error
    return formulas


@contextmanager
def _open(source: Source, *, values: bool) -> Iterator[Workbook]:
    from openpyxl import load_workbook

    with source.open() as stream:
        try:
            book = load_workbook(stream, read_only=True, data_only=values, keep_links=False)
        except Exception as error:  # whatever openpyxl meets in a broken file, the file is at fault
            raise BadInput("imports.workbook.broken", name=source.name) from error
        try:
            yield book
        finally:
            book.close()


def _sheet_names(source: Source) -> list[str]:
    with _open(source, values=True) as book:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.sheetnames


def _fullest(source: Source, names: Sequence[str]) -> tuple[str, list[tuple[int, list[str]]]]:
    """Return the sheet whose first rows fill most cells, the first of equals: a cover or a legend holds few."""
    best: tuple[int, str, list[tuple[int, list[str]]]] = (0, "", [])
    for name in names[:_SHEETS]:
        rows = islice(_values(source, name, values=True), 10 * _FIRST_ROWS)
        first = [(line, cells) for line, cells in rows if any(c.strip() for c in cells)]
        columns = sum(any(column) for column in zip_longest(*(cells for _, cells in first), fillvalue=""))
        # a list of one or two columns explains another sheet, however long it is
        cells_filled = sum(bool(c.strip()) for _, row in first for c in row)
        filled = cells_filled if columns > _EXPLAINS else min(1, cells_filled)
        if filled > best[0]:
            best = (filled, name, first[:_FIRST_ROWS])
    if not best[0]:
        raise BadInput("imports.file.no_rows", name=source.name)
    return best[1], best[2]


def _values(source: Source, name: str, *, values: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a sheet as texts; with `values` false a formula is given as its own text."""
    with _open(source, values=values) as book:
        try:
            sheet = book[name]
            sheet.reset_dimensions()  # the size a file claims for a sheet may be a lie
            for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield line, [_as_text(value) for value in row]
        except BadInput:
            raise
        except Exception as error:  # whatever openpyxl meets in a broken sheet, the file is at fault
            raise BadInput("imports.workbook.broken", name=source.name) from error


def _rows(
    source: Source, sheet: _Sheet, limits: Limits, headers: tuple[Header, ...], after: int
) -> Iterator[Row | Unread]:
    values = _values(source, sheet.name, values=True)
    if sheet.formulas:
        pairs: Iterator[tuple[tuple[int, list[str]], tuple[int, list[str]] | None]] = zip_longest(
            values, _values(source, sheet.name, values=False)
        )
    else:
        pairs = ((value, None) for value in values)
    width = len(headers)
    for (line, cells), written in pairs:
        if line > limits.rows:
            # checked before blank rows are passed over: a file may claim rows without end
            yield Unread(line, Message("imports.file.rows", {"limit": limits.rows}))
            return
        if line <= after or not (any(map(str.strip, cells)) or (written and any(written[1]))):
            continue
        notes = _formula_notes(line, cells, written[1], headers) if written else ()
        padded = cells + [""] * (width - len(cells))
        row = fitted(line, padded, headers, limits=limits)
        yield Row(row.line, row.cells, notes) if notes and isinstance(row, Row) else row


def _formula_notes(
    line: int, cells: list[str], written: list[str], headers: tuple[Header, ...]
) -> tuple[Message, ...]:
    """Name the formulas without a stored result: they are not computed, their cells stay empty."""
    return tuple(
        Message(FORMULA, {"line": line, "column": header.name})
        for header, cell, text in zip(headers, cells, written, strict=False)
        if not cell and text.startswith("=")
    )


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return (
            value.date().isoformat()
            if value.time() == dt.time()
            else value.isoformat(sep=" ", timespec="seconds")
        )
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    return str(value)

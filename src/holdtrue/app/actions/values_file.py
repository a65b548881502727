"""Taking a file of measured values in: every row is added, unchanged or refused with its line, none is lost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.app.actions.measuring import Given, Taken, measure_many
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.imports.reading import read
from holdtrue.app.imports.table import Unread
from holdtrue.app.queries.indicators import indicator_named
from holdtrue.core.measuring import whole
from holdtrue.core.refusals import BadInput, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.imports.table import Row, Table
    from holdtrue.core.messages import Message

MOST = 20_000
"""Rows of one file."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("indicator", "ref", "measure", "figure", "metric", "tag"),
    "on": ("on", "date", "day", "measured on", "instant", "time", "timestamp"),
    "value": ("value", "result", "reading", "score"),
    "count": ("count", "n", "cases", "out of"),
    "unit": ("unit",),
    "system": ("system",),
}
"""What a column may be called; `value` and `on` must be there, and `indicator` where the file is of several."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one row of the file."""

    line: int
    state: str
    """added, unchanged or refused."""
    ref: str = ""
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Every row of the file."""

    lines: tuple[Line, ...]
    columns: Mapping[str, str]
    """Column, as the file heads it → what it is read as; '' for one that is passed over."""

    def counted(self, state: str) -> int:
        """How many rows came to that."""
        return sum(1 for one in self.lines if one.state == state)


def rehearse_file(caller: Caller, content: Path | bytes, *, name: str, sheet: str | None = None) -> Report:
    """Return what taking the file in would come to; whatever it wrote is taken back."""
    with transaction.atomic():
        try:
            return take_file(caller, content, name=name, sheet=sheet)
        finally:
            transaction.set_rollback(True)


def take_file(
    caller: Caller,
    content: Path | bytes,
    *,
    name: str,
    indicator: str = "",
    system: str = "",
    sheet: str | None = None,
) -> Report:
    """Record the values of a file. Rows of one indicator are one transaction; those refused say why, by line."""
    require(caller, "measure", on_kind("indicator"))
    table = read(content, name=name, sheet=sheet)
    places = _places(table, named=bool(indicator))
    told: dict[int, Line] = {}
    waiting: dict[str, list[tuple[int, Given]]] = defaultdict(list)
    known: dict[tuple[str, str], str | Message] = {}
    for n, row in enumerate(table.rows()):
        if n >= MOST:
            raise BadInput("measure.file.too_long", field="file", most=MOST)
        if isinstance(row, Unread):
            told[row.line] = Line(row.line, "refused", why=row.why)
            continue
        asked = (_cell(row, places, "indicator") or indicator, _cell(row, places, "system") or system)
        if asked not in known:
            known[asked] = _named(caller, *asked)
        found = known[asked]
        try:
            given = Given(
                _cell(row, places, "value"),
                _cell(row, places, "on"),
                whole(_cell(row, places, "count")),
                _cell(row, places, "unit"),
            )
        except BadInput as refusal:
            told[row.line] = Line(row.line, "refused", why=refusal.message)
            continue
        if isinstance(found, str):
            waiting[found].append((row.line, given))
        else:
            told[row.line] = Line(row.line, "refused", why=found)
    for ref, rows in waiting.items():
        told.update({one.line: one for one in _recorded(caller, ref, rows)})
    read_as = {at: field for field, at in places.items()}
    columns = {header.text: read_as.get(header.index, "") for header in table.headers}
    return Report(tuple(told[line] for line in sorted(told)), columns)


def _recorded(caller: Caller, ref: str, rows: list[tuple[int, Given]]) -> list[Line]:
    try:
        taken = measure_many(caller, ref, [given for _, given in rows])
    except Refusal as refusal:  # all of them, for one reason: retired, computed, not theirs
        return [Line(line, "refused", ref, refusal.message) for line, _ in rows]
    return [_line(line, ref, one) for (line, _), one in zip(rows, taken, strict=True)]


def _line(line: int, ref: str, taken: Taken) -> Line:
    return Line(line, taken.state, ref, taken.refusal.message if taken.refusal else None)


def _named(caller: Caller, name: str, system: str) -> str | Message:
    """The ref of the indicator a row names, or why it names none."""
    try:
        if not name:
            raise BadInput("measure.file.which", field="indicator")
        return indicator_named(caller, name, system=system).ref
    except Refusal as refusal:
        return refusal.message


def _places(table: Table, *, named: bool) -> dict[str, int]:
    heads = {header.text.strip().casefold().replace("_", " "): header.index for header in table.headers}
    places = {
        name: next(heads[word] for word in words if word in heads)
        for name, words in COLUMNS.items()
        if any(word in heads for word in words)
    }
    needed = ("on", "value") if named else ("indicator", "on", "value")
    missing = tuple(name for name in needed if name not in places)
    if missing:
        raise BadInput("measure.file.columns", field="file", missing=missing)
    return places


def _cell(row: Row, places: Mapping[str, int], name: str) -> str:
    return row.cells[places[name]].strip() if name in places else ""


__all__ = ["COLUMNS", "MOST", "Line", "Report", "rehearse_file", "take_file"]

"""A list's own file taken back: each row finds its record by ref, what its cells say differently is changed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from holdtrue.app.actions import many
from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.exports import ONLY_TOLD, REF, known_of
from holdtrue.app.imports.limits import DEFAULT
from holdtrue.app.imports.reading import read as read_table
from holdtrue.app.imports.source import opened
from holdtrue.app.imports.table import Row
from holdtrue.core.cells import CLEARED, TOO_LONG, plain
from holdtrue.core.kinds import KINDS, PREFIXES, kind_named
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.many import Change, Many, Progress

_LOOKED = 50
"""Rows looked through for the first ref."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file whose first column is refs, with the kind its rows are of."""

    kind: str
    heads: tuple[str, ...]
    changes: Sequence[Change]
    passed_over: tuple[str, ...]
    """Columns that say what is derived, or nothing this register knows."""


def is_ours(path: Path) -> bool:
    """Whether a file looks like a list's own: its first head is `ref`, and not all refs are of another's making."""
    try:
        first, *rows = islice(_cells(path), _LOOKED + 1)
    except (BadInput, csv.Error, OSError, ValueError):
        return False
    refs = [row[0].strip() for row in rows if row and row[0].strip()]
    ours = not refs or any(map(normal_ref, refs))
    return bool(first) and first[0].strip().casefold() == REF and ours


def read(caller: Caller, path: Path, *, kind: str = "") -> Sheet:
    """Return the rows as changes. BadInput in a sentence where the kind cannot be told or a head stands twice."""
    from holdtrue.app.actions.many import Change

    try:
        rows = list(_cells(path))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput("lists.file.unreadable", field="file", name=path.name) from error
    found = iter(rows)
    heads = tuple(head.strip() for head in next(found, []))
    repeated = next((head for n, head in enumerate(heads) if head and head in heads[:n]), "")
    if repeated:
        raise BadInput("lists.file.repeated", field="file", column=repeated)
    lines = [(number, row) for number, row in enumerate(found, start=2) if any(cell.strip() for cell in row)]
    named = kind_named(kind).id if kind else _kind_of(row[0] for _, row in lines[:_LOOKED] if row)
    known = known_of(caller.organisation.pk, named)
    title = KINDS[named].title_field
    names = {head: (title if head == "title" and title and head not in known else head) for head in heads}
    taken = {n: names[head] for n, head in enumerate(heads) if n and names[head] in known}
    changes = [
        Change(
            row[0].strip(),
            {name: _value(row[n]) for n, name in taken.items() if n < len(row) and _says(row[n])},
            line,
        )
        for line, row in lines
    ]
    passed = tuple(head for n, head in enumerate(heads) if n and n not in taken and head not in ONLY_TOLD)
    return Sheet(named, heads, changes, passed)


def _says(cell: str) -> bool:
    return bool(cell.strip()) and cell != TOO_LONG


def _value(cell: str) -> str:
    return "" if cell.strip() == CLEARED else plain(cell)


def _kind_of(refs: Iterable[str]) -> str:
    for ref in refs:
        found = normal_ref(ref)
        if found:
            return PREFIXES[found[:3]]
    raise BadInput("lists.file.kind", field="kind")


def rehearse(caller: Caller, sheet: Sheet) -> Many:
    """Return what taking the file back would do, writing nothing."""
    return many.rehearse(caller, sheet.kind, sheet.changes)


def execute(caller: Caller, sheet: Sheet, *, progress: Progress | None = None) -> Many:
    """Take the file back: one action, undone as a whole."""
    return many.apply(caller, sheet.kind, sheet.changes, progress=progress)


def _cells(path: Path) -> Iterator[list[str]]:
    """Yield the heads, then the rows; a workbook passes the same inspection as any other."""
    source = opened(path, name=path.name, limit=DEFAULT.file)
    if source.head(2) == b"PK":
        table = read_table(path, name=path.name)
        yield [header.text for header in table.headers]
        yield from (list(row.cells) for row in table.rows() if isinstance(row, Row))
        return
    csv.field_size_limit(DEFAULT.cell)
    with path.open(encoding="utf-8-sig", newline="") as text:
        first = text.readline(DEFAULT.cell)
        text.seek(0)
        delimiter = max(",;\t", key=first.count)
        for number, row in enumerate(csv.reader(text, delimiter=delimiter)):
            if number > DEFAULT.rows:
                raise BadInput("imports.file.rows", limit=DEFAULT.rows)
            yield row


__all__ = ["Sheet", "execute", "is_ours", "read", "rehearse"]

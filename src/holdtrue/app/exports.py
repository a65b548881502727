"""A list as a file that can be changed and taken back: its columns and its rows, a few hundred at a time."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from holdtrue.app import added
from holdtrue.app.queries.lists import filter_of
from holdtrue.core import custom
from holdtrue.core.cells import fitting, guarded, written
from holdtrue.core.kinds import CATALOGS, KINDS, FieldSpec
from holdtrue.core.kinds.cleaning import TITLE
from holdtrue.core.refusals import BadInput
from holdtrue.core.verdicts import State
from holdtrue.store import listing, ordering, reading

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.lists import Asked
    from holdtrue.store.listing import Line
    from holdtrue.store.ordering import Order

REF = "ref"
ONLY_TOLD = ("tier", "state")
"""Columns of systems that say what is derived; taken back they are passed over."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file: the ref first, then fields by name."""

    kind: str
    names: tuple[str, ...]
    specs: Mapping[str, FieldSpec]


def columns(caller: Caller, kind: str, names: Sequence[str] = ()) -> Columns:
    """Return the columns asked for, or every one a record of the kind can fill. BadInput names a wrong one."""
    known = known_of(caller.organisation.pk, kind)
    told = ONLY_TOLD if kind == "system" else ()
    if not names:
        return Columns(kind, (REF, *known, *told), known)
    wanted = [name for name in dict.fromkeys(names) if name != REF]
    wrong = next((name for name in wanted if name not in known and name not in told), None)
    if wrong is not None:
        raise BadInput("list.unknown_field", field=wrong, kind=KINDS[kind].label, names=(*known, *told))
    return Columns(kind, (REF, *wanted), known)


def known_of(organisation_id: int, kind: str) -> dict[str, FieldSpec]:
    """Return the fields people fill in, by name: declared, tags, added; a title where no field names the record."""
    declared = KINDS[kind]
    found: dict[str, FieldSpec] = {}
    if declared.title_field is None and TITLE not in declared.specs_by_name():
        found[TITLE] = FieldSpec(kind=kind, name=TITLE, type="text", label=declared.label)
    found |= {spec.name: spec for spec in declared.field_specs() if not spec.derived}
    return found | added.specs(organisation_id, kind)


def rows(caller: Caller, asked: Asked, wanted: Columns, *, order: Order | None = None) -> Iterator[list[str]]:
    """Return the heads and then each record's cells; a few hundred records are held at a time."""
    yield list(wanted.names)
    pk = caller.organisation.pk
    filtered = filter_of(caller, asked)
    for lines in _batches(pk, filtered, order):
        bodies = reading.bodies(pk, [(line.id, line.revision) for line in lines])
        uids = {
            uid
            for body in bodies.values()
            for name, some in body["links"].items()
            if name in wanted.names and wanted.specs[name].target not in CATALOGS
            for uid in some
        }
        refs = {uid: record.ref for uid, record in reading.by_uid(pk, uids).items()}
        for line in lines:
            yield [_cell(name, wanted, line, bodies[line.id], refs) for name in wanted.names]


def _batches(pk: int, wanted: listing.Filter, order: Order | None) -> Iterator[list[Line]]:
    if order is not None:
        found = ordering.every(pk, wanted, order)
        for start in range(0, len(found), BATCH):
            yield listing.lines_of(pk, found[start : start + BATCH])
        return
    after = 0
    while lines := listing.page(pk, wanted, after=after, limit=BATCH, count=False).lines:
        yield lines
        after = lines[-1].id


def _cell(name: str, wanted: Columns, line: Line, body: Mapping[str, Any], refs: Mapping[str, str]) -> str:
    if name == REF:
        return line.ref
    if name in ONLY_TOLD and name not in wanted.specs:
        return line.tier if name == "tier" else State(line.worst).word if line.worst is not None else ""
    spec = wanted.specs[name]
    if spec.linked:
        return written([refs.get(uid, uid) for uid in body["links"].get(name, ())], spec)
    return written(custom.flat(body["fields"]).get(name), spec)


def csv_lines(found: Iterator[list[str]]) -> Iterator[bytes]:
    """Return the file piece by piece; it begins with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff".encode()
    for cells in found:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([guarded(cell) for cell in cells])
        yield line.getvalue().encode()


def write_xlsx(found: Iterator[list[str]], out: IO[bytes], *, title: str) -> None:
    """Write the workbook row by row; only the row at hand is in memory."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "B2"
    for number, cells in enumerate(found):
        if number == 0:
            heads = [WriteOnlyCell(sheet, cell) for cell in cells]
            for head in heads:
                head.font = Font(bold=True)
            sheet.append(heads)
            continue
        made = [WriteOnlyCell(sheet, fitting(cell)) for cell in cells]
        for one in made:
            one.data_type = "s"
        sheet.append(made)
    book.save(out)


__all__ = ["ONLY_TOLD", "REF", "Columns", "columns", "csv_lines", "known_of", "rows", "write_xlsx"]

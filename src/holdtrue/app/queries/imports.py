"""Imports made so far, how one went, and the rows that wait for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from holdtrue.app.actions.importing.run import TOLD, Changed
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.imports.drafts import Draft
from holdtrue.app.imports.freezing import thawed
from holdtrue.app.imports.rows import drafts
from holdtrue.app.queries.records import names
from holdtrue.app.queries.runs import UNDONE, message_of
from holdtrue.store import reading
from holdtrue.store.models import ImportRow, ImportRun, Record

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.intake import Plan
    from holdtrue.core.messages import Message

SAMPLE = 5
PAGE = 20
"""Doubtful rows decided at one go."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One row under review, with the record its key belongs to and where the two differ."""

    line: int
    why: Message
    draft: Draft
    record: Record | None
    differs: tuple[tuple[str, object, object], ...]
    """(field, what stands, what the row says)."""
    kept: tuple[tuple[str, str, str], ...]
    """(column, what stands, what the row says) of cells that feed no field."""


def past(caller: Caller, *, limit: int = 50) -> Sequence[tuple[ImportRun, str]]:
    """Return imports, newest first, each with the name of who asked for it."""
    require(caller, "import", on_organisation())
    rows = list(ImportRun.rows.of(caller.organisation.pk).defer("summary").order_by("-number")[:limit])
    known = names(caller.organisation, {row.author for row in rows})
    return [(row, known.get(row.author, "")) for row in rows]


def doubtful(caller: Caller, run: ImportRun, *, after: int = 0) -> tuple[list[Doubtful], int, bool]:
    """Return a page of rows that wait, how many wait in all, and whether more follow; none of a run taken back."""
    if run.state in UNDONE:
        return [], 0, False
    rows = ImportRow.rows.of(caller.organisation.pk).filter(run=run, outcome="review", decided="")
    total = rows.count()
    some = list(rows.filter(line__gt=after).order_by("line")[: PAGE + 1])
    shown = [row for row in some[:PAGE] if row.content.get("effects") is not None]
    held = _held(caller, run.kind, [thawed(row.content).key for row in shown])
    return [_doubtful(row, held) for row in shown], total, len(some) > PAGE


def all_doubtful(caller: Caller, run: ImportRun) -> list[Doubtful]:
    """Return every row that waits, in the order of the file."""
    found, _, more = doubtful(caller, run)
    while more:
        further, _, more = doubtful(caller, run, after=found[-1].line)
        found += further
    return found


Held = Mapping[str, tuple[Record, Mapping[str, Mapping[str, object]]]]


def _held(caller: Caller, kind: str, keys: Sequence[str]) -> Held:
    records = list(
        Record.rows.of(caller.organisation.pk).filter(
            kind=kind, source_key__in=keys, retired_day__isnull=True
        )
    )
    bodies = reading.bodies(caller.organisation.pk, [(r.pk, r.head_number) for r in records])
    return {str(r.source_key): (r, bodies[r.pk]) for r in records}


def _doubtful(row: ImportRow, held: Held) -> Doubtful:
    draft, why = thawed(row.content), message_of(row.why)
    if draft.key not in held:
        return Doubtful(row.line, why, draft, None, (), ())
    record, body = held[draft.key]
    stands, cells = body["fields"], body["source_fields"]
    return Doubtful(
        row.line,
        why,
        draft,
        record,
        tuple(
            (name, stands.get(name), said) for name, said in draft.fields.items() if stands.get(name) != said
        ),
        tuple(
            (column, str(cells.get(column, "")), said)
            for column, said in draft.source_fields.items()
            if str(cells.get(column, "")) != said
        ),
    )


def changed(caller: Caller, run: ImportRun, *, limit: int = TOLD) -> Sequence[Changed]:
    """Return the first records that rows of a run changed, each with what; two revisions of each are read."""
    organisation = caller.organisation.pk
    rows = ImportRow.rows.of(organisation).filter(run=run, outcome="changed", record__isnull=False)
    some = list(rows.select_related("record").order_by("line", "id")[:limit])
    before = reading.bodies(organisation, [(row.record_id, row.before) for row in some if row.record_id])
    after = reading.bodies(organisation, [(row.record_id, row.after) for row in some if row.record_id])
    return [
        Changed(row.line, row.record, names)
        for row in some
        if row.record is not None and (names := _differing(before[row.record.pk], after[row.record.pk]))
    ]


def _differing(
    before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]]
) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            name
            for part in ("fields", "links", "source_fields")
            for name in (*after[part], *before[part])
            if before[part].get(name) != after[part].get(name)
        )
    )


def refused(caller: Caller, run: ImportRun, *, limit: int = 50) -> tuple[Sequence[tuple[int, Message]], int]:
    """Return the first rows that were not taken, with why, and how many there are in all."""
    rows = ImportRow.rows.of(caller.organisation.pk).filter(run=run, outcome="refused").order_by("line", "id")
    some = [(line, message_of(why)) for line, why in rows.values_list("line", "why")[:limit] if why]
    return some, rows.count()


def first_rows(planned: Plan) -> Sequence[Draft]:
    """Return the first rows as records they would be."""
    judged = (item for item in drafts(planned.table, planned.mapping) if isinstance(item, Draft))
    return list(islice(judged, SAMPLE))

"""Imports made so far, how one went, and the rows that wait for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.imports.drafts import Draft
from holdtrue.app.imports.freezing import thawed
from holdtrue.app.imports.rows import drafts
from holdtrue.app.queries.records import names
from holdtrue.app.queries.runs import message_of
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


def past(caller: Caller, *, limit: int = 50) -> Sequence[tuple[ImportRun, str]]:
    """Return imports, newest first, each with the name of who asked for it."""
    require(caller, "import", on_organisation())
    rows = list(ImportRun.rows.of(caller.organisation.pk).order_by("-number")[:limit])
    known = names(caller.organisation, {row.author for row in rows})
    return [(row, known.get(row.author, "")) for row in rows]


def doubtful(caller: Caller, run: ImportRun, *, after: int = 0) -> tuple[list[Doubtful], int, bool]:
    """Return a page of rows that wait, how many wait in all, and whether more follow."""
    rows = ImportRow.rows.of(caller.organisation.pk).filter(run=run, outcome="review", decided="")
    total = rows.count()
    some = list(rows.filter(line__gt=after).order_by("line")[: PAGE + 1])
    shown = [row for row in some[:PAGE] if row.content.get("effects") is not None]
    held = _held(caller, run.kind, [thawed(row.content).key for row in shown])
    return [_doubtful(row, held) for row in shown], total, len(some) > PAGE


Held = Mapping[str, tuple[Record, Mapping[str, object]]]


def _held(caller: Caller, kind: str, keys: Sequence[str]) -> Held:
    records = list(
        Record.rows.of(caller.organisation.pk).filter(
            kind=kind, source_key__in=keys, retired_day__isnull=True
        )
    )
    bodies = reading.bodies(caller.organisation.pk, [(r.pk, r.head_number) for r in records])
    return {str(r.source_key): (r, bodies[r.pk]["fields"]) for r in records}


def _doubtful(row: ImportRow, held: Held) -> Doubtful:
    draft = thawed(row.content)
    record, fields = held.get(draft.key, (None, {}))
    differs = tuple(
        (name, fields.get(name), value) for name, value in draft.fields.items() if fields.get(name) != value
    )
    return Doubtful(row.line, message_of(row.why), draft, record, differs if record else ())


def refused(caller: Caller, run: ImportRun, *, limit: int = 50) -> tuple[Sequence[tuple[int, Message]], int]:
    """Return the first rows that were not taken, with why, and how many there are in all."""
    rows = ImportRow.rows.of(caller.organisation.pk).filter(run=run, outcome="refused").order_by("line", "id")
    some = [(line, message_of(why)) for line, why in rows.values_list("line", "why")[:limit] if why]
    return some, rows.count()


def first_rows(planned: Plan) -> Sequence[Draft]:
    """Return the first rows as records they would be."""
    judged = (item for item in drafts(planned.table, planned.mapping) if isinstance(item, Draft))
    return list(islice(judged, SAMPLE))

"""Rehearses an import: what every row would do to the register as it stands now, without writing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.importing.ahead import without_plans
from holdtrue.app.actions.importing.chunk import (
    Chunk,
    Source,
    Written,
    brought,
    difference,
    existing,
    name_suppliers,
    refused,
    wanted,
)
from holdtrue.app.actions.importing.conflicts import named
from holdtrue.app.actions.importing.lookup import Lookup
from holdtrue.app.actions.importing.remembered import of_file
from holdtrue.app.actions.importing.run import TOLD, Changed, Outcome, chunks, count
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.imports.drafts import Draft, classify
from holdtrue.app.imports.report import asked
from holdtrue.app.imports.rows import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping as Body
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.importing.chunk import Want
    from holdtrue.app.actions.importing.run import Progress
    from holdtrue.app.imports.changes import Difference
    from holdtrue.app.imports.mapping import Mapping
    from holdtrue.app.imports.table import Table
    from holdtrue.core.days import Day

_OF_EFFECTS = frozenset({"classification", "declaration", "component"})


def rehearse(
    caller: Caller,
    table: Table,
    mapping: Mapping,
    *,
    said_on: Day,
    name: str,
    progress: Progress | None = None,
) -> Outcome:
    """Return the outcome a run would have, its number 0 and without what it would do to the standing."""
    require(caller, "import", on_organisation())
    lookup = Lookup.of(caller.organisation.pk)
    source = Source(name, table.digest, said_on, 0)
    outcome = Outcome(0)
    day = caller.clock.day(caller.organisation.time_zone)
    done = 0
    known = of_file(caller.organisation.pk, table.digest, mapping.kind)
    for some in chunks(known.settle(classify(without_plans(drafts(table, mapping), mapping, day)))):
        done += len(some)
        chunk = _compare(caller, [d for d in some if isinstance(d, Draft)], lookup, source, outcome)
        count(outcome, some, chunk)
        if progress:
            progress(done, 0)
    outcome.effects.update(lookup.added)
    return outcome


def _compare(
    caller: Caller, some: Sequence[Draft], lookup: Lookup, source: Source, outcome: Outcome
) -> Chunk:
    organisation_id = caller.organisation.pk
    chunk = Chunk()
    pairs = wanted(None, some, lookup, chunk)
    held, bodies = existing(organisation_id, [want for _, want in pairs])
    effects: list[Want] = []
    for draft, want in pairs:
        record = held.get((want.kind, want.key))
        if record is None:
            chunk.rows.append(Written(want.line, "added"))
            chunk.effects.update({kind: n for kind, n in asked(draft).items() if kind in _OF_EFFECTS})
            name_suppliers(None, draft, lookup)
            continue
        found = difference(want, bodies[record.pk])
        chunk.conflicts += [(want.line, want.kind, conflict) for conflict in found.conflicts]
        why = None if found.unchanged else refused(caller, record, bodies[record.pk], found)
        if why is not None:
            chunk.rows.append(Written(want.line, "refused", why=why))
            continue
        chunk.rows.append(Written(want.line, "unchanged" if found.unchanged else "changed", record))
        if not found.unchanged and len(outcome.changed) < TOLD:
            outcome.changed.append(Changed(want.line, record, _differing(found, bodies[record.pk])))
        effects += brought(None, draft, record, lookup, source)
    _effects(organisation_id, effects, chunk)
    chunk.conflicts = named(organisation_id, chunk.conflicts)
    return chunk


def _differing(found: Difference, body: Body[str, Body[str, object]]) -> tuple[str, ...]:
    columns = (name for name, said in found.source_fields.items() if body["source_fields"].get(name) != said)
    return (*found.fields, *found.links, *columns)


def _effects(organisation_id: int, effects: Sequence[Want], chunk: Chunk) -> None:
    held, bodies = existing(organisation_id, effects)
    for want in effects:
        record = held.get((want.kind, want.key))
        if record is None or not difference(want, bodies[record.pk]).unchanged:
            chunk.rows.append(Written(want.line, "effect", record))
            chunk.effects[want.kind] += 1

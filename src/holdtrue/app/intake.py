"""Taking in a file of records, from opening it to what it did: one way for page, API and command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions import importing
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.imports.mapfile import as_said, corrected, parse_mapping, to_yaml
from holdtrue.app.imports.proposal import propose
from holdtrue.app.imports.reading import read
from holdtrue.app.imports.survey import only_formulas, survey
from holdtrue.app.queries.imports import changed
from holdtrue.app.queries.runs import run_asked
from holdtrue.core.days import Day, to_day
from holdtrue.core.kinds import KINDS, kind_named
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.store.models import SourceMapping
from holdtrue.words import say

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping as Said
    from collections.abc import Sequence
    from pathlib import Path

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.importing import Outcome, Progress
    from holdtrue.app.actions.importing.run import Changed
    from holdtrue.app.imports.mapping import Mapping
    from holdtrue.app.imports.table import Table
    from holdtrue.core.messages import Message

Json = dict[str, object]
_DEFAULT = "system"


@dataclass(frozen=True, slots=True)
class Plan:
    """A file opened and its columns mapped: what an import would do it by."""

    caller: Caller
    path: Path
    name: str
    table: Table
    mapping: Mapping
    said_on: Day
    """The day the file speaks of; its declarations are dated by it."""
    rows: int
    set_by: str
    """proposed, remembered (as in the last import of this source) or file (a person said so)."""


def plan(
    caller: Caller,
    path: Path,
    *,
    name: str = "",
    kind: str = "",
    map_text: str = "",
    said_on: str = "",
    sheet: str | None = None,
) -> Plan:
    """Open a file and map its columns: as the mapping file says, else as last time, else as proposed.

    `map_text` is the text of a mapping file. Reads only. BadInput in a sentence for whatever cannot be taken.
    """
    require(caller, "import", on_organisation())
    said = parse_mapping(map_text) if map_text else None
    wanted = kind_named(kind or str((said or {}).get("kind") or _DEFAULT)).id
    name = name or path.name
    table = read(path, name=name, sheet=sheet)
    proposed = propose(table, wanted)
    set_by, mapping = "proposed", proposed
    if said is not None:
        set_by, mapping = "file", corrected(proposed, said, table.headers)
    elif remembered := _remembered(caller, proposed):
        set_by, mapping = "remembered", corrected(proposed, remembered, table.headers, reason="remembered")
    missing = mapping.missing()
    if missing:
        labels = tuple(KINDS[wanted].spec(field).label for field in missing)
        formulas = only_formulas(survey(table))
        name_of = "imports.unmapped.formulas" if formulas else "imports.unmapped"
        raise BadInput(name_of, fields=labels, columns=formulas, field=missing[0])
    rows = sum(1 for _ in table.rows())
    if not rows:
        raise BadInput("imports.file.no_rows", name=name)
    day = _said_on(caller, said_on or mapping.said_on)
    return Plan(caller, path, name, table, mapping, day, rows, set_by)


def rehearse(planned: Plan, progress: Progress | None = None) -> Outcome:
    """Return what the import would do to the register as it stands; writes nothing."""
    tell = (lambda done, _: progress(done, planned.rows)) if progress else None
    return importing.rehearse(
        planned.caller,
        planned.table,
        planned.mapping,
        said_on=planned.said_on,
        name=planned.name,
        progress=tell,
    )


def execute(planned: Plan, progress: Progress | None = None) -> Outcome:
    """Run the import, a transaction per chunk. A mapping that a person set is kept for the next file of this source."""
    caller, mapping = planned.caller, planned.mapping
    opened = importing.prepare(
        caller, planned.path, name=planned.name, mapping=mapping, said_on=planned.said_on, total=planned.rows
    )
    if planned.set_by == "file":
        importing.remember(caller, mapping, {**as_said(mapping), "said_on": ""})
    return importing.run(caller, opened, planned.table, mapping, progress=progress)


def undo(caller: Caller, number: int) -> Json:
    """Undo a run by new revisions; return what became of its records."""
    counts = importing.undo(caller, number)
    return {"undone": number, **{name: counts[name] for name in ("retired", "restored", "kept")}}


def map_text_of(path: Path) -> str:
    """Return the text of a mapping file."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("imports.map.unreadable", field="map", name=path.name) from error


def save_map(planned: Plan, path: Path) -> None:
    """Write the mapping as a file that can be corrected and given back."""
    try:
        path.write_text(to_yaml(planned.mapping), "utf-8")
    except OSError as error:
        raise BadInput("imports.map.unwritable", field="save-map", name=str(path)) from error


def _remembered(caller: Caller, proposed: Mapping) -> Said[str, object] | None:
    found = (
        SourceMapping.rows.of(caller.organisation.pk)
        .filter(signature=proposed.signature, kind=proposed.kind)
        .values_list("mapping", flat=True)
        .first()
    )
    return found if isinstance(found, dict) else None


def _said_on(caller: Caller, text: str) -> Day:
    today = caller.clock.day(caller.organisation.time_zone)
    if not text:
        return today
    day = to_day(text)
    if day is None or day > today:
        raise BadInput("imports.said_on.day", field="said-on", value=text)
    return day


def outcome_json(planned: Plan, outcome: Outcome) -> Json:
    """Return what an import did, or with run None what it would do."""
    return {
        "run": outcome.run or None,
        "file": planned.name,
        "kind": planned.mapping.kind,
        "rows": outcome.rows,
        **{name: outcome.counts[name] for name in COUNTS},
        "mapping": mapping_json(planned.mapping),
        "set_by": planned.set_by,
        "profile": planned.mapping.profile or None,
        "refusals": [{"line": line, "why": say(why)} for line, why in outcome.refusals],
        "doubts": [{"line": line, "why": say(why)} for line, why in outcome.review],
        "notes": [_told(line, column, why) for line, column, why in outcome.notes],
        "conflicts": [_told(line, name, why) for line, name, why in outcome.conflicts],
        "effects": {kind: n for kind, n in sorted(outcome.effects.items()) if n},
        "standing": standing_json(outcome.changes),
        "source_notes": [say(note) for note in planned.table.notes],
        "changes": _changes(planned, outcome),
    }


def _changes(planned: Plan, outcome: Outcome) -> list[Json]:
    """The first records that a run changed or would change, each with the fields and columns that differ."""
    found: Sequence[Changed] = outcome.changed
    if outcome.run and outcome.counts["changed"]:
        found = changed(planned.caller, run_asked(planned.caller, outcome.run).run)
    return [
        {"line": one.line, "ref": one.record.ref, "title": one.record.title, "fields": list(one.fields)}
        for one in found
    ]


COUNTS = ("added", "changed", "unchanged", "refused", "review")
"""What a row can come to; they add up to the rows of the file."""


def mapping_json(mapping: Mapping) -> Json:
    """Return column → the field it feeds, how sure that is and why; a column that feeds none is kept as it stands."""
    return {
        column.header: {
            "field": column.target or None,
            "confidence": column.confidence,
            "because": say(column.reason),
            **({"perhaps": column.perhaps} if column.perhaps else {}),
        }
        for column in mapping.columns
    }


def standing_json(changes: Counter[str]) -> list[Json]:
    """Return what a run did to the standing, the most first: a practice, from level to level, in so many scopes."""
    found: list[Json] = []
    for change, scopes in changes.most_common():
        practice, _, levels = change.partition(": ")
        before, _, after = levels.partition(" → ")
        old, new = LEVEL_WORDS[int(before)], LEVEL_WORDS[int(after)]
        found.append({"practice": practice, "from": old, "to": new, "scopes": scopes})
    return found


def _told(line: int, column: str, why: Message) -> Json:
    return {"line": line, "column": column, "why": say(why)}

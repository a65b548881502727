"""A file brought in step by step: kept, its columns mapped and corrected, previewed, run, undone."""

from __future__ import annotations

import json
from collections.abc import Mapping as Said
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db import transaction
from django_tasks import task

from holdtrue.accounts.models import User
from holdtrue.app import background, callers, intake, reimports
from holdtrue.app.actions import importing
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.imports.mapfile import as_said, corrected, parse_mapping, to_yaml
from holdtrue.app.imports.mapping import KEEP, Column, Mapping, signature
from holdtrue.app.imports.proposal import propose
from holdtrue.app.imports.reading import read
from holdtrue.app.imports.survey import only_formulas, survey
from holdtrue.app.queries.runs import message_of
from holdtrue.core.days import to_day
from holdtrue.core.kinds import KINDS, kind_named
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store import blobs
from holdtrue.store.models import ImportRun, SourceMapping

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.imports.survey import Survey
    from holdtrue.app.imports.table import Table
    from holdtrue.app.intake import Plan
    from holdtrue.app.reimports import Sheet

SAMPLES = 3
"""Values of a column shown beside what it was taken for."""
TAKEN_BACK = 5_000
"""Rows of a list's own file that are taken back while one waits; the command takes longer ones."""
AT_ONCE = 250
"""A file of so many rows is taken in while one waits; a longer one by the worker."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One column as the file was first read: what it holds, and what it was taken for."""

    name: str
    position: int
    samples: tuple[str, ...]
    target: str
    confidence: float
    reason: Message
    perhaps: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A run's file as it was read when it came: its columns, how it is written, and what was settled since."""

    run: ImportRun
    columns: tuple[Seen, ...]
    targets: Said[int, str]
    """Position → where the column goes now."""
    identity: tuple[str, ...]
    """Names of the columns that tell rows apart."""
    format: str
    delimiter: str
    encoding: str
    sheet: str
    header_line: int
    notes: tuple[Message, ...]


def keep(caller: Caller, file: BinaryIO, name: str, *, kind: str = "system") -> ImportRun:
    """Keep an uploaded file and open a run at its first step. BadInput, and nothing kept, where it holds no table."""
    require(caller, "import", on_organisation())
    wanted = kind_named(kind).id
    kept = blobs.keep(caller.organisation, file, name)
    path = blobs.path_of(caller.organisation, kept.sha256)
    try:
        table = read(path, name=name)
        looked = survey(table)
        proposed = propose(table, wanted, looked=looked)
        rows = _counted(table, name)
    except BadInput:
        _forget(caller, kept.sha256, path)
        raise
    day = caller.clock.day(caller.organisation.time_zone)
    run = importing.prepare(caller, path, name=name, mapping=proposed, said_on=day, total=rows)
    _note(caller, run, table, looked, proposed)
    return run


def _counted(table: Table, name: str) -> int:
    """Return how many rows there are; BadInput where there is none under the names of the columns."""
    rows = sum(1 for _ in table.rows())
    if not rows:
        raise BadInput("imports.file.no_rows", field="file", name=name)
    return rows


def path_of(caller: Caller, run: ImportRun) -> Path:
    """Return where the file of a run lies."""
    return _path(caller, run)


def note_said(caller: Caller, run: ImportRun, name: str, said: Said[str, object]) -> ImportRun:
    """Keep beside a run what was said of its file on a page of its own; BadInput once it was taken in or dropped."""
    require(caller, "import", on_organisation())
    run.summary = {**run.summary, name: _plain(said)}
    _put(run, "summary")
    return run


def propose_as(caller: Caller, run: ImportRun, kind: str) -> ImportRun:
    """Take the rows for records of another kind: the columns are proposed anew."""
    wanted = kind_named(kind).id
    table = read(_path(caller, run), name=run.file_name)
    looked = survey(table)
    _note(caller, run, table, looked, propose(table, wanted, looked=looked))
    return run


def _note(caller: Caller, run: ImportRun, table: Table, looked: Survey, proposed: Mapping) -> None:
    """Keep with the run what was seen, so that no page reads the file again; begin as the last import of its kind."""
    remembered = _remembered(caller, proposed)
    mapping = corrected(proposed, remembered, table.headers, reason="remembered") if remembered else proposed
    _seen(run, table, looked, proposed, mapping)
    _put(run, "kind", "mapping", "summary")


def _put(run: ImportRun, *fields: str) -> None:
    """Keep what was said of a run at its first steps; BadInput where somebody began or dropped it meanwhile."""
    rows = ImportRun.rows.of(run.organisation_id).filter(pk=run.pk, state="preview")
    if not rows.update(**{name: getattr(run, name) for name in fields}):
        raise BadInput("import.moved_on", name=run.file_name)


def _seen(run: ImportRun, table: Table, looked: Survey, proposed: Mapping, mapping: Mapping) -> None:
    run.kind, run.mapping = mapping.kind, _plain(as_said(mapping))
    run.summary = {
        "profile": proposed.profile,
        "columns": [
            {
                "name": column.header,
                "samples": [text for text, _ in looked.columns[column.index].telling()[:SAMPLES]],
                "target": column.target,
                "confidence": column.confidence,
                "reason": importing.stored_message(column.reason),
                "perhaps": proposed.columns[column.index].perhaps,
            }
            for column in mapping.columns
        ],
        "format": table.format,
        "delimiter": table.delimiter,
        "encoding": table.encoding,
        "sheet": table.sheet,
        "header_line": table.header_line,
        "notes": [importing.stored_message(note) for note in (*table.notes, *_formulas(looked))],
    }


def _formulas(looked: Survey) -> tuple[Message, ...]:
    columns = only_formulas(looked)
    return (Message("imports.column.formulas", {"columns": columns}),) if columns else ()


def opened(run: ImportRun) -> Opened:
    """Return what a run at its first steps holds; reads nothing but the run."""
    seen = run.summary
    columns = tuple(
        Seen(
            c["name"],
            n,
            tuple(c["samples"]),
            c["target"],
            c["confidence"],
            message_of(c["reason"]),
            c["perhaps"],
        )
        for n, c in enumerate(seen["columns"])
    )
    said = run.mapping["columns"]
    return Opened(
        run,
        columns,
        {c.position: _target(said.get(c.name, KEEP)) for c in columns},
        tuple(run.mapping.get("identity", ())),
        seen["format"],
        seen["delimiter"],
        seen["encoding"],
        seen["sheet"],
        seen["header_line"],
        tuple(message_of(note) for note in seen["notes"]),
    )


def _target(entry: str | Said[str, str]) -> str:
    name = entry if isinstance(entry, str) else str(entry.get("to", KEEP))
    return "" if name == KEEP else name


def _forget(caller: Caller, sha256: str, path: Path) -> None:
    """Remove a file that nothing names."""
    from holdtrue.store.models import Blob

    if not Blob.rows.of(caller.organisation.pk).filter(sha256=sha256).exists():
        path.unlink(missing_ok=True)


def run_of(caller: Caller, number: int) -> ImportRun:
    """Return a run; NotFound where there is none."""
    require(caller, "import", on_organisation())
    found = ImportRun.rows.of(caller.organisation.pk).select_related("blob").filter(number=number).first()
    if found is None:
        raise NotFound("import.no_run", number=number)
    return found  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any


def _path(caller: Caller, run: ImportRun) -> Path:
    if run.blob is None:
        raise NotFound("file.not_found", name=run.file_name)
    return blobs.path_of(caller.organisation, run.blob.sha256)


def settle(caller: Caller, run: ImportRun, targets: Said[int, str], said_on: str) -> ImportRun:
    """Keep what a person said of the columns: position → target, '' to keep it beside. BadInput names the column."""
    day = to_day(said_on) if said_on else caller.clock.day(caller.organisation.time_zone)
    if day is None or day > caller.clock.day(caller.organisation.time_zone):
        raise BadInput("imports.said_on.day", field="said_on", value=said_on)
    at_hand = opened(run)
    said = dict(run.mapping)
    columns = dict(said["columns"])
    moved = False
    for column in at_hand.columns:
        wanted = targets.get(column.position, at_hand.targets[column.position])
        if wanted != at_hand.targets[column.position]:
            columns[column.name] = wanted or KEEP
            moved = True
    said["columns"] = columns
    if moved and not run.summary["profile"]:
        said.pop("identity", None)
    mapping = _mapped(run, read(_path(caller, run), name=run.file_name), said)
    missing = mapping.missing()
    if missing:
        labels = tuple(KINDS[mapping.kind].spec(field).label for field in missing)
        raise BadInput("import.unmapped", fields=labels)
    run.said_on, run.mapping = day, _plain(as_said(mapping))
    run.summary = {**run.summary, "corrected": bool(run.summary.get("corrected")) or moved}
    _put(run, "said_on", "mapping", "summary")
    return run


def map_text(caller: Caller, run: ImportRun) -> str:
    """Return what the columns of a run at its first steps mean, as a file that can be corrected and given back."""
    return to_yaml(_mapped(run, read(_path(caller, run), name=run.file_name), run.mapping))


def settle_by_file(caller: Caller, run: ImportRun, text: str) -> ImportRun:
    """Let a mapping file say what the columns mean; what it leaves out is as proposed. BadInput in a sentence."""
    said = parse_mapping(text)
    table = read(_path(caller, run), name=run.file_name)
    looked = survey(table)
    proposed = propose(table, kind_named(str(said.get("kind") or run.kind)).id, looked=looked)
    mapping = corrected(proposed, said, table.headers)
    today = caller.clock.day(caller.organisation.time_zone)
    day = to_day(mapping.said_on) if mapping.said_on else run.said_on
    if day is None or day > today:
        raise BadInput("imports.said_on.day", field="said_on", value=mapping.said_on)
    _seen(run, table, looked, proposed, mapping)
    run.said_on = day
    run.summary = {**run.summary, "corrected": True}
    _put(run, "kind", "said_on", "mapping", "summary")
    return run


def _mapped(run: ImportRun, table: Table, said: Said[str, Any]) -> Mapping:
    """The mapping as said; every column is spoken of in it, so nothing has to be proposed."""
    bare = tuple(Column(h.index, h.name, h.name) for h in table.headers)
    base = Mapping(run.kind, bare, (), signature(table.headers), run.summary.get("profile", ""))
    return corrected(base, said, table.headers)


def plan_of(caller: Caller, run: ImportRun) -> Plan:
    """Return what the run would be done by."""
    path = _path(caller, run)
    table = read(path, name=run.file_name)
    mapping = _mapped(run, table, run.mapping)
    set_by = "file" if run.summary.get("corrected") else "proposed"
    return intake.Plan(caller, path, run.file_name, table, mapping, run.said_on, run.total, set_by)


def begin(caller: Caller, run: ImportRun) -> ImportRun:
    """Take the rows in: at once where they are few, else by the worker. Begun twice, it runs once."""
    planned = plan_of(caller, run)
    with transaction.atomic():
        rows = ImportRun.rows.of(caller.organisation.pk).filter(pk=run.pk, state="preview")
        if not rows.update(state="waiting", started_at=caller.clock.now()):
            run.refresh_from_db()
            return run
        if planned.set_by == "file":
            importing.remember(caller, planned.mapping, {**as_said(planned.mapping), "said_on": ""})
        run.state = "waiting"
        if run.total > AT_ONCE:
            background.run_import.enqueue(caller.organisation.slug, caller.actor.account, run.number)
    if run.total <= AT_ONCE:
        importing.run(caller, run, planned.table, planned.mapping)
    return run


def is_own_list(caller: Caller, run: ImportRun) -> bool:
    """Whether the file is one that a list was written to: it is changed there and taken back, not brought in."""
    return reimports.is_ours(_path(caller, run))


def own_sheet(caller: Caller, run: ImportRun) -> Sheet:
    """Return the changes such a file says. BadInput where it is none, or longer than is taken back while one waits."""
    if run.total > TAKEN_BACK:
        raise BadInput("lists.take.long", field="file", n=run.total, most=TAKEN_BACK)
    return reimports.read(caller, _path(caller, run))


def drop(caller: Caller, run: ImportRun) -> None:
    """Forget a run that was never begun."""
    require(caller, "import", on_organisation())
    ImportRun.rows.of(caller.organisation.pk).filter(pk=run.pk, state="preview").delete()


def undo(caller: Caller, run: ImportRun) -> ImportRun:
    """Undo a run by new revisions: at once where it was small, else by the worker."""
    if run.state not in ("done", "failed", "stopped"):
        raise BadInput(
            "import.undone_already" if run.state == "undone" else "import.not_done", number=run.number
        )
    if run.total <= AT_ONCE:
        importing.undo(caller, run.number)
    else:
        with transaction.atomic():
            ImportRun.rows.of(caller.organisation.pk).filter(pk=run.pk).update(state="undoing")
            undo_import.enqueue(caller.organisation.slug, caller.actor.account, run.number)
    run.refresh_from_db()
    return run


@task()
def undo_import(slug: str, account: str, number: int) -> None:
    """Undo a run on behalf of whoever asked, by the role they have now."""
    user = User.objects.filter(uid=account, is_active=True).first()
    if user is None:
        raise NotFound("organisation.not_found", slug=slug)
    importing.undo(callers.member(user, slug), number)


def _remembered(caller: Caller, proposed: Mapping) -> Said[str, Any] | None:
    found = (
        SourceMapping.rows.of(caller.organisation.pk)
        .filter(signature=proposed.signature, kind=proposed.kind)
        .values_list("mapping", flat=True)
        .first()
    )
    return found if isinstance(found, dict) else None


def _plain(said: Said[str, object]) -> dict[str, Any]:
    """The mapping as JSON keeps it."""
    plain: dict[str, Any] = json.loads(json.dumps(said, default=str))
    return plain

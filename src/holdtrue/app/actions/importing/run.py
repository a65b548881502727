"""Runs an import: one action per chunk of rows, one run id, every row accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.importing.ahead import without_plans
from holdtrue.app.actions.importing.chunk import Chunk, Source, Written, write
from holdtrue.app.actions.importing.conflicts import named
from holdtrue.app.actions.importing.lookup import Lookup
from holdtrue.app.actions.importing.remembered import of_file
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.imports.drafts import Doubtful, Draft, Refused, Repeat, classify
from holdtrue.app.imports.freezing import frozen
from holdtrue.app.imports.rows import drafts
from holdtrue.app.queries.runs import UNDONE
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.store import blobs, estimates, rows_taken
from holdtrue.store.models import Blob, ImportRun, SourceMapping
from holdtrue.store.rows_taken import Taken

if TYPE_CHECKING:
    from pathlib import Path

    from holdtrue.app.imports.mapping import Mapping
    from holdtrue.app.imports.table import Table
    from holdtrue.store.models import Record

CHUNK = 500
CELLS = 200
"""Cells not taken as their fields that are kept with a run, of each sort; their number is exact."""
LONGEST = 200
"""How much of a column's name is kept beside such a cell."""
TOLD = 20
"""Records told of by name, of those that a file changes."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that a row changes, and the fields and columns that will differ."""

    line: int
    record: Record
    fields: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    """What a run did; added, changed, unchanged, refused and review add up to rows."""

    run: int
    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[int, Message]] = field(default_factory=list)
    review: list[tuple[int, Message]] = field(default_factory=list)
    notes: list[tuple[int, str, Message]] = field(default_factory=list)
    conflicts: list[tuple[int, str, Message]] = field(default_factory=list)
    effects: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    """What it did to the standing: 'practice: old → new' → in how many scopes."""
    changed: list[Changed] = field(default_factory=list)
    """The first records that a rehearsed file would change, in its order."""

    @property
    def rows(self) -> int:
        """All rows of the file."""
        return sum(self.counts[name] for name in ("added", "changed", "unchanged", "refused", "review"))


def prepare(
    caller: Caller, path: Path, *, name: str, mapping: Mapping, said_on: int, total: int
) -> ImportRun:
    """Keep the source file and open a run; nothing of its rows is written yet."""
    require(caller, "import", on_organisation())
    with path.open("rb") as file:
        kept = blobs.keep(caller.organisation, file, name)
    now = caller.clock.now()
    with transaction.atomic():
        blob, _ = Blob.rows.of(caller.organisation.pk).get_or_create(
            sha256=kept.sha256,
            defaults={
                "organisation_id": caller.organisation.pk,
                "size": kept.size,
                "media_type": kept.media_type,
                "name": kept.name,
                "stored_at": now,
            },
        )
        runs = ImportRun.rows.of(caller.organisation.pk)
        run = ImportRun(
            organisation=caller.organisation,
            number=(runs.aggregate(last=Max("number"))["last"] or 0) + 1,
            kind=mapping.kind,
            file_name=name,
            blob=blob,
            said_on=said_on,
            total=total,
            author=caller.actor.account,
            started_at=now,
        )
        run.save(force_insert=True)
    return run


def remember(caller: Caller, mapping: Mapping, stored: dict[str, Any]) -> None:
    """Keep the mapping for the next file with these headers."""
    with transaction.atomic():
        SourceMapping.rows.of(caller.organisation.pk).update_or_create(
            signature=mapping.signature,
            kind=mapping.kind,
            defaults={
                "organisation_id": caller.organisation.pk,
                "mapping": stored,
                "used_at": caller.clock.now(),
            },
        )


def run(
    caller: Caller, opened: ImportRun, table: Table, mapping: Mapping, *, progress: Progress | None = None
) -> Outcome:
    """Write every row, a transaction per chunk. Stopped half-way, the same file taken again goes on: keys are known."""
    source = Source(opened.file_name, table.digest, opened.said_on, opened.number)
    outcome = Outcome(opened.number)
    if not _moved(opened, "running"):
        return outcome
    lookup = Lookup.of(caller.organisation.pk)
    day = caller.clock.day(caller.organisation.time_zone)
    known = of_file(caller.organisation.pk, table.digest, mapping.kind)
    judged = known.settle(classify(without_plans(drafts(table, mapping), mapping, day)))
    done, counted = 0, estimates.MUCH
    for some in chunks(judged):
        chunk = _write_chunk(caller, opened, some, lookup, source, outcome)
        if chunk is None:
            return outcome
        done += len(some)
        count(outcome, some, chunk)
        _progress(opened, outcome, done)
        if done >= counted:
            estimates.renew()
            counted = 4 * done
        if progress:
            progress(done, opened.total)
    outcome.effects.update(lookup.added)
    opened.summary = {
        "effects": dict(outcome.effects),
        "standing": dict(outcome.changes.most_common(40)),
        "unread": _cells(outcome.notes),
        "conflicts": _cells(outcome.conflicts),
    }
    opened.ended_at = caller.clock.now()
    _moved(opened, "done", "summary", "ended_at")
    return outcome


def stopped(opened: ImportRun) -> bool:
    """Whether somebody stopped or undid the run meanwhile; then nothing more of it is written."""
    state = ImportRun.rows.of(opened.organisation_id).filter(pk=opened.pk).values_list("state", flat=True)
    return next(iter(state), "") in (STOPPED, *UNDONE)


def stop(caller: Caller, opened: ImportRun) -> ImportRun:
    """Stop a waiting or running import after the chunk at hand. What it wrote stays, and can be undone."""
    with acting(caller, "import.stop", "import", on_organisation()) as act:
        rows = ImportRun.rows.of(caller.organisation.pk).filter(pk=opened.pk, state__in=OPEN)
        if not rows.update(state=STOPPED, ended_at=act.now):
            raise BadInput("import.not_running", number=opened.number)
        act.note(None, contents={"run": opened.number, "done": opened.done})
    opened.refresh_from_db()
    return opened


STOPPED = "stopped"
OPEN = ("waiting", "running")
"""States of a run that is yet to write."""
Judged = Draft | Refused | Repeat | Doubtful


def _write_chunk(
    caller: Caller, opened: ImportRun, some: list[Judged], lookup: Lookup, source: Source, outcome: Outcome
) -> Chunk | None:
    """Write some rows; None where the run ended before their turn came."""
    wanted = [item for item in some if isinstance(item, Draft)]
    with acting(caller, "import.chunk", "import", on_organisation()) as act:
        if stopped(opened):
            return None
        chunk = write(act, wanted, lookup, source)
        chunk.conflicts = named(act.organisation.pk, chunk.conflicts)
        rows_taken.add(opened, [Taken(0, "named", record.pk, 0, 1) for record in lookup.fresh])
        lookup.fresh.clear()
        act.note(None, contents={"run": opened.number, "file": source.digest, "rows": len(some)})
        _keep(opened, some, chunk)
    outcome.changes.update(act.derived)
    return chunk


def count(outcome: Outcome, some: Iterable[Judged], chunk: Chunk) -> None:
    """Add what became of some rows; one whose own record stays is changed where what it brings along is."""
    brought = {row.line for row in chunk.rows if row.outcome == "effect"}
    for row in chunk.rows:
        if row.outcome == "refused" and row.why:
            outcome.refusals.append((row.line, row.why))
        if row.outcome != "effect":
            outcome.counts[
                "changed" if row.outcome == "unchanged" and row.line in brought else row.outcome
            ] += 1
    for item in some:
        match item:
            case Refused(line=line, why=why):
                outcome.counts["refused"] += 1
                outcome.refusals.append((line, why))
            case Repeat():
                outcome.counts["unchanged"] += 1
            case Doubtful():
                outcome.counts["review"] += 1
                outcome.review.append((item.line, item.why))
            case Draft(line=line, notes=notes):
                outcome.notes += [(line, note.column, note.why) for note in notes]
    outcome.notes += chunk.notes
    outcome.conflicts += [(line, conflict.name, conflict.why) for line, _, conflict in chunk.conflicts]
    outcome.effects.update(chunk.effects)


def _keep(opened: ImportRun, some: Iterable[Judged], chunk: Chunk) -> None:
    rows = [_row(written) for written in chunk.rows if written.outcome != "unchanged"]
    for item in some:
        if isinstance(item, Refused):
            rows.append(Taken(item.line, "refused", why=stored_message(item.why)))
        elif isinstance(item, Doubtful):
            content = frozen(item.draft)
            rows.append(Taken(item.line, "review", why=stored_message(item.why), content=content))
    rows_taken.add(opened, rows)


def _row(written: Written) -> Taken:
    record = written.record.pk if written.record else None
    why = stored_message(written.why) if written.why else {}
    return Taken(written.line, written.outcome, record, written.before, written.after, why)


def stored_message(message: Message) -> dict[str, Any]:
    """Return a message as JSON, so that it can be said later in any language."""
    return {
        "id": message.id,
        "params": {
            name: stored_message(value) if isinstance(value, Message) else value
            for name, value in message.params.items()
            if isinstance(value, (Message, str, int, float, bool, list, tuple)) or value is None
        },
    }


def _cells(found: Sequence[tuple[int, str, Message]]) -> dict[str, Any]:
    """The first cells, each by line and column with its why, and how many there are: a report tells them later."""
    return {
        "n": len(found),
        "first": [[line, column[:LONGEST], stored_message(why)] for line, column, why in found[:CELLS]],
    }


def _progress(opened: ImportRun, outcome: Outcome, done: int) -> None:
    opened.done = done
    for name in ("added", "changed", "unchanged", "refused", "review"):
        setattr(opened, name, outcome.counts[name])
    opened.save(update_fields=["done", "added", "changed", "unchanged", "refused", "review"])


def _moved(opened: ImportRun, state: str, *also: str) -> bool:
    """Move a run on, unless somebody stopped or undid it meanwhile."""
    rows = ImportRun.rows.of(opened.organisation_id).filter(pk=opened.pk, state__in=("preview", *OPEN))
    if not rows.update(state=state, **{name: getattr(opened, name) for name in also}):
        return False
    opened.state = state
    return True


def chunks(judged: Iterable[Judged]) -> Iterator[list[Judged]]:
    """Part the rows into what one transaction takes."""
    rows = iter(judged)
    while some := list(islice(rows, CHUNK)):
        yield some

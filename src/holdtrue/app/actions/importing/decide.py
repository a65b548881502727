"""Decisions on rows under review: the same record, another one, or left for now; each written as the file said it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.importing.chunk import Source, write
from holdtrue.app.actions.importing.lookup import Lookup
from holdtrue.app.actions.importing.remembered import other_key
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.imports.freezing import thawed
from holdtrue.app.queries.runs import UNDONE
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.store import rows_taken
from holdtrue.store.models import ImportRow, ImportRun, Record
from holdtrue.store.rows_taken import Taken

if TYPE_CHECKING:
    from holdtrue.app.actions.importing.chunk import Chunk
    from holdtrue.app.imports.drafts import Draft

ANSWERS = ("same", "new", "leave")
MOST = 200


@dataclass(slots=True)
class Decided:
    """What the decisions came to."""

    counts: Counter[str] = field(default_factory=Counter)
    """same, new, leave."""
    refused: list[tuple[int, Message]] = field(default_factory=list)
    standing: Counter[str] = field(default_factory=Counter)


def decide(caller: Caller, run: ImportRun, answers: Mapping[int, str]) -> Decided:
    """Decide rows of a run by their lines: same updates the record, new adds another, leave asks again later.

    One action. A row decided before is left as it is; one whose record was retired meanwhile cannot be the same.
    """
    for answer in answers.values():
        if answer not in ANSWERS:
            raise BadInput("import.answer", field="answer", value=answer, known=ANSWERS)
    if len(answers) > MOST:
        raise BadInput("import.answers", most=MOST)
    done = Decided()
    wanted = [line for line, answer in answers.items() if answer != "leave"]
    done.counts["leave"] = len(answers) - len(wanted)
    if not wanted:
        return done
    with acting(caller, "import.decide", "import", on_organisation()) as act:
        run.refresh_from_db()
        if run.state in UNDONE:
            raise BadInput("import.undone_already", number=run.number)
        rows = {
            row.line: row
            for row in ImportRow.rows.of(caller.organisation.pk).filter(
                run=run, outcome="review", decided="", line__in=wanted
            )
        }
        source = Source(run.file_name, run.blob.sha256 if run.blob else "", run.said_on, run.number)
        lookup = Lookup.of(caller.organisation.pk)
        taken: list[Taken] = []
        for line in wanted:
            if line not in rows:
                continue
            draft = _draft(rows[line], answers[line])
            if answers[line] == "same" and not _held(caller, draft):
                done.refused.append((line, Message("import.same_gone")))
                continue
            chunk = write(act, [draft], lookup, source)
            refused = [row.why for row in chunk.rows if row.outcome == "refused" and row.why]
            if refused:
                done.refused.append((line, refused[0]))
                continue
            own = next((row for row in chunk.rows if row.outcome != "effect"), None)
            row = rows[line]
            row.decided, row.outcome = answers[line], "added" if answers[line] == "new" else "changed"
            if own is not None:
                row.record, row.before, row.after = own.record, own.before, own.after
            row.save(update_fields=["decided", "outcome", "record", "before", "after"])
            done.counts[answers[line]] += 1
            taken += _brought(chunk)
        taken += [Taken(0, "named", record.pk, 0, 1) for record in lookup.fresh]
        rows_taken.add(run, taken)
        act.note(None, contents={"run": run.number, "decided": len(rows)})
        run.review = max(0, run.review - done.counts["same"] - done.counts["new"])
        run.added += done.counts["new"]
        run.changed += done.counts["same"]
        run.save(update_fields=["review", "added", "changed"])
    done.standing.update(act.derived)
    return done


def _brought(chunk: Chunk) -> list[Taken]:
    """What a row brought along, kept as the rows of its run are, so that undoing the run takes it back too."""
    return [
        Taken(row.line, row.outcome, row.record.pk, row.before, row.after)
        for row in chunk.rows
        if row.outcome == "effect" and row.record is not None
    ]


def _held(caller: Caller, draft: Draft) -> bool:
    rows = Record.rows.of(caller.organisation.pk)
    return rows.filter(kind=draft.kind, source_key=draft.key, retired_day__isnull=True).exists()


def _draft(row: ImportRow, answer: str) -> Draft:
    """The row as the file said it; another record needs a key of its own."""
    draft = thawed(row.content)
    return replace(draft, key=other_key(draft)) if answer == "new" else draft

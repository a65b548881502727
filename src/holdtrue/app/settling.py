"""Rows of an import that wait for a person, read and decided by their lines: one way for API and command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.importing.decide import decide
from holdtrue.app.queries import imports
from holdtrue.app.queries.runs import run_asked
from holdtrue.app.shapes_records import doubt_json
from holdtrue.core.refusals import BadInput
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.shapes import Json


def waiting(caller: Caller, number: int, *, after: int = 0) -> Json:
    """Return a page of the rows that wait, in the order of the file; `next_after` asks for the page that follows."""
    found, total, more = imports.doubtful(caller, run_asked(caller, number).run, after=after)
    return {
        "run": number,
        "rows": [doubt_json(doubt) for doubt in found],
        "total": total,
        "next_after": found[-1].line if more else None,
    }


def all_waiting(caller: Caller, number: int) -> list[Json]:
    """Return every row that waits, in the order of the file."""
    return [doubt_json(doubt) for doubt in imports.all_doubtful(caller, run_asked(caller, number).run)]


def settle(caller: Caller, number: int, *, same: Sequence[int], new: Sequence[int]) -> Json:
    """Decide rows by their lines, all or none: `same` updates the record a row looks like, `new` adds another.

    BadInput where a line is named twice, waits for nothing, or looks like no record that is here.
    """
    run = run_asked(caller, number).run
    if twice := set(same) & set(new):
        raise BadInput("import.line_twice", field="line", line=min(twice))
    rows = {doubt.line: doubt for doubt in imports.all_doubtful(caller, run)} if same or new else {}
    for line in (*same, *new):
        if line not in rows:
            raise BadInput("import.line_waits_not", field="line", line=line, run=number)
        if line in same and rows[line].record is None:
            raise BadInput("import.line_alone", field="line", line=line)
    made = decide(caller, run, dict.fromkeys(same, "same") | dict.fromkeys(new, "new"))
    return {
        "run": number,
        "decided": {answer: made.counts[answer] for answer in ("same", "new")},
        "refusals": [{"line": line, "why": say(why)} for line, why in made.refused],
    }

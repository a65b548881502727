"""The command that decides the rows of an import that wait for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import say, text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

app = family()
_MOST = 20
"""Waiting rows that a report lists; the document lists all."""
_DIFFERENCES = 4


@app.command("import-review", help=text("cli.import_review"))
def import_review(
    run: Annotated[int, argument("RUN", said="cli.import_review.run")],
    *,
    same: Annotated[list[int] | None, option("--same", said="cli.import_review.same", metavar="LINE")] = None,
    new: Annotated[list[int] | None, option("--new", said="cli.import_review.new", metavar="LINE")] = None,
) -> None:
    caller = session().caller()
    from holdtrue.app.actions.importing.decide import decide
    from holdtrue.app.queries import imports
    from holdtrue.app.queries.runs import run_asked
    from holdtrue.app.shapes_records import doubt_json

    asked = run_asked(caller, run).run
    answers = dict.fromkeys(same or (), "same") | dict.fromkeys(new or (), "new")
    waiting = {doubt.line for doubt in imports.all_doubtful(caller, asked)} if answers else set()
    for line in (*(same or ()), *(new or ())):
        if line not in waiting:
            raise BadInput("import.line_waits_not", field="line", line=line, run=run)
    if twice := set(same or ()) & set(new or ()):
        raise BadInput("import.line_twice", field="line", line=min(twice))
    made = decide(caller, asked, answers)
    found = {
        "run": run,
        "decided": {answer: made.counts[answer] for answer in ("same", "new")},
        "refusals": [{"line": line, "why": say(why)} for line, why in made.refused],
        "rows": [doubt_json(doubt) for doubt in imports.all_doubtful(caller, asked)],
    }
    show(found, _told)


def _told(console: Console, document: object) -> None:
    found = cast("Document", document)
    if any(found["decided"].values()):
        console.print(text("cli.import_review.decided", **found["decided"]))
    for row in found["refusals"]:
        console.print(text("act.import.line_refused", line=row["line"], why=row["why"]))
    rows = found["rows"]
    if not rows:
        console.print(text("cli.import_review.none", run=found["run"]))
        return
    console.print(text("cli.import_review.waiting", n=len(rows), run=found["run"]))
    for row in rows[:_MOST]:
        console.print()
        _row(console, row)
    if len(rows) > _MOST:
        console.print(text("cli.more", n=len(rows) - _MOST))
    console.print()
    console.print(text("cli.import_review.how", run=found["run"], line=rows[0]["line"]))


def _row(console: Console, row: Document) -> None:
    known = "cli.import_review.row" if row["ref"] else "cli.import_review.row_alone"
    console.print(text(known, line=row["line"], ref=row["ref"] or "", why=row["why"]))
    if row["ref"] and not row["differs"]:
        console.print("  " + text("act.import.says_less"))
    for one in row["differs"][:_DIFFERENCES]:
        pair = {name: _short(one[name]) for name in ("stands", "row")}
        console.print("  " + text("cli.import_review.differs", field=_short(one["field"]), **pair))
    if len(row["differs"]) > _DIFFERENCES:
        console.print("  " + text("cli.more", n=len(row["differs"]) - _DIFFERENCES))


def _short(value: object, most: int = 60) -> str:
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
    line = " ".join(said.split()) or "–"
    return line if len(line) <= most else line[: most - 1] + "…"

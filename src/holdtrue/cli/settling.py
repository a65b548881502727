"""The command that decides the rows of an import that wait for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
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
    def local(caller: Caller) -> object:
        from holdtrue.app import settling

        made = settling.settle(caller, run, same=same or (), new=new or ())
        return {**made, "rows": settling.all_waiting(caller, run)}

    show(session().answer("import-review", local, run=run, same=same, new=new), _told)


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

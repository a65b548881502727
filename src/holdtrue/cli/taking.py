"""The command that takes in a file of records, rehearses it, or undoes what one brought."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import grid, note, progress, show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
_NAME = 40
"""How much of a column's name stands before a sentence."""
_FEW = 12
_MOST = 20
"""Refused and doubtful rows that a report lists; the document lists all."""


@app.command("import", help=text("cli.import"))
def import_(  # noqa: PLR0913  # what may be said about a file, each by its name
    file: Annotated[Path | None, argument("FILE", said="cli.import.file")] = None,
    *,
    kind: Annotated[str, option("--kind", said="cli.import.kind", metavar="KIND")] = "",
    map_file: Annotated[Path | None, option("--map", said="cli.import.map", metavar="FILE")] = None,
    said_on: Annotated[str, option("--said-on", said="cli.import.said_on", metavar="DATE")] = "",
    sheet: Annotated[str, option("--sheet", said="cli.import.sheet", metavar="NAME")] = "",
    dry_run: Annotated[bool, flag("--dry-run", said="cli.import.dry_run")] = False,
    save_map: Annotated[Path | None, option("--save-map", said="cli.import.save_map", metavar="FILE")] = None,
    undo: Annotated[int | None, option("--undo", said="cli.import.undo", metavar="RUN")] = None,
) -> None:
    if (file is None) == (undo is None):
        raise BadInput("cli.import.file_or_run", field="file")
    if undo is not None:
        show(session().answer("import", partial(_undo, run=undo), undo=undo), _undone)
        return

    def local(caller: Caller) -> object:
        from holdtrue.app import intake, measured_files, reimports

        assert file is not None  # noqa: S101  checked above
        if measured_files.is_measurement(kind):
            beside = {"map": map_file, "said-on": said_on, "save-map": save_map}
            rehearse = "yes" if dry_run else ""
            return measured_files.take_in(caller, file, sheet=sheet, rehearse=rehearse, of_records=beside)
        if map_file is None and reimports.is_ours(file):
            return _taken_back(caller, file, kind, rehearse="yes" if dry_run else "")
        map_text = intake.map_text_of(map_file) if map_file else ""
        planned = intake.plan(
            caller, file, kind=kind, map_text=map_text, said_on=said_on, sheet=sheet or None
        )
        if save_map:
            intake.save_map(planned, save_map)
            note(Message("cli.import.map_saved", {"file": str(save_map)}))
        with progress("cli.import.progress", planned.rows) as tell:
            outcome = intake.rehearse(planned, tell) if dry_run else intake.execute(planned, tell)
        return intake.outcome_json(planned, outcome)

    document = session().answer(
        "import",
        local,
        file=file,
        kind=kind,
        map=map_file,
        said_on=said_on,
        sheet=sheet,
        dry_run=dry_run,
        save_map=save_map,
    )
    show(document, _taken)


def _undo(caller: Caller, *, run: int) -> object:
    from holdtrue.app import intake

    return intake.undo(caller, run)


def _taken_back(caller: Caller, file: Path, kind: str, *, rehearse: str) -> Document:
    """A list's own file, known by its refs, updates the records they name."""
    from holdtrue.app import reimports
    from holdtrue.app.shapes_many import many_json

    sheet = reimports.read(caller, file, kind=kind)
    made = (reimports.rehearse if rehearse else reimports.execute)(caller, sheet)
    told = many_json(made)
    mapping = {
        head: {"field": head, "confidence": 1.0} for head in sheet.heads if head not in sheet.passed_over
    }
    return {**told, "run": told["action"], "file": file.name, "review": 0, "mapping": mapping}


def _undone(console: Console, document: object) -> None:
    found = cast("Document", document)
    counts = {name: found[name] for name in ("retired", "restored", "kept")}
    console.print(text("cli.import.undone", run=found["undone"], **counts))


def _taken(console: Console, document: object) -> None:
    found = cast("Document", document)
    counts = {name: found[name] for name in ("rows", "added", "changed", "unchanged", "refused", "review")}
    if found.get("rehearsed") is False:
        console.print(text("cli.import.measured", file=found["file"], **counts))
    elif found["run"] is None:
        console.print(text("cli.import.rehearsed", n=found["rows"], file=found["file"], **counts))
    else:
        console.print(
            text("cli.import.done", n=found["rows"], file=found["file"], run=found["run"], **counts)
        )
    for sentence in found.get("source_notes", []):
        console.print(sentence)
    _mapped(console, found.get("mapping") or {})
    effects = cast("dict[str, int]", found.get("effects") or {})
    if effects:
        forms = {kind: f"kind.{kind}.{'title' if n == 1 else 'plural'}" for kind, n in effects.items()}
        kinds = (f"{n:,} {text(forms[kind]).lower()}" for kind, n in effects.items())
        told = "cli.import.would_bring" if found["run"] is None else "cli.import.effects"
        console.print(text(told, kinds=", ".join(kinds)))
    _changed(console, found)
    _lines(console, "cli.import.refusals", found["refusals"])
    _lines(console, "cli.import.doubts", found.get("doubts", []))
    if found.get("doubts") and found["run"] is not None:
        console.print(text("cli.import.decide", run=found["run"]))
    for sort in ("conflicts", "notes"):
        _lines(console, f"cli.import.{sort}", [_in_column(cell) for cell in found.get(sort, [])])
    _standing(console, found.get("standing", []))
    if found.get("action"):
        console.print(text("cli.many.undo", action=found["action"]))
    elif found["run"] is not None and (found["added"] or found["changed"]):
        console.print(text("cli.import.undo_hint", run=found["run"]))


def _mapped(console: Console, mapping: dict[str, Document]) -> None:
    if not mapping:
        return
    fed = {column: told for column, told in mapping.items() if told["field"]}
    console.print()
    console.print(text("cli.import.mapped", fed=len(fed), of=len(mapping)))
    rows = [(_short(column), str(told["field"]), f"{told['confidence']:.0%}") for column, told in fed.items()]
    grid(console, (text("cli.head.column"), text("cli.head.field"), text("cli.head.sure")), rows, right=(2,))
    beside = tuple(_short(column, _NAME) for column, told in mapping.items() if not told["field"])
    if 0 < len(beside) <= _FEW:
        console.print(text("cli.import.beside", columns=beside))


def _changed(console: Console, found: Document) -> None:
    if not found.get("changes"):
        return
    console.print()
    rehearsed = found["run"] is None
    console.print(text("cli.import.would_change" if rehearsed else "cli.import.changes", n=found["changed"]))
    heads = ("line", "ref", "title", "field")
    rows = [(str(c["line"]), c["ref"], _short(c["title"]), ", ".join(c["fields"])) for c in found["changes"]]
    grid(console, [text(f"cli.head.{name}") for name in heads], rows, right=(0,))
    if found["changed"] > len(rows):
        more = "cli.import.would_change_more" if rehearsed else "cli.import.changed_more"
        console.print(text(more, n=found["changed"] - len(rows)))


def _in_column(cell: Document) -> Document:
    """A cell's line with its column before the sentence; a line that is short as a whole names none."""
    column = _short(cell["column"], _NAME)
    return {**cell, "why": f"{column}: {cell['why']}" if column else cell["why"]}


def _lines(console: Console, heading: str, rows: list[Document]) -> None:
    if not rows:
        return
    console.print()
    console.print(text(heading, n=len(rows)))
    grid(
        console,
        (text("cli.head.line"), text("cli.head.why")),
        [(str(r["line"]), r["why"]) for r in rows[:_MOST]],
        right=(0,),
    )
    if len(rows) > _MOST:
        console.print(text("cli.more", n=len(rows) - _MOST))


def _standing(console: Console, changes: list[Document]) -> None:
    if not changes:
        return
    console.print()
    console.print(text("cli.import.standing"))
    rows = [
        (c["practice"], text(f"level.{c['from']}"), text(f"level.{c['to']}"), f"{c['scopes']:,}")
        for c in changes[:_MOST]
    ]
    grid(
        console,
        (text("cli.head.practice"), text("cli.head.from"), text("cli.head.to"), text("cli.head.scopes")),
        rows,
        right=(3,),
    )


def _short(header: str, most: int = 60) -> str:
    line = " ".join(header.split())
    return line if len(line) <= most else line[: most - 1] + "…"

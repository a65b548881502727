"""Commands over whole lists: take one away as a file, take it back, change many records, undo that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.assignments import assigned
from holdtrue.cli.output import grid, progress, show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
_MOST = 20
_ENDINGS = (".csv", ".xlsx")

Where = Annotated[list[str] | None, option("--where", said="cli.list.where", metavar="F=V")]
Find = Annotated[str, option("--find", said="cli.list.find", metavar="WORDS")]


@app.command("export-list", help=text("cli.export_list"))
def export_list(
    kind: Annotated[str, argument("KIND", said="cli.list.kind")],
    out: Annotated[Path, argument("OUT", said="cli.export_list.out")],
    *,
    where: Where = None,
    find: Find = "",
    sort: Annotated[str, option("--sort", said="cli.list.sort", metavar="F")] = "",
    field: Annotated[list[str] | None, option("--field", said="cli.export_list.field", metavar="F")] = None,
) -> None:
    caller = session().caller()
    from holdtrue.app import exports
    from holdtrue.app.queries.lists import Asked
    from holdtrue.app.queries.ordered import order_of
    from holdtrue.core.kinds import kind_named

    if out.suffix.lower() not in _ENDINGS:
        raise BadInput("lists.file.ending", field="out", name=out.name)
    named = kind_named(kind).id
    counted = [0]

    def counting() -> Iterator[list[str]]:
        asked = Asked(kind=named, text=find, where=tuple(where or ()))
        order = order_of(caller.organisation.pk, named, sort)
        for row in exports.rows(caller, asked, exports.columns(caller, named, field or ()), order=order):
            counted[0] += 1
            yield row

    with out.open("wb") as stream:
        if out.suffix.lower() == ".csv":
            stream.writelines(exports.csv_lines(counting()))
        else:
            exports.write_xlsx(counting(), stream, title=named)
    show({"file": str(out), "kind": named, "rows": counted[0] - 1}, _written)


def _written(console: Console, document: object) -> None:
    found = cast("Document", document)
    console.print(text("cli.export_list.done", file=found["file"], n=found["rows"]))


@app.command("update", help=text("cli.update"))
def update(
    file: Annotated[Path, argument("FILE", said="cli.update.file")],
    *,
    kind: Annotated[str, option("--kind", said="cli.import.kind", metavar="KIND")] = "",
    dry_run: Annotated[bool, flag("--dry-run", said="cli.import.dry_run")] = False,
) -> None:
    caller = session().caller()
    from holdtrue.app import reimports
    from holdtrue.app.shapes_many import many_json

    sheet = reimports.read(caller, file, kind=kind)
    if dry_run:
        made = reimports.rehearse(caller, sheet)
    else:
        with progress("cli.update.progress", len(sheet.changes)) as tell:
            made = reimports.execute(caller, sheet, progress=tell)
    show({**many_json(made), "passed_over": list(sheet.passed_over)}, _changed)


@app.command("edit-many", help=text("cli.edit_many"))
def edit_many(  # noqa: PLR0913  # what may be said, each by its name
    kind: Annotated[str, argument("KIND", said="cli.list.kind")],
    fields: Annotated[list[str] | None, argument("F=V", said="cli.assignments")] = None,
    *,
    where: Where = None,
    find: Find = "",
    tag: Annotated[list[str] | None, option("--tag", said="cli.edit_many.tag", metavar="TAG")] = None,
    untag: Annotated[list[str] | None, option("--untag", said="cli.edit_many.untag", metavar="TAG")] = None,
    why: Annotated[str, option("--why", said="cli.record_why", metavar="TEXT")] = "",
    dry_run: Annotated[bool, flag("--dry-run", said="cli.import.dry_run")] = False,
) -> None:
    caller: Caller = session().caller()
    from holdtrue.app import changing
    from holdtrue.app.actions import many
    from holdtrue.app.queries.lists import Asked
    from holdtrue.app.shapes_many import many_json
    from holdtrue.core.kinds import kind_named

    named = kind_named(kind).id
    raw = assigned(fields or ())
    raw |= {name: list(tags) for name, tags in ((many.TAG, tag), (many.UNTAG, untag)) if tags}
    asked = Asked(kind=named, text=find, where=tuple(where or ()))
    wanted = changing.changes(changing.matching(caller, asked), raw)
    if dry_run:
        made = many.rehearse(caller, named, wanted)
    else:
        with progress("cli.edit_many.progress", len(wanted)) as tell:
            made = many.apply(caller, named, wanted, why=why, progress=tell)
    show(many_json(made), _changed)


@app.command("undo", help=text("cli.undo"))
def undo(action: Annotated[str, argument("ACTION", said="cli.undo.action")]) -> None:
    caller = session().caller()
    from holdtrue.app.actions import many
    from holdtrue.app.shapes_many import many_json

    show(many_json(many.undo(caller, action)), _changed)


def _changed(console: Console, document: object) -> None:
    found = cast("Document", document)
    counts = {name: found[name] for name in ("rows", "added", "changed", "unchanged", "refused")}
    console.print(text("cli.many.done" if found["action"] else "cli.many.rehearsed", **counts))
    if found["refusals"]:
        rows = [(str(one["ref"] or one["line"]), str(one["why"])) for one in found["refusals"][:_MOST]]
        grid(console, (text("cli.head.ref"), text("cli.head.why")), rows)
    if found["action"]:
        console.print(text("cli.many.undo", action=found["action"]))

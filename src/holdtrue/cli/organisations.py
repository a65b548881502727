"""Commands over whole organisations: which there are, everything written out, one deleted, the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

app = family()
ACTS = ("load", "remove")


@app.command(help=text("cli.organisations"))
def organisations() -> None:
    session().here()
    from holdtrue.app.callers import every_organisation

    rows: list[Document] = [
        {"slug": o.slug, "name": o.name, "profile": o.profile, "demo": o.demo} for o in every_organisation()
    ]
    show(rows, _listed)


def _listed(console: Console, document: object) -> None:
    for row in cast("list[Document]", document):
        demo = f"  ({text('portfolio.demo')})" if row["demo"] else ""
        console.print(f"{row['slug']}  {row['name']}{demo}", soft_wrap=True)


@app.command(help=text("cli.export"))
def export(out: Annotated[Path, argument("OUT", said="cli.export.out")]) -> None:
    if out.exists():
        raise BadInput("cli.export.there", field="out", out=str(out))
    caller = session().caller()
    from holdtrue.app import proving, taking_away

    files = taking_away.take_away(caller, out)
    root = proving.verify(caller.organisation).report.root.hex()
    document = {"out": str(out), "files": files, "root": root}
    show(document, lambda console, _: console.print(text("cli.export.done", files=files, out=str(out))))


@app.command("delete-organisation", help=text("cli.delete_organisation"))
def delete_organisation(
    *,
    name: Annotated[str, option("--name", said="cli.delete_organisation.name", metavar="NAME")],
    statement: Annotated[
        Path | None, option("--statement", said="cli.delete_organisation.statement", metavar="FILE")
    ] = None,
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import leaving

    gone = leaving.delete(caller, name)
    place = statement or Path(f"deleted-{gone.uid}.json")
    place.write_bytes(leaving.statement(gone.uid))
    document = {
        "organisation": gone.uid,
        "name": gone.name,
        "rows": gone.rows,
        "files": gone.files,
        "statement": str(place),
    }
    show(document, lambda console, _: console.print(text("cli.delete_organisation.done", **document)))


@app.command(help=text("cli.demo"))
def demo(act: Annotated[str, argument("ACT", said="cli.demo.act")]) -> None:
    if act not in ACTS:
        raise BadInput("cli.demo.act_unknown", field="act", value=act, known=ACTS)
    session().here(fresh=act == "load")
    from holdtrue.app import callers
    from holdtrue.app import demo as story
    from holdtrue.app.actions import leaving
    from holdtrue.app.callers import every_organisation

    if act == "load":
        made = story.load()
        document: Document = {"slug": made.slug, "name": made.name}
        show(document, lambda console, _: console.print(text("cli.demo.loaded", name=made.name)))
        return
    found = [o for o in every_organisation() if o.demo]
    if not found:
        raise BadInput("cli.demo.none")
    gone = [leaving.remove_demo(callers.console(o.slug)) for o in found]
    told: Document = {
        "removed": [one.name for one in gone],
        "rows": sum(one.rows for one in gone),
        "files": sum(one.files for one in gone),
    }
    show(
        told,
        lambda console, _: console.print(text("cli.demo.removed", rows=told["rows"], files=told["files"])),
    )

"""The command over documents: start one from a template, save any revision as PDF or Word, keep a file, read links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli import cards
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.document"))
def document(  # one parameter per thing to be done with it
    what: Annotated[str, argument("REF", said="cli.document.what")],
    template: Annotated[str, argument("TEMPLATE", said="cli.document.template")] = "",
    *,
    pdf: Annotated[str, option("--pdf", said="cli.document.pdf", metavar="OUT")] = "",
    word: Annotated[str, option("--word", said="cli.document.word", metavar="OUT")] = "",
    file: Annotated[str, option("--file", said="cli.document.file", metavar="FILE")] = "",
    revision: Annotated[int | None, option("--revision", said="cli.document.revision", metavar="N")] = None,
) -> None:
    caller = session().caller()
    if what == "templates":
        from holdtrue.app.documents.shapes import template_json
        from holdtrue.app.documents.templates import templates_of

        show([template_json(one) for one in templates_of(caller)], _listed)
    elif what == "start":
        from holdtrue.app.actions.documents.start import start

        show(_card(caller, start(caller, template).ref), cards.card)
    elif what == "watch":
        from holdtrue.app.actions.documents.watching import read_all
        from holdtrue.app.documents.shapes import seen_json

        show([seen_json(ref, seen) for ref, seen in read_all(caller).items()], _seen)
    elif file:
        show(_card(caller, _kept(caller, what, Path(file))), cards.card)
    else:
        show(_saved(caller, what, {"pdf": pdf, "docx": word}, revision), _written)


def _kept(caller: Caller, ref: str, path: Path) -> str:
    from holdtrue.app.actions.documents.files import keep_file

    try:
        with path.open("rb") as content:
            return str(keep_file(caller, ref, content, path.name).ref)
    except OSError as error:
        raise BadInput("cli.document.unreadable", field="file", name=str(path)) from error


def _saved(caller: Caller, ref: str, wanted: dict[str, str], revision: int | None) -> list[Document]:
    """Render and write; without a name given, as PDF under the document's own name."""
    from holdtrue.app.documents.rendering import rendered

    told: list[Document] = []
    asked = {form: name for form, name in wanted.items() if name} or {"pdf": ""}
    for form, name in asked.items():
        made = rendered(caller, ref, form, number=revision)
        path = Path(name or made.name)
        try:
            path.write_bytes(made.content)
        except OSError as error:
            raise BadInput("cli.document.unwritable", field=form, name=str(path)) from error
        told.append({"ref": ref.upper(), "format": form, "file": str(path), "bytes": len(made.content)})
    return told


def _card(caller: Caller, ref: str) -> object:
    from holdtrue.app import shapes
    from holdtrue.app.queries import asking

    return shapes.record_json(asking.shown_to(caller, ref))


def _listed(console: Console, found: object) -> None:
    for one in cast("list[Document]", found):
        console.print(f"{one['id']:<22} {one['title']}", style="bold", soft_wrap=True)
        console.print(f"{'':<22} {one['about']}", soft_wrap=True)


def _seen(console: Console, found: object) -> None:
    lines = cast("list[Document]", found)
    for one in lines:
        told = text("cli.document.read", digest=one["digest"][:16]) if one["readable"] else one["why"]
        console.print(f"{one['ref']}  {told}", soft_wrap=True)
    if not lines:
        console.print(text("cli.document.no_links"), soft_wrap=True)


def _written(console: Console, found: object) -> None:
    for one in cast("list[Document]", found):
        console.print(text("cli.document.saved", file=one["file"], n=one["bytes"]), soft_wrap=True)

"""Commands over records that may be one: find them, and merge them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli import cards
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.duplicates"))
def duplicates(kind: Annotated[str, argument("KIND", said="cli.duplicates.kind")]) -> None:
    caller = session().caller()
    from holdtrue.app.queries import duplicates as queries
    from holdtrue.app.shapes_records import pair_json
    from holdtrue.core.kinds import kind_named

    show([pair_json(p) for p in queries.duplicates(caller, kind_named(kind).id).pairs], pairs)


@app.command(help=text("cli.merge"))
def merge(
    keep: Annotated[str, argument("KEEP", said="cli.merge.keep")],
    gone: Annotated[str, argument("GONE", said="cli.merge.gone")],
    *,
    take: Annotated[list[str] | None, option("--take", said="cli.merge.take", metavar="F")] = None,
    why: Annotated[str, option("--why", said="cli.merge.why", metavar="TEXT")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app import shapes
    from holdtrue.app.actions import merging
    from holdtrue.app.queries import asking

    made = merging.merge(caller, keep, gone, why=why, take=take or ())
    told = shapes.record_json(asking.shown_to(caller, made.kept.ref))
    show({**told, "merged": made.gone.ref, "moved": list(made.moved)}, cards.card)


def pairs(console: Console, document: object) -> None:
    """Print likely pairs, one a line."""
    rows = cast("list[Document]", document)
    if not rows:
        console.print(text("cli.duplicates.none"))
    for row in rows:
        console.print(text("cli.duplicates.line", **row), soft_wrap=True, markup=False)

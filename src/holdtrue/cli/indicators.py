"""The command about figures: indicators, how each stands and what its values were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.judging import written
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.indicators"))
def indicators(
    ref: Annotated[str, argument("INDICATOR", said="cli.indicators.ref")] = "",
    *,
    system: Annotated[str, option("--system", said="cli.indicators.system", metavar="REF")] = "",
    unit: Annotated[str, option("--unit", said="cli.indicators.unit", metavar="REF")] = "",
) -> None:
    if ref:
        show(session().answer("indicator", lambda caller: _one(caller, ref, system), ref=ref), _series)
        return
    every = session().answer(
        "indicators", lambda caller: _every(caller, system, unit), system=system, unit=unit
    )
    show(every, _list)


def _one(caller: Caller, ref: str, system: str) -> object:
    from holdtrue.app.actions import records
    from holdtrue.app.actions.permission import on_record, require
    from holdtrue.app.queries import indicating
    from holdtrue.app.queries.indicators import indicator_named
    from holdtrue.app.shapes_indicators import series_json

    record = records.find(caller, indicator_named(caller, ref, system=system).ref)
    require(caller, "read", on_record(record))
    return series_json(indicating.one(caller, record))


def _every(caller: Caller, system: str, unit: str) -> object:
    from holdtrue.app.queries import indicating
    from holdtrue.app.shapes_indicators import indicator_json

    rows, after = [], 0
    while True:
        found = indicating.listed(caller, system=system, unit=unit, after=after, most=indicating.MOST)
        rows += [indicator_json(one) for one in found.rows]
        after = found.next
        if not after:
            return rows


def _list(console: Console, document: object) -> None:
    rows = cast("list[Document]", document)
    for one in rows:
        console.print(
            text("cli.indicators.line", ref=one["ref"], title=one["title"], because=one["because"]),
            soft_wrap=True,
        )
    if not rows:
        console.print(text("cli.indicators.none"))


def _series(console: Console, document: object) -> None:
    found = cast("Document", document)
    _list(console, [found])
    for value in found["values"]:
        words = {"on": value["on"], "value": written(value["value"]) or "–"}
        name = "cli.indicators.value" if value["version"] == 1 else "cli.indicators.corrected"
        console.print(text(name, **words))

"""The command that looks ahead: forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.glyph import day
from holdtrue.cli.output import grid, show
from holdtrue.cli.parameters import family, option
from holdtrue.cli.session import session
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
_BAR = 30


@app.command(help=text("cli.forecast"))
def forecast(
    *, months: Annotated[str, option("--months", said="cli.forecast.months", metavar="N")] = ""
) -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app.queries.forecast import forecast_asked
        from holdtrue.app.shapes_forecast import forecast_json

        return forecast_json(forecast_asked(caller, months=months))

    show(session().answer("forecast", local, months=months), _report)


def _report(console: Console, document: object) -> None:
    found = cast("Document", document)
    head = {"organisation": found["organisation"], "until": date(day(found["until"]))}
    console.print(text("cli.forecast.head", **head), style="bold")
    for profile, first in found["first_to_give_way"].items():
        words = {"profile": text(f"profile.{profile}")}
        if first:
            console.print(
                text("cli.forecast.first", **words, on=date(day(first["on"])), title=first["title"]),
                soft_wrap=True,
            )
        else:
            console.print(text("cli.forecast.none", **words))
    console.print()
    for one in found["days"]:
        full = int(one["index"] / 100 * _BAR)
        bar = f"{'█' * full}{'░' * (_BAR - full)}"
        console.print(f"{date(day(one['on'])):>12}  {bar} {one['index']:5.1f}  {one['holding']}/{one['asked']}")
    console.print()
    if not found["lapses"]:
        console.print(text("forecast.nothing"))
        return
    rows = [
        (
            date(day(one["on"])),
            one["title"],
            one["scope"] if not one["systems"] or one["scope"] != "organisation" else str(one["systems"]),
            f"{text('level.' + one['before'])} → {text('level.' + one['after'])}",
            one["owner"] or text("forecast.nobody", role=text(f"choice.roles.{one['role']}")),
        )
        for one in found["lapses"]
    ]
    heads = tuple(text(f"forecast.column.{name}") for name in ("on", "practice", "scope", "level", "who"))
    grid(console, heads, rows)

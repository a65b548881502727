"""Commands about the life of a system: whether a gate is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from holdtrue.cli import milestones
from holdtrue.cli.glyph import day
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.days import ALWAYS
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.gate"))
def gate(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    *,
    stage: Annotated[str, option("--to", said="cli.gate.to", metavar="STAGE")],
    on: Annotated[str, option("--on", said="cli.gate.on", metavar="DATE")] = "",
) -> None:
    if ref.lower() in ("organisation", "organization"):
        milestones.told(stage, on)
        return

    def local(caller: Caller) -> object:
        from holdtrue.app.queries.gates import gate_asked
        from holdtrue.app.shapes_gates import gate_json

        return gate_json(gate_asked(caller, ref, stage, on=on), caller.actor.person)

    found = cast("Document", session().answer("gate", local, ref=ref, stage=stage, on=on))
    show(found, lambda console, document: _report(console, cast("Document", document)))
    if not found["open"]:
        raise typer.Exit(1)


def _report(console: Console, found: Document) -> None:
    named = {
        "title": found["title"],
        "ref": found["system"],
        "stage": text(f"choice.lifecycle_stage.{found['stage']}"),
    }
    console.print(text("cli.gate.open" if found["open"] else "cli.gate.shut", **named), style="bold")
    console.print(text("cli.gate.holding", n=len(found["holding"]), of=found["asked"]))
    for line in found["missing"]:
        console.print()
        level = f" · {text('level.' + line['level'])}" if line["level"] else ""
        console.print(f"{line['title']}{level}", soft_wrap=True)
        console.print(f"  {line['because']}", style="dim", soft_wrap=True)
        console.print(f"  {line['remedy']}", soft_wrap=True)
        console.print(f"  {_who(line)}", style="dim", soft_wrap=True)
    if found["left_out"]:
        console.print()
        names = ", ".join(one["title"] for one in found["left_out"])
        console.print(text("cli.gate.left_out", names=names), style="dim", soft_wrap=True)
    if found["open"]:
        end = day(found["holds_until"])
        if end < ALWAYS:
            console.print(text("cli.gate.closes", date=date(end)))


def _who(line: Document) -> str:
    who = line["who"]
    if line["yours"]:
        return text("gate.who.you")
    role = text(f"choice.roles.{who['role']}") if who["role"] else ""
    if who["name"]:
        return text("gate.who.person", name=who["name"], role=role)
    return text("gate.who.nobody", role=role)

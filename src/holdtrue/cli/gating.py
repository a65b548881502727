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


@app.command("open-early", help=text("cli.open_early"))
def open_early(  # what an emergency is said by, each by its name
    ref: Annotated[str, argument("REF", said="cli.ref")],
    *,
    stage: Annotated[str, option("--to", said="cli.gate.to", metavar="STAGE")],
    reason: Annotated[str, option("--reason", said="cli.open_early.reason", metavar="TEXT")],
    limits: Annotated[str, option("--limits", said="cli.open_early.limits", metavar="TEXT")],
    until: Annotated[str, option("--until", said="cli.open_early.until", metavar="DATE")],
    signer: Annotated[str, option("--signer", said="cli.open_early.signer", metavar="PERSON")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import overriding
    from holdtrue.app.shapes_gates import early_json

    waiver = overriding.Waiver(reason, limits, until, signer=signer)
    found = cast("Document", early_json(overriding.open_early(caller, ref, stage, waiver), until))
    show(found, lambda console, document: _opened(console, cast("Document", document)))


def _opened(console: Console, found: Document) -> None:
    words = {
        **{name: found[name] for name in ("title", "system", "change")},
        "stage": text(f"choice.lifecycle_stage.{found['stage']}"),
        "until_day": date(day(found["until"])),
        "n": len(found["waived"]),
    }
    console.print(text("cli.open_early.done", **words), style="bold", soft_wrap=True)
    for title in found["waived"]:
        console.print(f"  {title}", soft_wrap=True)

"""What the command `gate` says of the organisation itself: whether it is live, or ready for an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import typer

from holdtrue.cli.output import show
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document


def told(name: str, on: str) -> None:
    """Say what a gate of the management system says; exit code 1 while it is shut."""

    def local(caller: Caller) -> object:
        from holdtrue.app.queries.milestones import reached_by
        from holdtrue.app.shapes_lifecycle import milestone_json

        return milestone_json(reached_by(caller, name, on=on))

    found = cast("Document", session().answer("milestone", local, gate=name, on=on))
    show(found, lambda console, document: _report(console, cast("Document", document)))
    if not found["open"]:
        raise typer.Exit(1)


def _report(console: Console, found: Document) -> None:
    name = "open" if found["open"] else "shut"
    console.print(text(f"cli.milestone.{name}", title=found["title"]), style="bold")
    console.print(text("cli.milestone.holding", n=len(found["holding"]), of=found["asked"]))
    for line in found["missing"]:
        console.print()
        level = f" · {text('level.' + line['level'])}" if line["level"] else ""
        console.print(f"{line['title']}{level}", soft_wrap=True)
        console.print(f"  {line['because']}", style="dim", soft_wrap=True)
        for one in line["systems"]:
            console.print(f"  {one['ref']} {one['title']}", style="dim", soft_wrap=True)

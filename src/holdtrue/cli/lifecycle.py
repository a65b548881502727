"""Commands about the life of a system: deploy, inside a standing approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from holdtrue.cli.assignments import assigned
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.deploy"))
def deploy(  # what a pipeline says of a deploy, each by its name
    ref: Annotated[str, argument("REF", said="cli.deploy.ref")],
    *,
    version: Annotated[str, option("--version", said="cli.deploy.version", metavar="V")] = "",
    set_: Annotated[list[str] | None, option("--set", said="cli.deploy.set", metavar="F=V")] = None,
    envelope: Annotated[str, option("--envelope", said="cli.deploy.envelope", metavar="REF")] = "",
    why: Annotated[str, option("--why", said="cli.deploy.why", metavar="TEXT")] = "",
    dry_run: Annotated[bool, flag("--dry-run", said="cli.deploy.dry_run")] = False,
) -> None:
    given: dict[str, str] = {}
    for name, value in assigned(set_ or ()).items():
        if not isinstance(value, str):
            raise BadInput("cli.deploy.twice", field="set", name=name)
        given[name] = value

    def local(caller: Caller) -> object:
        from holdtrue.app.actions import deploying
        from holdtrue.app.shapes_lifecycle import deploy_json

        wanted = deploying.Wanted(given, version, envelope)
        day = caller.clock.day(caller.organisation.time_zone)
        if dry_run:
            return deploy_json(*deploying.ask(caller, ref, wanted), day)
        done = deploying.deploy(caller, ref, wanted, why=why)
        return deploy_json(done.system, done.tried, day, done.change)

    words = {"version": version, "envelope": envelope, "why": why}
    found = cast(
        "Document", session().answer("deploy", local, ref=ref, given=given, dry_run=dry_run, **words)
    )
    show(found, lambda console, document: _report(console, cast("Document", document)))
    if not found["inside"]:
        raise typer.Exit(1)


def _report(console: Console, found: Document) -> None:
    name = "deployed" if found["change"] else "inside" if found["inside"] else "outside"
    words = {key: found[key] for key in ("system", "title", "standing_approval", "change", "why")}
    console.print(text(f"cli.deploy.{name}", **words), style="bold", soft_wrap=True)
    for one in found["limits"]:
        console.print(f"  {one['said']}", soft_wrap=True)
    for one in found["asked"]:
        console.print(f"  {one['because']}", style="" if one["holds"] else "bold", soft_wrap=True)
    if found["until"]:
        by = ", ".join(found["signed_by"])
        console.print(text("cli.deploy.until", until=found["until"], by=by), style="dim", soft_wrap=True)

"""The command that tries a change without making it: whatif."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.assignments import assigned
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.whatif"))
def whatif(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    fields: Annotated[list[str] | None, argument("F=V", said="cli.assignments")] = None,
    *,
    retired: Annotated[bool, flag("--retired", said="cli.whatif.retired")] = False,
    unsigned: Annotated[bool, flag("--unsigned", said="cli.whatif.unsigned")] = False,
) -> None:
    given = assigned(fields or ())

    def local(caller: Caller) -> object:
        from holdtrue.app.actions.whatif import Change, try_out
        from holdtrue.app.shapes_whatif import whatif_json

        return whatif_json(try_out(caller, ref, Change(given, retires=retired, unsigns=unsigned)))

    answer = session().answer("whatif", local, ref=ref, fields=given, retired=retired, unsigned=unsigned)
    show(answer, _report)


def _report(console: Console, document: object) -> None:
    found = cast("Document", document)
    console.print(text("cli.whatif.head", ref=found["ref"], title=found["title"]), style="bold")
    if found["draft"]:
        console.print(text("whatif.draft"), soft_wrap=True)
    if found["partly"]:
        console.print(text("whatif.partly"), soft_wrap=True)
    for name in ("stops_holding", "starts_holding"):
        if found[name]:
            console.print()
            console.print(text(f"cli.whatif.{name}", n=len(found[name])), style="bold")
        for one in found[name]:
            scope = one["scope"] if one["scope"] != "organisation" else ""
            n = one["scopes"]
            scope = text("whatif.scopes", n=n) if n > 1 else scope
            line = text("cli.whatif.moved", title=one["title"], before=one["before"], after=one["after"])
            console.print(f"  {line}{f' · {scope}' if scope else ''}", soft_wrap=True)
            console.print(f"    {one['because']}", style="dim", soft_wrap=True)
    for one in found["not_told"]:
        console.print(f"  {text('cli.whatif.not_told', practice=one['practice'], n=one['scopes'])}")
    if not found["stops_holding"] and not found["starts_holding"]:
        console.print(text("whatif.none"))
    for one in found["sign_offs_drift"]:
        console.print(text("cli.whatif.drifts", ref=one["ref"], title=one["title"]), soft_wrap=True)
    for one in found["owed_by"]:
        console.print()
        console.print(text("whatif.owes", name=one["name"], minutes=one["minutes"]), style="bold")
        for act in one["acts"]:
            console.print(f"  {act['remedy']}", soft_wrap=True)
    console.print()
    before, after = found["holds_until_before"] or "-", found["holds_until"] or "-"
    console.print(text("cli.whatif.until", before=before, after=after))
    index = {"before": f"{found['index_before']:.1f}", "after": f"{found['index_after']:.1f}"}
    console.print(text("cli.whatif.index", **index))

"""Commands about incidents: one with its clocks and what is done about it, the register, incidents of others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.assignments import assigned
from holdtrue.cli.output import grid, show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
ACTS = ("show", "tell", "foresee", "close")
LIBRARIES = ("incidents",)


@app.command(help=text("cli.incident"))
def incident(  # noqa: PLR0913  # one option a part of what is said
    ref: Annotated[str, argument("REF", said="cli.incident.ref")],
    act: Annotated[str, argument("[ACT]", said="cli.incident.act")] = "show",
    *,
    whom: Annotated[str, option("--whom", said="cli.incident.whom", metavar="WHOM")] = "authority",
    name: Annotated[str, option("--name", said="cli.incident.name", metavar="NAME")] = "",
    law: Annotated[str, option("--law", said="cli.incident.law", metavar="LAW")] = "",
    on: Annotated[str, option("--on", said="cli.incident.on", metavar="DATE")] = "",
    at: Annotated[str, option("--at", said="cli.incident.at", metavar="TIME")] = "",
    by: Annotated[str, option("--by", said="cli.incident.by", metavar="REF")] = "",
    reference: Annotated[str, option("--reference", said="cli.incident.reference", metavar="TEXT")] = "",
    risk: Annotated[list[str] | None, option("--risk", said="cli.incident.risk", metavar="REF")] = None,
) -> None:
    if act not in ACTS:
        raise BadInput("cli.incident.act_unknown", field="act", value=act, known=ACTS)
    said = {"whom": whom, "name": name, "law": law, "on": on, "at": at, "by": by, "reference": reference}

    def local(caller: Caller) -> object:
        from holdtrue.app.actions import incidents
        from holdtrue.app.queries.incidents import one
        from holdtrue.app.shapes_incidents import incident_json

        if act == "tell":
            incidents.tell(caller, ref, **said)
        elif act == "foresee":
            incidents.foresee(caller, ref, risk or ())
        elif act == "close":
            incidents.close(caller, ref, on=on)
        return incident_json(one(caller, ref))

    if act == "show":
        show(session().answer("incident", local, ref=ref), _incident)
    elif act == "tell":
        show(session().answer("incident-tell", local, ref=ref, **said), _incident)
    else:
        show(local(session().caller()), _incident)


@app.command(help=text("cli.concerns"))
def concerns(
    number: Annotated[int, argument("[NUMBER]", said="cli.concerns.number")] = 0,
    said: Annotated[list[str] | None, argument("FIELD=VALUE", said="cli.concerns.said")] = None,
) -> None:
    if number:
        raw = assigned(said or ())

        def local(caller: Caller) -> object:
            from holdtrue.app.actions import incidents
            from holdtrue.app.queries.incidents import one
            from holdtrue.app.shapes_incidents import incident_json

            return incident_json(one(caller, incidents.from_concern(caller, number, raw).ref))

        show(session().answer("concern-incident", local, number=number, fields=raw), _incident)
        return

    def listed(caller: Caller) -> object:
        from holdtrue.app.queries import boxed
        from holdtrue.app.shapes_incidents import concern_json

        return [concern_json(row) for row in boxed.visible(caller)]

    show(session().answer("concerns", listed), _concerns)


@app.command(help=text("cli.confidentiality"))
def confidentiality(
    out: Annotated[str, argument("OUT", said="cli.confidentiality.out")],
) -> None:
    caller = session().caller()
    from holdtrue.app.documents.confidentiality import rendered

    path = Path(out)
    made = rendered(caller, path.suffix.removeprefix(".").lower())
    path.write_bytes(made.content)
    show({"file": str(path), "bytes": len(made.content)}, lambda console, _: console.print(str(path)))


@app.command("library", help=text("cli.library"))
def bring_library(
    what: Annotated[str, argument("WHAT", said="cli.library.what")],
    folder: Annotated[str, argument("FOLDER", said="cli.library.folder")],
) -> None:
    if what not in LIBRARIES:
        raise BadInput("cli.library.unknown", field="what", value=what, known=LIBRARIES)
    caller = session().caller()
    from holdtrue.app.actions.elsewhere import bring_in
    from holdtrue.app.shapes_incidents import brought_json

    show(brought_json(bring_in(caller, Path(folder))), _brought)


def _incident(console: Console, document: object) -> None:
    told = cast("Document", document)
    console.print(f"{told['ref']} {told['title']}", style="bold")
    rows = [(c["tell"], c["law"], c["ref"], c["state"], c["plan_by"]) for c in told["clocks"]]
    heads = tuple(text(f"cli.incident.head.{name}") for name in ("tell", "law", "ref", "state", "plan_by"))
    if rows:
        grid(console, heads, rows)
    else:
        console.print(text("incident.no_clock"))
    for name in told["missing"]:
        console.print(f"· {text(f'incident.asks.{name}')}")


def _concerns(console: Console, document: object) -> None:
    rows = [
        (
            str(told["number"]),
            text(f"choice.concern_category.{told['category']}"),
            told["raised_on"],
            text("cli.concerns.answered")
            if told["answered_on"]
            else text("cli.concerns.open", due=told["due"]),
        )
        for told in cast("list[Document]", document)
    ]
    if not rows:
        console.print(text("cli.concerns.none"))
        return
    grid(
        console,
        tuple(text(f"cli.concerns.head.{name}") for name in ("number", "category", "raised", "state")),
        rows,
    )


def _brought(console: Console, document: object) -> None:
    told = cast("Document", document)
    console.print(text("cli.library.done", new=told["new"], changed=told["changed"], same=told["same"]))
    for row in told["skipped"]:
        console.print(f"{row['file']} {row['row']}: {text('elsewhere.skipped.' + row['why'])}")
    console.print(text("cli.library.whose"), style="dim")

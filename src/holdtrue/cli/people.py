"""Commands about people: hand over what somebody holds, and say who is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import grid, show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

app = family()


@app.command("hand-over", help=text("cli.hand_over"))
def hand_over(
    person: Annotated[str, argument("PERSON", said="cli.hand_over.person")],
    to: Annotated[str, argument("TO", said="cli.hand_over.to")],
    *,
    only: Annotated[list[str] | None, option("--only", said="cli.hand_over.only", metavar="GROUP")] = None,
    why: Annotated[str, option("--why", said="cli.record_why", metavar="TEXT")] = "",
    dry_run: Annotated[bool, flag("--dry-run", said="cli.hand_over.dry_run")] = False,
) -> None:
    caller = session().caller()
    from holdtrue.app import shapes_people
    from holdtrue.app.actions import handing_over
    from holdtrue.app.actions.records import find
    from holdtrue.app.queries.holdings import holdings

    planned = handing_over.plan(caller, person, to, only or ())
    if dry_run or not planned:
        found = shapes_people.holdings_json(holdings(find(caller, person)))
        groups = [{**group, "to": to} for group in found["groups"] if group["group"] in planned]
        count = sum(group["count"] for group in groups)
        show({**found, "action": None, "groups": groups, "count": count, "to": to, "kept": []}, _would)
        return
    show(shapes_people.handed_json(handing_over.hand_over(caller, person, planned, why=why)), _done)


@app.command("away", help=text("cli.away"))
def away(
    person: Annotated[str, argument("PERSON", said="cli.away.person")],
    *,
    until: Annotated[str, option("--until", said="cli.away.until", metavar="DATE")] = "",
    back: Annotated[bool, flag("--back", said="cli.away.back")] = False,
) -> None:
    caller = session().caller()
    from holdtrue.app import shapes_people
    from holdtrue.app.actions import absences
    from holdtrue.app.queries.asking import day_named
    from holdtrue.core.days import iso

    day = "" if back and not until else iso(day_named(caller, until, "until"))
    made = absences.be_away(caller, person, day)

    def plain(console: Console, _: object) -> None:
        name = "cli.away.done" if day else "cli.away.done_back"
        console.print(text(name, name=made.title, **({"date": day} if day else {})))

    show(shapes_people.away_json(made, day), plain)


def _would(console: Console, document: object) -> None:
    found = cast("Document", document)
    name = "cli.hand_over.would" if found["count"] else "cli.hand_over.nothing"
    console.print(text(name, person=found["name"], n=found["count"], to=found["to"]))
    _groups(console, found)


def _done(console: Console, document: object) -> None:
    found = cast("Document", document)
    console.print(text("cli.hand_over.done", person=found["name"], n=found["count"]))
    _groups(console, found)
    if found["kept"]:
        rows = [(str(one["ref"]), str(one["why"])) for one in found["kept"]]
        grid(console, (text("cli.head.ref"), text("cli.head.why")), rows)
    console.print(text("cli.hand_over.action", action=found["action"]))


def _groups(console: Console, found: Document) -> None:
    for group in found["groups"]:
        said = text("cli.hand_over.line", n=group["count"], group=group["group"], to=group["to"])
        console.print(said, markup=False)

"""Commands about what people owe: worklist and snooze."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.worklist"))
def worklist(
    *,
    person: Annotated[str, option("--person", said="cli.worklist.person", metavar="REF")] = "",
    everybody: Annotated[bool, flag("--all", said="cli.worklist.all")] = False,
    page: Annotated[int, option("--page", said="cli.worklist.page", metavar="N")] = 1,
) -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app import shapes_worklist

        if everybody:
            return shapes_worklist.everybody_asked(caller)
        return shapes_worklist.worklist_asked(caller, person, page)

    if everybody:
        answer = session().answer("everybody", local)
        show(answer, lambda console, document: _everybody(console, cast("Document", document)))
        return
    answer = session().answer("worklist", local, person=person, page=page)
    show(answer, lambda console, document: _one(console, cast("Document", document)))


def _one(console: Console, found: Document) -> None:
    name = found["name"]
    if not found["items"]:
        until = found["next_due"]
        console.print(
            text("cli.worklist.none_until", name=name, date=until)
            if until
            else text("cli.worklist.none", name=name)
        )
        return
    n = found["overdue"] + found["month"] + found["later"]
    words = {word: found[word] for word in ("overdue", "month", "later")}
    console.print(text("cli.worklist.head", name=name, n=n, **words), style="bold")
    group = ""
    for item in found["items"]:
        if item["when"] != group:
            group = item["when"]
            console.print()
            console.print(text(f"page.worklist.group.{group}"), style="bold")
        tail = " · ".join(
            part
            for part in (
                item["scope"] if item["scope"] != "organisation" else "",
                item["until"] or item["state"],
                text("page.worklist.minutes", n=item["minutes"]) if item["minutes"] else "",
            )
            if part
        )
        console.print(f"  {item['what']}")
        console.print(f"    {item['because']} {tail}", style="dim")


def _everybody(console: Console, found: Document) -> None:
    console.print(text("cli.worklist.team", **_load(found)), style="bold")
    for person in found["people"]:
        console.print(
            f"  {text('cli.worklist.team_line', name=person['name'], away=person['put_off'], **_load(person))}"
        )
    nobody = sum(_load(found["nobody"]).values())
    if nobody:
        console.print(f"  {text('cli.worklist.nobody', n=nobody)}")
    for role in found["open_roles"]:
        word = text(f"choice.roles.{role['role']}")
        console.print(f"  {text('cli.worklist.role', role=word, n=sum(_load(role).values()))}")


def _load(found: Document) -> dict[str, int]:
    return {
        "overdue": found["overdue"],
        "month": found["month"],
        "later": found["later"],
        "unsorted": found["to_sort"],
    }


@app.command(help=text("cli.snooze"))
def snooze(
    item: Annotated[str, argument("ITEM", said="cli.snooze.item")],
    *,
    until: Annotated[str, option("--until", said="cli.snooze.until", metavar="DATE")],
    why: Annotated[str, option("--why", said="cli.snooze.why", metavar="TEXT")],
) -> None:
    caller = session().caller()
    from holdtrue.app.actions.snoozing import put_off
    from holdtrue.app.queries.asking import day_named, today
    from holdtrue.app.shapes_worklist import item_json

    day = day_named(caller, until, "until")
    found = item_json(put_off(caller, item, until=day, why=why), today(caller))
    show(
        {**found, "put_off_until": until},
        lambda console, _: console.print(text("cli.snooze.done", date=until)),
    )


@app.command(help=text("cli.notices"))
def notices() -> None:
    caller = session().caller()
    from holdtrue.app.actions.notifying import Round, one_round

    done = one_round(caller.organisation, Round())
    told = {"sent": done.sent, "failed": done.failed, "raised": done.raised}
    show(told, lambda console, _: console.print(text("cli.notices.done", **told)))

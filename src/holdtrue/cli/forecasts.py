"""Commands that look ahead: forecast, roadmap and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.glyph import day
from holdtrue.cli.output import grid, show
from holdtrue.cli.parameters import argument, family, flag, option
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
        console.print(
            f"{date(day(one['on'])):>12}  {bar} {one['index']:5.1f}  {one['holding']}/{one['asked']}"
        )
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


@app.command(help=text("cli.roadmap"))
def roadmap(
    *,
    by: Annotated[str, option("--by", said="cli.roadmap.by", metavar="DATE")] = "",
    take: Annotated[list[str] | None, option("--take", said="cli.roadmap.take", metavar="N|STEP")] = None,
) -> None:
    taken = list(take or ())

    def local(caller: Caller) -> object:
        from holdtrue.app.queries.roadmap import roadmap_asked
        from holdtrue.app.shapes_roadmap import roadmap_json

        return roadmap_json(roadmap_asked(caller, by=by, take=taken, explained=200))

    show(session().answer("roadmap", local, by=by, take=taken), _roadmap)


def _roadmap(console: Console, document: object) -> None:
    found = cast("Document", document)
    words = {"n": len(found["taken"]), "now": found["index_now"], "after": found["index_after"]}
    console.print(text("cli.roadmap.head", **words, on=date(day(found["index_after_on"]))), style="bold")
    ready = found["ready"]
    words = {"on": date(day(ready["on"])), "hours": ready["minutes"] // 60, "n": ready["steps"]}
    console.print(text("cli.roadmap.ready", **words), soft_wrap=True)
    if found["by"]:
        late = {"by": date(day(found["by"])), "n": len(found["too_late"]), "lapses": found["lapses_before"]}
        console.print(text("cli.roadmap.by_words", **late), soft_wrap=True)
    console.print()
    for number, one in enumerate(found["steps"], start=1):
        mark = "✓" if one["key"] in found["taken"] else " "
        head = {"title": one["title"], "from": text(f"level.{one['from']}"), "to": text(f"level.{one['to']}")}
        console.print(f"{mark}{number:>3}. {text('cli.roadmap.step', **head)}", style="bold", soft_wrap=True)
        facts = [
            text(f"roadmap.group.{one['group']}"),
            text("cli.roadmap.gain", gain=one["gain"], minutes=one["effort"]),
            text("forecast.systems", n=one["systems"]) if one["systems"] else "",
            one["owner"] or text(f"choice.roles.{one['role']}"),
            text("cli.roadmap.counts", on=date(day(one["counts_on"])))
            if one["counts_on"] != found["at"]
            else "",
            text("cli.roadmap.begin", on=date(day(one["begin_by"]))) if one["begin_by"] else "",
            one["key"],
        ]
        console.print(f"      {' · '.join(fact for fact in facts if fact)}", style="dim", soft_wrap=True)
        console.print(f"      {one['remedy']}", soft_wrap=True)


@app.command(help=text("cli.plan"))
def plan(
    step: Annotated[str, argument("STEP", said="cli.plan.step")],
    *,
    on: Annotated[str, option("--on", said="cli.plan.on", metavar="DATE")] = "",
    person: Annotated[str, option("--person", said="cli.plan.person", metavar="REF")] = "",
    drop: Annotated[bool, flag("--drop", said="cli.plan.drop")] = False,
) -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app.actions import planning

        if drop:
            planning.unplan(caller, step)
        else:
            planning.plan(caller, step, on=on, person=person)
        return {"step": step, "on": None if drop else on, "person": person or None}

    answer = session().answer("plan", local, step=step, on=on, person=person, drop=drop)
    show(answer, lambda console, _: console.print(text("plan.dropped" if drop else "plan.done")))

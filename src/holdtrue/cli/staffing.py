"""Commands that take in what other systems know of people: the staff file, and completed courses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import grid, show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

app = family()


@app.command("staff", help=text("cli.staff"))
def staff(
    file: Annotated[Path, argument("FILE", said="cli.staff.file")],
    *,
    whole: Annotated[bool, flag("--whole", said="cli.staff.whole")] = False,
    leavers: Annotated[int, option("--leavers", said="cli.staff.leavers", metavar="N")] = 0,
    said_on: Annotated[str, option("--said-on", said="cli.import.said_on", metavar="DATE")] = "",
    dry_run: Annotated[bool, flag("--dry-run", said="cli.import.dry_run")] = False,
) -> None:
    caller = session().caller()
    from holdtrue.app import staff as staffing

    found = staffing.read(caller, file, whole=whole, said_on=said_on)
    taken = staffing.rehearse(found) if dry_run else staffing.take(found, most_leavers=leavers)
    show(staffing.taken_json(taken), _taken)


def _taken(console: Console, document: object) -> None:
    found = cast("Document", document)
    counts = {name: found[name] for name in ("rows", "joiners", "changed", "unchanged", "refused")}
    console.print(text("cli.staff.done" if found["written"] else "cli.staff.would", **counts))
    if found["leavers_unknown"]:
        console.print(text("cli.staff.unknown", n=found["refused"]))
    for name in ("leavers", "proposed_leavers"):
        people = found[name]
        if people and not (name == "proposed_leavers" and found["leavers"]):
            console.print(text(f"cli.staff.told.{name}", n=len(people)))
            rows = [(str(one["ref"]), str(one["name"])) for one in people]
            grid(console, (text("cli.head.ref"), text("cli.head.title")), rows)


@app.command("completions", help=text("cli.completions"))
def completions(
    file: Annotated[Path, argument("FILE", said="cli.completions.file")],
    *,
    course: Annotated[
        list[str] | None, option("--course", said="cli.completions.course", metavar="NAME=TOPIC")
    ] = None,
    dry_run: Annotated[bool, flag("--dry-run", said="cli.import.dry_run")] = False,
) -> None:
    caller = session().caller()
    from holdtrue.app import completions as bringing
    from holdtrue.app.actions import completing

    found = bringing.read(caller, file, courses=course or ())
    action, refs = ("", {}) if dry_run else completing.take(found)
    document = bringing.completions_json(found, refs, action)
    show(document, lambda console, told: _completed(console, told, would=dry_run))


def _completed(console: Console, document: object, *, would: bool) -> None:
    found = cast("Document", document)
    counts = {n: found[n] for n in ("rows", "added", "known", "not_completed", "left_out", "refused")}
    ending = "would" if would else "done" if found["written"] else "nothing"
    console.print(text(f"cli.completions.{ending}", **counts))
    head = {n: text(f"cli.completions.head.{n}") for n in ("course", "on", "rows", "added", "line")}
    if found["trainings"]:
        rows = [
            (", ".join(one["refs"]), str(one["course"]), str(one["on"]), str(one["added"]))
            for one in found["trainings"]
        ]
        grid(console, (text("cli.head.ref"), head["course"], head["on"], head["added"]), rows)
    if found["unmapped"]:
        console.print(text("cli.completions.unmapped", n=len(found["unmapped"])))
        grid(
            console,
            (head["course"], head["rows"]),
            [(str(o["course"]), str(o["rows"])) for o in found["unmapped"]],
        )
    if found["refusals"]:
        why = [(str(one["line"]), str(one["why"])) for one in found["refusals"]]
        grid(console, (head["line"], text("cli.head.why")), why)

"""Commands that say where things stand and why: status and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli import report
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.status import Status
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.status"))
def status(
    *,
    unit: Annotated[str, option("--unit", said="cli.status.unit", metavar="REF")] = "",
    system: Annotated[str, option("--system", said="cli.status.system", metavar="REF")] = "",
    at: Annotated[str, option("--at", said="cli.at", metavar="DATE")] = "",
    known_at: Annotated[str, option("--known-at", said="cli.known_at", metavar="DATE")] = "",
    rules: Annotated[str, option("--rules", said="cli.rules_of", metavar="WHICH")] = "",
) -> None:
    if unit and system:
        raise BadInput("cli.status.one_of", field="system")
    when = {"at": at, "known_at": known_at, "rules": rules}

    def local(caller: Caller) -> object:
        from holdtrue.app import shapes
        from holdtrue.app.queries import asking, branches

        if system:
            return shapes.system_status_json(asking.system_asked(caller, system, **when))
        found = asking.status_asked(caller, unit=unit, **when)
        current = not unit and asking.is_current(caller, at=at, known_at=known_at)
        around = _around(found) if current else shapes.around_json(branches.assessed(found.figures), (), ())
        said = {"known_at": known_at} if known_at else {}
        return {**shapes.status_json(found), **around, **said}

    show(session().answer("status", local, unit=unit, system=system, **when), report.status)


def _around(found: Status) -> dict[str, object]:
    """What the organisation's own report says beside its figures: lists of systems, which are those of today."""
    from holdtrue.app import shapes
    from holdtrue.app.queries import branches

    return shapes.around_json(
        branches.assessed(found.figures), branches.unassessed(found.figures), branches.branches(found)
    )


@app.command(help=text("cli.why"))
def why(
    scope: Annotated[str, argument("SCOPE", said="cli.why.scope")],
    practice: Annotated[str, argument("PRACTICE", said="cli.why.practice")],
    *,
    level: Annotated[str, option("--level", said="cli.why.level", metavar="LEVEL")] = "",
    at: Annotated[str, option("--at", said="cli.at", metavar="DATE")] = "",
    known_at: Annotated[str, option("--known-at", said="cli.known_at", metavar="DATE")] = "",
    rules: Annotated[str, option("--rules", said="cli.rules_of", metavar="WHICH")] = "",
) -> None:
    when = {"at": at, "known_at": known_at, "rules": rules}

    def local(caller: Caller) -> object:
        from holdtrue.app import shapes
        from holdtrue.app.queries import asking

        return shapes.why_json(asking.why_asked(caller, scope, practice, level=level, **when))

    answer = session().answer("why", local, scope=scope, practice=practice, level=level, **when)
    show(answer, lambda console, document: _why(console, cast("Document", document)))


def _why(console: Console, found: Document) -> None:
    console.print(text("cli.why.head", title=found["title"], scope=found["scope"]), style="bold")
    if not found["applies"]:
        console.print(found["because"])
        return
    from holdtrue.cli.glyph import segments, tail

    ends = tail(found)
    state = found["state"] if ends == found["state"] else f"{found['state']} {ends}"
    level = text(f"level.{found['level']}")
    console.print(f"{segments(found['reached'], found['state'])}  {level}: {state}")
    console.print(found["because"])
    for changed in found["changed"]:
        console.print(text("cli.why.changed", **{k: changed[k] for k in ("ref", "label", "before", "after")}))
    if found["witness"]:
        console.print(text("cli.why.witness", path=" → ".join(found["witness"])))
    if found["remedy"] and found["state"] != "holds":
        console.print(text("cli.why.remedy", remedy=found["remedy"]))
    for finding in found["findings"]:
        console.print(text("cli.why.finding", ref=finding))

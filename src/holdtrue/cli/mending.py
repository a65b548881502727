"""Commands about findings' mending: mending, plan-effect, verify-effect, not-effective, reopen-finding and loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.rows import Record
    from holdtrue.cli.shown import Document

app = family()
Finding = Annotated[str, argument("REF", said="cli.mending.ref")]
Why = Annotated[str, option("--why", said="cli.mending.why", metavar="TEXT")]


@app.command(help=text("cli.mending"))
def mending(ref: Finding) -> None:
    def local(caller: Caller) -> Record:
        from holdtrue.app.actions.findings.mending import found
        from holdtrue.app.actions.permission import on_record, require

        record = found(caller, ref)
        require(caller, "read", on_record(record))
        return record

    _show("mending", local, ref=ref)


@app.command("plan-effect", help=text("cli.plan_effect"))
def plan(
    ref: Finding,
    *,
    after: Annotated[str, option("--after", said="cli.plan_effect.after", metavar="PERIOD")] = "",
    checker: Annotated[str, option("--checker", said="cli.plan_effect.checker", metavar="PERSON")] = "",
    why: Why = "",
) -> None:
    def local(caller: Caller) -> Record:
        from holdtrue.app.actions.findings import checking

        return checking.plan(caller, ref, after=after, why=why, checker=checker)

    _show("plan-effect", local, ref=ref, after=after, checker=checker, why=why)


@app.command("verify-effect", help=text("cli.verify_effect"))
def verify(
    ref: Finding,
    evidence: Annotated[list[str] | None, argument("EVIDENCE", said="cli.verify_effect.evidence")] = None,
    *,
    why: Why = "",
) -> None:
    def local(caller: Caller) -> Record:
        from holdtrue.app.actions.findings import checking

        return checking.verify(caller, ref, evidence or (), why=why)

    _show("verify-effect", local, ref=ref, evidence=evidence or [], why=why)


@app.command("not-effective", help=text("cli.not_effective"))
def not_effective(ref: Finding, *, why: Why = "") -> None:
    def local(caller: Caller) -> Record:
        from holdtrue.app.actions.findings import checking

        return checking.not_effective(caller, ref, why=why)

    _show("not-effective", local, ref=ref, why=why)


@app.command("reopen-finding", help=text("cli.reopen_finding"))
def reopen(ref: Finding, *, why: Why = "") -> None:
    def local(caller: Caller) -> Record:
        from holdtrue.app.actions.findings import checking

        return checking.reopen(caller, ref, why=why)

    _show("reopen-finding", local, ref=ref, why=why)


@app.command(help=text("cli.loop"))
def loop(
    *,
    first: Annotated[str, option("--from", said="cli.loop.from", metavar="DATE")] = "",
    last: Annotated[str, option("--to", said="cli.loop.to", metavar="DATE")] = "",
) -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app.queries.loop import loop_asked
        from holdtrue.app.shapes_loop import loop_json

        return loop_json(loop_asked(caller, first, last))

    found = session().answer("loop", local, first=first, last=last)
    show(found, lambda console, document: _learned(console, cast("Document", document)))


def _show(name: str, local: Callable[[Caller], Record], **asked: object) -> None:
    """Show how far the finding is after an act, done here or on the other machine."""

    def told(caller: Caller) -> object:
        from holdtrue.app.shapes_loop import mending_json

        return mending_json(caller, local(caller))

    found = session().answer(name, told, **asked)
    show(found, lambda console, document: _plain(console, cast("Document", document)))


def _plain(console: Console, found: Document) -> None:
    step = text(f"page.mending.at.{found['step']}")
    words = {"ref": found["ref"], "step": step, "until": found["until"]}
    name = "cli.mending.stands_until" if found["until"] else "cli.mending.stands"
    console.print(text(name, **words), soft_wrap=True)
    for fix in found["actions"]:
        words = {"ref": fix["ref"], "title": fix["title"], "due": fix["due"] or "–", "done": fix["done_on"]}
        name = "cli.mending.action_done" if fix["done_on"] else "cli.mending.action"
        console.print(text(name, **words), soft_wrap=True)
    if found["effect_from"] and not found["closed_on"]:
        console.print(text("cli.mending.effect", day=found["effect_from"]), soft_wrap=True)


def _learned(console: Console, found: Document) -> None:
    acts = found["actions"]
    console.print(text("cli.loop.period", first=found["from"], last=found["to"]), style="bold")
    counts = {name: found[name] for name in ("opened", "closed", "still_open", "verified", "not_effective")}
    console.print(text("cli.loop.findings", returned=len(found["recurrences"]), **counts), soft_wrap=True)
    console.print(text("cli.loop.actions", **acts), soft_wrap=True)
    for cause in found["causes"]:
        console.print(text("cli.loop.cause", n=cause["n"], cause=cause["name"]), soft_wrap=True)
    for back in found["recurrences"]:
        console.print(text("cli.loop.back", ref=back["ref"], of=back["of"]), soft_wrap=True)
    for moved in found["indicators"]:
        console.print(text("cli.loop.moved", **moved), soft_wrap=True)

"""The command that shows which rules are in force and what others would change, and installs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import margin, progress, show
from holdtrue.cli.parameters import argument, family
from holdtrue.cli.session import session
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
ACTS = ("install", "stop", "resume")


@app.command(help=text("cli.rules"))
def rules(act: Annotated[str, argument("[ACT]", said="cli.rules.act")] = "") -> None:
    if act and act not in ACTS:
        raise BadInput("cli.rules.act_unknown", field="act", value=act, known=ACTS)
    caller = session().caller()
    if act:
        _do(caller, act)
    show(_document(caller), lambda console, found: _told(console, cast("Document", found)))


def _do(caller: Caller, act: str) -> None:
    from holdtrue.app.actions import rules as acting

    if act == "stop":
        acting.stop(caller)
        return
    job = acting.install(caller) if act == "install" else acting.resume(caller)
    if job is not None:
        _derive(caller, job.pk, total=job.total)
    if act == "install":
        margin().print(text("cli.rules.installed"))


def _derive(caller: Caller, number: int, *, total: int) -> None:
    """Do the job here rather than wait for a server's worker, which finds it done."""
    from holdtrue.app import rederiving

    with progress("page.rules.job", total) as told:
        rederiving.run(caller.organisation, number, clock=caller.clock, progress=told)


def _document(caller: Caller) -> Document:
    from holdtrue.app import rederiving
    from holdtrue.app.queries.rules_offered import offered

    found = offered(caller)
    job = rederiving.current(caller.organisation)
    return {
        "current": found.current,
        "since": iso(found.since) if found.since else None,
        "kept": found.kept,
        "available": found.available,
        "differs": found.differs,
        "practices": {
            name: list(getattr(found.changes.practices, name)) for name in ("added", "removed", "changed")
        },
        "files": list(found.changes.files),
        "tried": found.changes.tried,
        "systems": found.changes.systems,
        "index_now": found.changes.index_before,
        "index_after": found.changes.index_after,
        "changes": [
            {
                "practice": one.practice,
                "title": one.title,
                "before": _word(one.before),
                "after": _word(one.after),
                "holding_before": one.holding_before,
                "holding_after": one.holding_after,
            }
            for one in found.changes.levels
        ],
        "job": {"state": job.state, "done": job.done, "of": job.total} if job else None,
    }


def _word(level: int | None) -> str | None:
    from holdtrue.core.scoring import LEVEL_WORDS

    return None if level is None else LEVEL_WORDS[level]


def _told(console: Console, found: Document) -> None:
    console.print(text("cli.rules.current", since=found["since"] or "–", digest=found["current"][:12]))
    if found["job"]:
        console.print(text("rules.under_way", done=found["job"]["done"], total=found["job"]["of"]))
    if not found["differs"]:
        console.print(text("cli.rules.same"))
        return
    console.print(text("cli.rules.available", digest=found["available"][:12]))
    if not found["kept"]:
        console.print(text("cli.rules.not_kept"))
    for name, ids in (*found["practices"].items(), ("files", found["files"])):
        if ids:
            console.print(text("cli.rules.practices", what=text(f"cli.rules.{name}"), names=", ".join(ids)))
    if found["tried"]:
        _moved(console, found)
    else:
        console.print(text("cli.rules.not_tried", systems=found["systems"]))
    console.print(text("cli.rules.install"))


def _moved(console: Console, found: Document) -> None:
    console.print(text("cli.rules.index", before=found["index_now"], after=found["index_after"]))
    if not found["changes"]:
        console.print(text("cli.rules.none_moved"))
    for one in found["changes"]:
        before, after = (
            text(f"level.{one[name]}") if one[name] else text("cli.rules.absent")
            for name in ("before", "after")
        )
        console.print(
            text(
                "cli.rules.moved",
                title=one["title"],
                before=before,
                after=after,
                held=one["holding_before"],
                holds=one["holding_after"],
            )
        )

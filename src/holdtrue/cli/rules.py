"""The command that shows which rules are in force and what others would change, and installs them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import margin, progress, show
from holdtrue.cli.parameters import argument, family, flag
from holdtrue.cli.session import session
from holdtrue.core.own import CASES
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
ACTS = ("install", "stop", "resume", "add", "remove")
_OWN = ("add", "remove")


@app.command(help=text("cli.rules"))
def rules(
    act: Annotated[str, argument("[ACT]", said="cli.rules.act")] = "",
    what: Annotated[str, argument("[WHAT]", said="cli.rules.what")] = "",
    *,
    try_only: Annotated[bool, flag("--dry-run", said="cli.rules.dry_run")] = False,
) -> None:
    if act and act not in ACTS:
        raise BadInput("cli.rules.act_unknown", field="act", value=act, known=ACTS)
    if act in _OWN and not what:
        raise BadInput("cli.rules.needs", field="what", act=act)
    caller = session().caller()
    if act in _OWN:
        document = _own(caller, act, what, try_only=try_only)
        show(document, lambda console, found: _told_own(console, cast("Document", found)))
        return
    if act and not try_only:
        _do(caller, act)
    show(_document(caller), lambda console, found: _told(console, cast("Document", found)))


def _own(caller: Caller, act: str, what: str, *, try_only: bool) -> Document:
    """What a file of the organisation's own changes as it comes or goes; does it unless it is only tried."""
    from holdtrue.app.actions import additions
    from holdtrue.app.shapes_rules import proposed_json

    files = _files(Path(what)) if act == "add" else {}
    found = additions.proposed(caller, files) if act == "add" else additions.proposed_without(caller, what)
    changed = additions.changes(caller, found)
    if not try_only:
        _, job = additions.add(caller, files) if act == "add" else additions.remove(caller, what)
        if job is not None:
            _derive(caller, job.pk, total=job.total)
    return {"act": act, **proposed_json(found, changed, done=not try_only)}


def _files(path: Path) -> dict[str, bytes]:
    """The file named, or every YAML file of a folder."""
    paths = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    try:
        return {one.name: one.read_bytes() for one in paths if one.name != CASES}
    except OSError as error:
        raise BadInput("own.unreadable", field="what", file=str(path)) from error


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
    from holdtrue.app.actions import additions
    from holdtrue.app.queries.rules_offered import offered
    from holdtrue.app.shapes_rules import in_force_json

    job = rederiving.current(caller.organisation)
    return in_force_json(offered(caller), additions.installed(caller), job)


def _told(console: Console, found: Document) -> None:
    console.print(text("cli.rules.current", since=found["since"] or "–", digest=found["current"][:12]))
    if found["job"]:
        console.print(text("rules.under_way", done=found["job"]["done"], total=found["job"]["of"]))
    for one in found["own"]:
        console.print(text("cli.rules.own", **{key: one[key] for key in ("name", "title", "version")}))
    if not found["differs"]:
        console.print(text("cli.rules.same"))
        return
    console.print(text("cli.rules.available", digest=found["available"][:12]))
    if not found["kept"]:
        console.print(text("cli.rules.not_kept"))
    _differences(console, found)
    console.print(text("cli.rules.install"))


def _told_own(console: Console, found: Document) -> None:
    for one in found["own"]:
        said = {"title": one["name"], "version": one["version"], "was": one["was"] or "–"}
        console.print(text("cli.rules.upgrades" if one["was"] else f"cli.rules.{found['act']}s", **said))
    if found["cases"]:
        console.print(text("cli.rules.cases", n=found["cases"]))
    _differences(console, found)
    console.print(text(f"cli.rules.{found['act']}_done" if found["done"] else "cli.rules.only_tried"))


def _differences(console: Console, found: Document) -> None:
    for name, ids in (*found["practices"].items(), ("files", found["files"])):
        if ids:
            console.print(text("cli.rules.practices", what=text(f"cli.rules.{name}"), names=", ".join(ids)))
    for law in found["frameworks"]:
        both = {name: law[name] or "–" for name in ("version_before", "version_after")}
        console.print(text("cli.rules.framework", title=law["title"], **both))
        for name in ("added", "changed", "removed", "moved", "practices", "lines"):
            if law[name]:
                what = text(f"cli.rules.reopened.{name}")
                console.print("  " + text("cli.rules.practices", what=what, names=", ".join(law[name])))
        if law["classifications"]:
            console.print("  " + text("cli.rules.reopened.classes", n=law["classifications"]))
    if found["tried"]:
        _moved(console, found)
    else:
        console.print(text("cli.rules.not_tried", systems=found["systems"]))


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

"""The command over packs: checked, installed in one organisation or all, listed, removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
ACTS = ("check", "install", "list", "remove")


@app.command(help=text("cli.pack"))
def pack(
    act: Annotated[str, argument("ACT", said="cli.pack.act")],
    what: Annotated[str, argument("[PACK]", said="cli.pack.what")] = "",
    *,
    everywhere: Annotated[bool, flag("--everywhere", said="cli.pack.everywhere")] = False,
) -> None:
    if act not in ACTS:
        raise BadInput("cli.pack.act_unknown", field="act", value=act, known=ACTS)
    if act != "list" and not what:
        raise BadInput("cli.pack.needs", field="pack")
    callers = _callers(everywhere=everywhere)
    if act == "list":
        show([row for caller in callers for row in _listed(caller)], _list)
    elif act == "remove":
        show([_removed(caller, what) for caller in callers], _removals)
    else:
        show([_changed(caller, Path(what), act) for caller in callers], _changes)


def _callers(*, everywhere: bool) -> Sequence[Caller]:
    if not everywhere:
        return [session().caller()]
    session().here()
    from holdtrue.app import callers

    return [callers.console(o.slug) for o in callers.every_organisation()]


def _changed(caller: Caller, path: Path, act: str) -> Document:
    """What installing changes; installs where that is asked. One that is in place already is left as it is."""
    from holdtrue.app.actions import packs
    from holdtrue.app.packing import from_path

    found = from_path(path)
    changed = packs.changes(caller, found)
    if act == "install" and not changed.same:
        packs.install(caller, found)
    return {
        "organisation": caller.organisation.slug,
        "pack": found.name,
        "title": found.title,
        "version": found.version,
        "digest": found.digest,
        "was": changed.was or None,
        "added": list(changed.added),
        "changed": list(changed.changed),
        "removed": list(changed.removed),
        "installed": act == "install",
    }


def _listed(caller: Caller) -> list[Document]:
    from holdtrue.app.actions import packs

    slug = caller.organisation.slug
    return [
        {
            "organisation": slug,
            "pack": row.pack,
            "title": row.title,
            "version": row.version,
            "digest": row.digest,
        }
        for row in packs.installed(caller)
    ]


def _removed(caller: Caller, name: str) -> Document:
    from holdtrue.app.actions import packs

    row = packs.remove(caller, name)
    return {"organisation": caller.organisation.slug, "pack": row.pack, "version": row.version}


def _list(console: Console, document: object) -> None:
    rows = cast("list[Document]", document)
    if not rows:
        console.print(text("cli.pack.none"))
    for row in rows:
        console.print(text("cli.pack.line", **{**row, "digest": row["digest"][:12]}), soft_wrap=True)


def _removals(console: Console, document: object) -> None:
    for row in cast("list[Document]", document):
        console.print(text("cli.pack.removed", organisation=row["organisation"], pack=row["pack"]))


def _changes(console: Console, document: object) -> None:
    for row in cast("list[Document]", document):
        counts = {name: len(row[name]) for name in ("added", "changed", "removed")}
        known = {name: row[name] for name in ("organisation", "title", "version")}
        console.print(text("cli.pack.changes", **known, **counts), soft_wrap=True)

"""Commands that check: the public correctness cases, the log and what it commits to, the stored standing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family
from holdtrue.cli.session import session
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.words import say, text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.proving import Proven
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.cases"))
def cases(path: Annotated[Path | None, argument("PATH", said="cli.cases.path")] = None) -> None:
    if session().url:
        raise BadInput("cli.not_remote", field="url")
    from holdtrue.core.additions.beside import beside
    from holdtrue.core.cases import run
    from holdtrue.core.content import by_the_rules_of

    with by_the_rules_of(beside(path)):
        found = run(path)
    document = {
        "cases": found.cases,
        "passed": found.passed,
        "failed": found.failed,
        "failures": [
            {"file": f.file, "name": f.name, "expected": dict(f.expected), "got": dict(f.got)}
            for f in found.failures
        ],
    }
    show(document, _ran)
    _end(good=not found.failed)


def _ran(console: Console, document: object) -> None:
    found = cast("Document", document)
    for failure in found["failures"]:
        known = {name: failure[name] for name in ("file", "name")}
        expected, got = (
            ", ".join(f"{k} {v}" for k, v in failure[name].items()) for name in ("expected", "got")
        )
        console.print(text("cli.cases.failed", expected=expected, got=got, **known))
    console.print(text("cli.cases.done", n=found["passed"], of=found["cases"]))


@app.command(help=text("cli.verify"))
def verify(binder: Annotated[Path | None, argument("BINDER", said="cli.verify.binder")] = None) -> None:
    document = _verified(session().caller()) if binder is None else _verified_folder(binder)
    show(document, _proof)
    _end(good=bool(document["ok"]))


def _verified(caller: Caller) -> Document:
    from holdtrue.app import proving

    proven = proving.verify(caller.organisation)
    return _reported(proven)


def _verified_folder(folder: Path) -> Document:
    """What an exported folder shows by itself: whatever store there is, it is not asked."""
    if not folder.is_dir():
        raise BadInput("cli.verify.binder_none", field="binder", binder=str(folder))
    from holdtrue.settings import start

    start()
    from holdtrue.app import proving

    return _reported(proving.verify_exported(folder))


def _reported(proven: Proven) -> Document:
    report, wrong = proven.report, proven.report.first_disagreement
    return {
        "ok": report.ok,
        "entries": report.entries,
        "root": report.root.hex(),
        "origin": report.origin,
        "checkpoint_covers": report.covered,
        "bodies": report.bodies,
        "blobs": report.blobs,
        "rows": proven.rows,
        "first_disagreement": None
        if wrong is None
        else {
            "code": wrong.code,
            "message": say(Message(wrong.code, wrong.params)),
            "seq": wrong.seq,
            "record": wrong.record,
            "file": wrong.file,
        },
    }


def _proof(console: Console, document: object) -> None:
    found = cast("Document", document)
    if not found["ok"]:
        console.print(found["first_disagreement"]["message"], soft_wrap=True)
    message = "cli.verify.good" if found["ok"] else "cli.verify.bad"
    console.print(text(message, n=found["entries"], rows=found["rows"], covered=found["checkpoint_covers"]))
    console.print(text("cli.verify.root", root=found["root"]))


@app.command("check-standing", help=text("cli.check_standing"))
def check_standing() -> None:
    caller = session().caller()
    from holdtrue.app import checking
    from holdtrue.app.queries import asking

    found = checking.check_standing(caller.organisation, asking.today(caller))
    differences: list[Document] = [
        {"what": d.what, "where": d.where, "stored": d.stored, "derived": d.derived}
        for d in found.differences
    ]
    document = {
        "ok": found.ok,
        "scopes": found.scopes,
        "members": found.members,
        "counts": found.cells,
        "differences": differences,
        "first_disagreement": differences[0] if differences else None,
    }
    show(document, _checked)
    _end(good=found.ok)


def _checked(console: Console, document: object) -> None:
    found = cast("Document", document)
    for d in found["differences"]:
        console.print(text("cli.check_standing.differs", **d), soft_wrap=True)
    message = "cli.check_standing.good" if found["ok"] else "cli.check_standing.bad"
    console.print(text(message, n=found["scopes"], members=found["members"], counts=found["counts"]))


def _end(*, good: bool) -> None:
    """A check that fails ends with 1."""
    if not good:
        raise typer.Exit(1)

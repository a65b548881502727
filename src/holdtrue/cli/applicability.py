"""The commands over the Statement of Applicability: read or save it, and decide its controls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.applying import Decided
    from holdtrue.cli.shown import Document

app = family()
_MARKS = {True: "●", False: "○", None: "?"}


@app.command(help=text("cli.applicability"))
def applicability(
    *,
    out: Annotated[str, option("--out", said="cli.applicability.out", metavar="FILE")] = "",
    at: Annotated[str, option("--at", said="cli.applicability.at", metavar="DATE")] = "",
    show_only: Annotated[str, option("--show", said="cli.applicability.show", metavar="SORT")] = "",
) -> None:
    from holdtrue.app.shapes_applicability import SHOWN

    if show_only not in ("", *SHOWN):
        raise BadInput("applicability.form", field="show", value=show_only, known=SHOWN)
    if out:
        show(_saved(session().caller(), Path(out), at), _written)
        return

    def local(caller: Caller) -> object:
        from holdtrue.app.queries.applying import statement_asked
        from holdtrue.app.shapes_applicability import statement_json

        return statement_json(statement_asked(caller, at=at), show_only)

    show(session().answer("applicability", local, at=at, show=show_only), _told)


@app.command(help=text("cli.decide"))
def decide(
    controls: Annotated[list[str] | None, argument("CONTROL", said="cli.decide.controls")] = None,
    *,
    answer: Annotated[str, option("--as", said="cli.decide.answer", metavar="in|out")] = "",
    reason: Annotated[str, option("--reason", said="cli.decide.reason", metavar="TEXT")] = "",
    suggested: Annotated[bool, flag("--suggested", said="cli.decide.suggested")] = False,
) -> None:
    numbers = list(controls or ())

    def local(caller: Caller) -> object:
        from holdtrue.app.actions.applying import decide as write
        from holdtrue.app.queries.applying import statement
        from holdtrue.app.queries.asking import today
        from holdtrue.app.shapes_applicability import statement_json
        from holdtrue.core.applicability import control_named

        decisions = (
            _as_suggested(caller, numbers) if suggested else _as_said(numbers, answer=answer, reason=reason)
        )
        write(caller, decisions)
        wanted = {control_named(one.number) for one in decisions}
        told = statement_json(statement(caller, today(caller)))
        return {**told, "lines": [x for x in told["lines"] if x["control"] in wanted]}

    given = {"controls": numbers, "answer": answer, "reason": reason, "suggested": suggested}
    show(session().answer("decide", local, **given), _told)


def _as_said(numbers: list[str], *, answer: str, reason: str) -> list[Decided]:
    from holdtrue.app.actions.applying import decided_alike

    return decided_alike(numbers, answer=answer, reason=reason)


def _as_suggested(caller: Caller, numbers: list[str]) -> list[Decided]:
    from holdtrue.app.queries.applying import suggested_decisions

    return suggested_decisions(caller, numbers)


def _saved(caller: Caller, path: Path, at: str) -> Document:
    from holdtrue.app.documents.applicability import rendered

    form = path.suffix.lower().removeprefix(".")
    made = rendered(caller, form, at=at)
    try:
        path.write_bytes(made.content)
    except OSError as error:
        raise BadInput("cli.document.unwritable", field="out", name=str(path)) from error
    return {"file": str(path), "format": form, "bytes": len(made.content)}


def _written(console: Console, found: object) -> None:
    one = cast("Document", found)
    console.print(text("cli.applicability.saved", file=one["file"], n=one["bytes"]), soft_wrap=True)


def _told(console: Console, document: object) -> None:
    found = cast("Document", document)
    names = ("decided", "of", "included", "excluded", "signed", "reopened")
    console.print(text("cli.applicability.head", **{name: found[name] for name in names}), style="bold")
    for line in found["lines"]:
        head = f"{_MARKS[line['included']]} {line['control']:<8} {line['title']}"
        status = text("applicability.status.out") if line["included"] is False else line["status"]
        console.print(f"{head}  [{line['state']}]", soft_wrap=True, markup=False)
        console.print(f"           {status}", style="dim", soft_wrap=True, markup=False)
        said = line["reason"] or (line["suggested"] or {}).get("reason", "")
        if said:
            console.print(f"           {said}", soft_wrap=True, markup=False)
        signed = line["signed"] or {}
        changed = ", ".join(f"{x['ref']} {x['field']}" for x in signed.get("changed", ()))
        if changed:
            told = f"{text('applicability.changed')}: {changed}"
            console.print(f"           {told}", style="yellow", soft_wrap=True, markup=False)

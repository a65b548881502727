"""Commands over records of any kind: list, show, history, add, edit, link and retire."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli import cards
from holdtrue.cli.assignments import assigned
from holdtrue.cli.output import note, show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.words import text

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.shapes import Json
    from holdtrue.cli.shown import Document

app = family()
_LIMIT = 50

Fields = Annotated[list[str] | None, argument("F=V", said="cli.assignments")]
Why = Annotated[str, option("--why", said="cli.record_why", metavar="TEXT")]


@app.command("list", help=text("cli.list"))
def list_(  # noqa: PLR0913  # one parameter per filter, each by its name
    kind: Annotated[str, argument("KIND", said="cli.list.kind")],
    *,
    where: Annotated[list[str] | None, option("--where", said="cli.list.where", metavar="F=V")] = None,
    find: Annotated[str, option("--find", said="cli.list.find", metavar="WORDS")] = "",
    unit: Annotated[str, option("--unit", said="cli.list.unit", metavar="REF")] = "",
    state: Annotated[str, option("--state", said="cli.list.state", metavar="STATE")] = "",
    sort: Annotated[str, option("--sort", said="cli.list.sort", metavar="F")] = "",
    limit: Annotated[int, option("--limit", said="cli.list.limit", metavar="N")] = _LIMIT,
    retired: Annotated[bool, flag("--retired", said="cli.list.retired")] = False,
) -> None:
    if limit < 1:
        raise BadInput("list.at_least_one", field="limit")

    def local(caller: Caller) -> object:
        from holdtrue.app import shapes
        from holdtrue.app.queries.lists import Asked
        from holdtrue.app.queries.ordered import ordered

        asked = Asked(kind, find, unit, state=state, where=tuple(where or ()), retired=retired)
        return shapes.page_json(ordered(caller, asked, by=sort, limit=limit))

    page = session().answer(
        "list",
        local,
        kind=kind,
        where=where or [],
        q=find,
        unit=unit,
        state=state,
        sort=sort,
        limit=limit,
        retired=retired,
    )
    found = cast("Document", page)
    if found["more"]:
        total = found["total"]
        known = (
            {"n": len(found["records"]), "of": total} if total is not None else {"n": len(found["records"])}
        )
        note(Message("cli.list.more" if total is not None else "cli.list.many", known))
    show(found["records"], cards.listed)


@app.command("show", help=text("cli.show"))
def show_(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    *,
    at: Annotated[str, option("--at", said="cli.at", metavar="DATE")] = "",
) -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app import shapes
        from holdtrue.app.queries import asking

        return shapes.record_json(asking.shown_to(caller, ref, at=at))

    show(session().answer("show", local, ref=ref, at=at), cards.card)


@app.command(help=text("cli.history"))
def history(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    *,
    limit: Annotated[int, option("--limit", said="cli.history.limit", metavar="N")] = 100,
    as_csv: Annotated[bool, flag("--csv", said="cli.history.csv")] = False,
) -> None:
    if limit < 1:
        raise BadInput("list.at_least_one", field="limit")
    if as_csv:
        from holdtrue.app.tables import history_csv

        sys.stdout.write(history_csv(session().caller(), ref))
        return

    def local(caller: Caller) -> object:
        from holdtrue.app import shapes
        from holdtrue.app.queries import asking, records

        record = asking.shown_to(caller, ref).record
        found = records.history(caller.organisation, record, limit=limit)
        return [shapes.entry_json(entry) for entry in found]

    show(session().answer("history", local, ref=ref, limit=limit), cards.happened)


@app.command(help=text("cli.add"))
def add(
    kind: Annotated[str, argument("KIND", said="cli.add.kind")],
    fields: Fields = None,
    *,
    why: Why = "",
    true_from: Annotated[str, option("--true-from", said="cli.true_from", metavar="DATE")] = "",
) -> None:
    raw = assigned(fields or ())

    def local(caller: Caller) -> object:
        from holdtrue.app.actions import records

        return _told(caller, records.add(caller, kind, raw, why=why, true_from=true_from).ref)

    show(session().answer("add", local, kind=kind, fields=raw, why=why, true_from=true_from), cards.card)


@app.command(help=text("cli.edit"))
def edit(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    fields: Fields = None,
    *,
    revision: Annotated[int | None, option("--revision", said="cli.edit.revision", metavar="N")] = None,
    why: Why = "",
    true_from: Annotated[str, option("--true-from", said="cli.true_from", metavar="DATE")] = "",
) -> None:
    raw = assigned(fields or ())
    if not raw:
        raise BadInput("cli.edit.nothing", field="fields")

    def local(caller: Caller) -> object:
        from holdtrue.app.actions import records

        records.edit(caller, ref, raw, revision=revision, why=why, true_from=true_from)
        return _told(caller, ref)

    answer = session().answer(
        "edit", local, ref=ref, fields=raw, revision=revision, why=why, true_from=true_from
    )
    show(answer, cards.card)


@app.command(help=text("cli.link"))
def link(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    relation: Annotated[str, argument("RELATION", said="cli.link.relation")],
    target: Annotated[str, argument("REF", said="cli.link.target")],
) -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app.actions import records

        return _told(caller, records.link(caller, ref, relation, target).ref)

    show(session().answer("link", local, ref=ref, relation=relation, to=target), cards.card)


@app.command(help=text("cli.retire"))
def retire(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    *,
    why: Annotated[str, option("--why", said="cli.retire.why", metavar="TEXT")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import records
    from holdtrue.app.queries.records import dependents

    record = records.retire(caller, ref, why=why)
    near = dependents(caller.organisation, record)
    if near:
        note(Message("cli.retire.dependents", {"n": len(near), "refs": tuple(x.ref for x in near[:10])}))
    show(_told(caller, record.ref), cards.card)


def _told(caller: Caller, ref: str) -> Json:
    from holdtrue.app import shapes
    from holdtrue.app.queries import asking

    return shapes.record_json(asking.shown_to(caller, ref))

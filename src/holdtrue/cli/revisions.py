"""Commands over the revisions of a record: compare two, go back to an older one, and erase what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli import cards
from holdtrue.cli.assignments import assigned
from holdtrue.cli.output import note, show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.core.messages import Message
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.compare"))
def compare(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    first: Annotated[int, argument("N", said="cli.compare.first")],
    second: Annotated[int | None, argument("M", said="cli.compare.second")] = None,
) -> None:
    def local(caller: Caller) -> object:
        from holdtrue.app.actions.records import find
        from holdtrue.app.queries.compared import compared
        from holdtrue.app.shapes_records import compared_json

        record = find(caller, ref)
        return compared_json(compared(caller, record, first, second or record.head_number))

    show(session().answer("compare", local, ref=ref, first=first, second=second), differences)


def differences(console: Console, document: object) -> None:
    """Print what differs, a minus before what went and a plus before what came."""
    found = cast("Document", document)
    head = text("cli.compare.head", ref=found["ref"], first=found["from"], second=found["to"])
    console.print(head, style="bold", soft_wrap=True)
    if not found["changed"]:
        console.print(text("cli.compare.nothing"))
    for change in found["changed"]:
        console.print(text("cli.compare.field", label=change["label"]), soft_wrap=True)
        console.print(text("cli.compare.before", value=cards.shown(change["before"])), soft_wrap=True)
        console.print(text("cli.compare.after", value=cards.shown(change["after"])), soft_wrap=True)


@app.command("restore-revision", help=text("cli.restore_revision"))
def restore_revision(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    number: Annotated[int, argument("N", said="cli.restore_revision.number")],
    *,
    why: Annotated[str, option("--why", said="cli.record_why", metavar="TEXT")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app import shapes
    from holdtrue.app.actions import restoring
    from holdtrue.app.queries import asking

    made = restoring.restore_revision(caller, ref, number, why=why)
    if made.left_out:
        note(Message("cli.restore_revision.left_out", {"refs": made.left_out}))
    show(shapes.record_json(asking.shown_to(caller, made.record.ref)), cards.card)


@app.command(help=text("cli.correct"))
def correct(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    fields: Annotated[list[str], argument("F=V", said="cli.assignments")],
    *,
    true_from: Annotated[str, option("--true-from", said="cli.correct.true_from", metavar="DATE")],
    until: Annotated[str, option("--until", said="cli.correct.until", metavar="DATE")] = "",
    why: Annotated[str, option("--why", said="cli.record_why", metavar="TEXT")],
) -> None:
    caller = session().caller()
    from holdtrue.app import shapes
    from holdtrue.app.actions import correcting
    from holdtrue.app.queries import asking

    correcting.correct(caller, ref, assigned(fields), true_from=true_from, until=until, why=why)
    show(shapes.record_json(asking.shown_to(caller, ref)), cards.card)


@app.command(help=text("cli.erase"))
def erase(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    *,
    why: Annotated[str, option("--why", said="cli.record_why", metavar="TEXT")],
    revisions: Annotated[str, option("--revisions", said="cli.erase.revisions", metavar="NUMBERS")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import erasing

    if revisions:
        made = erasing.erase_revisions(caller, ref, revisions, why=why)
    else:
        made = erasing.erase_person(caller, ref, why=why)
    told: Document = {
        "ref": made.record.ref,
        "revisions": made.revisions,
        "texts": made.texts,
        "account": made.account,
    }
    said = text("cli.erase.done", ref=made.record.ref, n=made.revisions, texts=made.texts)
    show(told, lambda console, _: console.print(said, markup=False))

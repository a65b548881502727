"""Commands about questions of judgement: rulings, ask-ruling and give-ruling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

app = family()
_EVERY = "all"


@app.command(help=text("cli.rulings"))
def rulings(
    *,
    find: Annotated[str, option("--find", said="cli.rulings.find", metavar="WORDS")] = "",
    about: Annotated[str, option("--about", said="cli.rulings.about", metavar="REF")] = "",
    state: Annotated[str, option("--state", said="cli.rulings.state", metavar="STATE")] = "good",
) -> None:
    caller = session().caller()
    from holdtrue.app.queries.rulings import State
    from holdtrue.app.queries.rulings import rulings as asked
    from holdtrue.app.shapes_ruling import ruling_json
    from holdtrue.core.refusals import BadInput

    known = (*(s.value for s in State), _EVERY)
    if state not in known:
        raise BadInput("ruling.state", field="state", value=state, known=known)
    found = asked(caller, text=find, about=about, state="" if state == _EVERY else state)

    def plain(console: Console, document: object) -> None:
        for one in cast("list[Document]", document):
            _one(console, one)
        if not document:
            console.print(text("cli.rulings.none"))

    show([ruling_json(one) for one in found], plain)


@app.command("ask-ruling", help=text("cli.ask_ruling"))
def ask(
    question: Annotated[str, argument("QUESTION", said="cli.ask_ruling.question")],
    *,
    details: Annotated[str, option("--details", said="cli.ask_ruling.details", metavar="TEXT")] = "",
    about: Annotated[list[str] | None, option("--about", said="cli.ask_ruling.about", metavar="REF")] = None,
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import ruling
    from holdtrue.app.queries.rulings import one
    from holdtrue.app.shapes_ruling import ruling_json

    made = ruling.ask(caller, question, details=details, about=about or ())
    show(ruling_json(one(caller, made)), lambda console, document: _one(console, cast("Document", document)))


@app.command("give-ruling", help=text("cli.give_ruling"))
def give(
    ref: Annotated[str, argument("REF", said="cli.give_ruling.ref")],
    *,
    answer: Annotated[str, option("--answer", said="cli.give_ruling.answer", metavar="TEXT")],
    reason: Annotated[str, option("--reason", said="cli.give_ruling.reason", metavar="TEXT")],
    until: Annotated[str, option("--until", said="cli.give_ruling.until", metavar="DAY")],
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import ruling
    from holdtrue.app.queries.rulings import one
    from holdtrue.app.shapes_ruling import ruling_json

    made = ruling.answer(caller, ref, answer, reason=reason, until=until)
    show(ruling_json(one(caller, made)), lambda console, document: _one(console, cast("Document", document)))


def _one(console: Console, found: Document) -> None:
    name = {"waiting": "waits", "good": "good", "ended": "ended"}[found["state"]]
    words = {"ref": found["ref"], "question": found["question"]}
    console.print(
        text(f"cli.rulings.{name}", due=found["due"], until=found["valid_until"], **words), soft_wrap=True
    )
    for part in ("answer", "reason"):
        if found[part]:
            console.print(text(f"cli.rulings.{part}", **{part: found[part]}), style="dim", soft_wrap=True)

"""Commands over what people say about a record: comments, questions, and what mentions you."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import note, show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.messages import Message
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.cli.shown import Document

app = family()


@app.command(help=text("cli.comments"))
def comments(ref: Annotated[str, argument("REF", said="cli.ref")]) -> None:
    caller = session().caller()
    from holdtrue.app.actions.records import find
    from holdtrue.app.queries.comments import comments_on
    from holdtrue.app.shapes_records import comment_json

    show([comment_json(c) for c in comments_on(caller, find(caller, ref))], told)


@app.command(help=text("cli.comment"))
def comment(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    words: Annotated[str, argument("TEXT", said="cli.comment.text")],
    *,
    question: Annotated[bool, flag("--question", said="cli.comment.question")] = False,
    answers: Annotated[str, option("--answers", said="cli.comment.answers", metavar="ID")] = "",
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import comments as actions
    from holdtrue.app.actions.records import find
    from holdtrue.app.queries.comments import comments_on
    from holdtrue.app.shapes_records import comment_json

    made = actions.comment(caller, ref, words, question=question, reply_to=answers)
    if made.unseen:
        note(Message("cli.comment.unseen", {"who": made.unseen}))
    every = comments_on(caller, find(caller, ref))
    show(comment_json(next(c for c in every if c.uid == made.comment.uid)), one)


@app.command(help=text("cli.answered"))
def answered(
    ref: Annotated[str, argument("REF", said="cli.ref")],
    question: Annotated[str, argument("ID", said="cli.answered.comment")],
) -> None:
    caller = session().caller()
    from holdtrue.app.actions import comments as actions
    from holdtrue.app.actions.records import find
    from holdtrue.app.queries.comments import comments_on
    from holdtrue.app.shapes_records import comment_json

    row = actions.settle(caller, ref, question)
    every = comments_on(caller, find(caller, ref))
    show(comment_json(next(c for c in every if c.uid == row.uid)), one)


@app.command(help=text("cli.mentions"))
def mentions() -> None:
    caller = session().caller()
    from holdtrue.app.queries import mentions as queries
    from holdtrue.app.shapes_records import waiting_json

    found = {
        "mentions": [waiting_json(w) for w in queries.mentions(caller)],
        "questions": [waiting_json(w) for w in queries.questions(caller)],
    }
    show(found, waiting)


def told(console: Console, document: object) -> None:
    """Print comments, the oldest first."""
    rows = cast("list[Document]", document)
    if not rows:
        console.print(text("cli.comments.none"))
    for row in rows:
        one(console, row)


def one(console: Console, document: object) -> None:
    """Print one comment."""
    row = cast("Document", document)
    at = str(row["at"])[:16].replace("T", " ")
    console.print(
        text("cli.comments.line", at=at, by=row["by"], text=row["text"]), soft_wrap=True, markup=False
    )
    if row["open"]:
        console.print(text("cli.comments.open", uid=row["id"]), soft_wrap=True)


def waiting(console: Console, document: object) -> None:
    """Print what waits, by record."""
    found = cast("Document", document)
    for row in (*found["mentions"], *found["questions"]):
        line = text("cli.mentions.line", ref=row["ref"], title=row["title"], text=row["comment"]["text"])
        console.print(line, soft_wrap=True, markup=False)

"""The command that works out a system's class under a law: classify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.assignments import assigned
from holdtrue.cli.output import show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.words import text

if TYPE_CHECKING:
    from rich.console import Console

    from holdtrue.app.actions.acting import Caller
    from holdtrue.cli.shown import Document

app = family()
_MARKS = {"yes": "●", "no": "○", "unknown": "?", "not_asked": "·"}


@app.command(help=text("cli.classify"))
def classify(
    ref: Annotated[str, argument("REF", said="cli.classify.ref")],
    answers: Annotated[list[str] | None, argument("QUESTION=ANSWER", said="cli.classify.answers")] = None,
    *,
    law: Annotated[str, option("--law", said="cli.classify.law", metavar="LAW")] = "eu_ai_act",
    record: Annotated[bool, flag("--record", said="cli.classify.record")] = False,
    why: Annotated[str, option("--why", said="cli.record_why", metavar="TEXT")] = "",
) -> None:
    given = assigned(answers or ())

    def local(caller: Caller) -> object:
        from holdtrue.app.actions.classifying import record_class
        from holdtrue.app.queries.classes import look
        from holdtrue.app.readings import looked_json

        if record:
            record_class(caller, ref, law, given, why=why)
        return looked_json(look(caller, ref, law, given))

    answer = session().answer("classify", local, ref=ref, law=law, answers=given, record=record, why=why)
    show(answer, _report)


def _report(console: Console, document: object) -> None:
    found = cast("Document", document)
    console.print(text("cli.classify.head", ref=found["system"], title=found["title"]), style="bold")
    console.print(
        text("cli.classify.law_is", version=found["law_version"], as_of=found["as_of"]), style="dim"
    )
    for step in found["steps"]:
        if step["outcome"] == "not_asked":
            continue
        facts = "; ".join(f"{f['label']}: {f['value']}" for f in step["facts"] if f["value"])
        because = step["because"] or text("cli.classify.open")
        console.print(
            f"{_MARKS[step['outcome']]} {step['article']}  {step['title']} {because}", soft_wrap=True
        )
        if facts:
            console.print(f"    {facts}", style="dim", soft_wrap=True)
    from holdtrue.app.readings import class_words

    if found["class"]:
        also = tuple(class_words(name) for name in found["also"])
        console.print(text("cli.classify.class", name=class_words(found["class"])), style="bold")
        if also:
            console.print(text("cli.classify.also", names=also))
    else:
        names = tuple(class_words(name) for name in found["possible"])
        console.print(text("cli.classify.undecided", names=names), style="bold")
        for one in found["missing"]:
            console.print(
                text("cli.classify.missing", ask=one["ask"], question=one["question"]), soft_wrap=True
            )
    if found["record"]:
        name = "cli.classify.agrees" if found["agrees"] else "cli.classify.differs"
        said = class_words(found["recorded_class"]) if found["recorded_class"] else ""
        console.print(text(name, ref=found["record"], name=said))
    for duty in found["duties"]:
        certain = "" if duty["date_certain"] else text("cli.classify.uncertain")
        console.print(
            f"  {duty['applies_from'] or '':10}  {duty['article']:14} {duty['title']} {certain}".rstrip()
        )

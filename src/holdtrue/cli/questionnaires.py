"""The free checks in the terminal: the same questions, asked one by one or read from a file, and the same result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from holdtrue.cli.output import margin, show
from holdtrue.cli.parameters import argument, family, flag, option
from holdtrue.cli.session import session
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.words import say, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from holdtrue.cli.shown import Document
    from holdtrue.core.checks.asking import Option, Question

app = family()
_SHOWN = 3


@app.command("check", help=text("cli.check"))
def check_(
    name: Annotated[str, argument("NAME", said="cli.check.name")],
    answers: Annotated[Path | None, option("--answers", said="cli.check.answers", metavar="FILE")] = None,
    *,
    language: Annotated[str, option("--language", said="cli.check.language", metavar="CODE")] = "en",
    start: Annotated[bool, flag("--start", said="cli.check.start")] = False,
    system: Annotated[str, option("--system", said="cli.check.system", metavar="NAME")] = "",
) -> None:
    from holdtrue.core.checks import LANGUAGES, check, questionnaire
    from holdtrue.core.checks.plain import result_json

    if language not in LANGUAGES:
        raise BadInput("check.language.unknown", field="language", value=language, known=LANGUAGES)
    questionnaire(name)
    given = _read(answers, name) if answers else _asked(name, language)
    found = check(name, given, language)
    document: Document = result_json(found)
    if start:
        document |= _started(name, given, system)
    show(document, lambda console, made: _told(console, made, language))


def _read(file: Path, name: str) -> Mapping[str, object]:
    """Read the answers of a file, JSON or YAML: a mapping of question to answer, or one under the word answers."""
    import yaml

    from holdtrue.core.checks.asking import unknown

    try:
        found = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput("check.file.unreadable", field="answers", file=str(file)) from error
    if not isinstance(found, dict):
        raise BadInput("check.file.unreadable", field="answers", file=str(file))
    if found.get("check", name) != name:
        raise BadInput("check.file.other", field="answers", file=str(file), other=str(found["check"]))
    given = found.get("answers", found)
    if not isinstance(given, dict):
        raise BadInput("check.file.unreadable", field="answers", file=str(file))
    answers = {str(key): value for key, value in given.items() if key != "check"}
    unknown(name, answers)
    return answers


def _asked(name: str, language: str) -> Mapping[str, object]:
    """Ask on the terminal; what is asked goes to standard error, so that the result stands alone."""
    from holdtrue.core.checks import check, questionnaire
    from holdtrue.core.checks.asking import questions, steps

    raw, answers, done = questionnaire(name, language), cast("dict[str, object]", {}), set[str]()
    margin().print(f"{raw['title']}\n{raw['notice']}\n{text('cli.check.private', language)}\n")
    while True:
        left = [q for step in steps(name, answers, language) for q in step.questions if q.id not in done]
        if not left:
            break
        answers |= _one(left[0], language)
        done.add(left[0].id)
    every = questions(name, language)
    while clashes := check(name, answers, language).contradictions:
        for clash in clashes:
            margin().print(f"{text('check.clash.title', language)}: {clash.says}")
        known = [q for clash in clashes for q in clash.questions]
        margin().print(text("cli.check.clash", language, known=tuple(dict.fromkeys(known))))
        chosen = sys.stdin.readline().strip().upper()
        if chosen not in known:
            break
        answers |= _one(every[chosen], language)
    return answers


def _one(question: Question, language: str) -> dict[str, object]:
    """Ask one question until an answer fits; where nobody sits there, one that is missing or wrong is refused."""
    margin().print(f"\n{question.id}  {question.ask}", style="bold")
    for number, one in enumerate(question.options, 1):
        margin().print(f"  {number:>2}  {_said(one, language)}")
    words = "cli.check.several" if question.several else "cli.check.number"
    while True:
        margin().print(text(f"{words}.optional" if question.optional else words, language), style="dim")
        line = sys.stdin.readline()
        typed = line.strip()
        if not typed and question.optional:
            return {}
        numbers = [part for part in typed.replace(",", " ").split() if part]
        values = [
            question.options[int(n) - 1].value
            for n in numbers
            if n.isascii() and n.isdigit() and 1 <= int(n) <= len(question.options)
        ]
        if values and len(values) == len(numbers) and (question.several or len(values) == 1):
            return {question.id: values if question.several else values[0]}
        if not line or not sys.stdin.isatty():
            missing = "check.bad_answer" if typed else "check.unanswered"
            raise BadInput(missing, field=question.id, value=typed[:60], options=question.values)


def _said(one: Option, language: str) -> str:
    if one.value == "not_applicable":
        return text("check.left_out", language, reason=one.text)
    words = one.text or text(f"check.option.{one.value}", language)
    return f"{one.heading}: {words}" if one.heading else words


def _started(name: str, answers: Mapping[str, object], system: str) -> Document:
    """Write the declarations into the organisation of this data folder."""
    caller = session().caller()
    from holdtrue.app.actions import declaring

    done = declaring.start(caller, name, answers, system=system)
    return {
        "organisation": done.organisation.slug,
        "declarations": list(done.declarations),
        "system": done.system or None,
    }


def _told(console: Console, document: object, language: str) -> None:
    """The result in the order of its page."""
    found = cast("Document", document)

    def line(words: str = "", style: str = "") -> None:
        console.print(words, style=style or None, soft_wrap=True)

    line(text("check.have.title", language), "bold")
    for one in found["have"]:
        line(f"  {one['title']}: {text('check.state.' + one['state'], language)}")
    line()
    line(text("check.applies.title", language), "bold")
    line("  " + text("check.applies.yes" if found["applies"] else "check.applies.no", language))
    for sentence in found["says"]:
        line(f"  {sentence}")
    line()
    line(text("check.stand.title", language), "bold")
    figure = "" if found["score"] is None else f" ({text('check.figure', language, score=found['score'])})"
    line(f"  {found['shown_as']}{figure}")
    for cap in found["caps"]:
        line(f"  {text('check.caps', language)}: {cap}")
    for clash in found["contradictions"]:
        line(f"  {text('check.clash.title', language)}: {clash['says']}")
    if found["gaps"]:
        line()
        line(text("check.gaps.title", language), "bold")
    for number, gap in enumerate(found["gaps"][:_SHOWN], 1):
        line(f"  {number}. {gap['says']}")
        line(f"     {gap['first_step']}")
    line()
    line(text("check.viable.title", language), "bold")
    line("  " + text("check.viable", language, n=found["viable"], of=len(found["have"])))
    if "declarations" in found:
        line()
        line(
            say(
                Message(
                    "cli.check.started",
                    {"n": len(found["declarations"]), "organisation": found["organisation"]},
                )
            )
        )

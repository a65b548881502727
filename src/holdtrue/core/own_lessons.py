"""A lesson with its check as one text that an organisation can make its own: what is read, then the questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.lessons import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdtrue.core.lessons import Lesson

MOST = 30
"""Questions of one check."""
_OPTION = re.compile(r"^\s*[-*]\s+\[([ xX])\]\s+(.+)$")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_CHECK = "## Check"


@dataclass(frozen=True, slots=True)
class Own:
    """What such a text says: what is read, the questions it asks instead of ours, and which of them cannot be asked."""

    text: str
    questions: tuple[Question, ...]
    unclear: tuple[str, ...] = ()
    """Questions without two options, or without exactly one marked as right; ours are asked until they are mended."""


def as_text(lesson: Lesson) -> str:
    """Return a lesson as one text: each question a heading, its options a list with [x] at the right one, then why."""
    return "\n".join((lesson.text.rstrip(), "", _CHECK, "", *_asked(lesson.questions)))


def _asked(questions: Sequence[Question]) -> Iterator[str]:
    for question in questions:
        yield f"### {question.ask}"
        yield ""
        yield from (f"- [{'x' if n == question.right else ' '}] {o}" for n, o in enumerate(question.options))
        yield ""
        yield f"> {question.because}"
        yield ""


def read(text: str) -> Own:
    """Return what a text says; one without options asks nothing of its own."""
    lines = text.splitlines()
    options = [n for n, line in enumerate(lines) if _OPTION.match(line)]
    if not options:
        return Own(text, ())
    first = max((n for n in range(options[0]) if _HEADING.match(lines[n])), default=options[0])
    end = first
    while end and (not lines[end - 1].strip() or _HEADING.match(lines[end - 1])):
        end -= 1
    found = [_question(part) for part in _parts(lines[first:])]
    unclear = tuple(ask for ask, question in found if question is None)
    questions = tuple(question for _, question in found if question is not None)
    if unclear or len(questions) > MOST:
        return Own("\n".join(lines[:end]), (), unclear or (questions[MOST].ask,))
    return Own("\n".join(lines[:end]), questions)


def _parts(lines: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in lines:
        if _HEADING.match(line) and part:
            yield part
            part = []
        part.append(line)
    yield part


def _question(lines: Sequence[str]) -> tuple[str, Question | None]:
    heading = _HEADING.match(lines[0])
    ask = heading[2] if heading else ""
    options = [found for line in lines if (found := _OPTION.match(line))]
    because = " ".join(line.lstrip("> ").strip() for line in lines if line.lstrip().startswith(">"))
    right = [n for n, option in enumerate(options) if option[1] != " "]
    if not ask or len(options) not in range(2, 10) or len(right) != 1:
        return ask or lines[0].strip(), None
    return ask, Question(ask, tuple(option[2].strip() for option in options), right[0], because.strip())


__all__ = ["MOST", "Own", "as_text", "read"]

"""A lesson as it is read and its check taken, whether inside or at the employee's door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import learning
from holdtrue.app.queries.lessons import GOOD_FOR
from holdtrue.pages.language import t
from holdtrue.pages.shapes.lessons import Asked, LessonLine, LessonView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.reports.blocks import stepped
from holdtrue.reports.markdown import parse

if TYPE_CHECKING:
    from django.http import HttpRequest

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.lessons import Offered
    from holdtrue.core.lessons import Question


def counts(day: int, done: int | None) -> bool:
    """Whether a lesson passed on some day still counts."""
    return done is not None and done + GOOD_FOR > day


def line(one: Offered, day: int, href: str) -> LessonLine:
    """Return one lesson of the list."""
    lesson = one.lesson
    state = "holds" if counts(day, one.done) else "lapsed" if one.done else "missing"
    stands = t("lesson.done_on", date=absolute(one.done)) if one.done else t("lesson.not_yet")
    return LessonLine(Link(lesson.title, href), _lead(one), state, stands)


def _lead(one: Offered) -> str:
    lesson = one.lesson
    return t("lesson.words", audience=lesson.audience, n=lesson.minutes, questions=len(lesson.questions))


def taken(
    request: HttpRequest,
    caller: Caller,
    found: Offered,
    *,
    own: Act | None = None,
    note: tuple[str, ...] = (),
    moved: tuple[tuple[str, str], ...] = (),
) -> LessonView:
    """Return one lesson to read; answers that were sent are a try, told question by question."""
    questions, told = found.lesson.questions, request.method == "POST"
    answers = [_place(request.POST.get(f"q{n}", ""), q) for n, q in enumerate(questions, start=1)]
    result = state = ""
    if told:
        made = learning.finish(caller, found.lesson.id, answers)
        said = "lesson.passed" if made.passed else "lesson.not_passed"
        result, state = t(said, n=made.correct, of=made.asked), "done" if made.passed else "soon"
    elif found.done is not None:
        result, state = t("lesson.before", date=absolute(found.done)), "done"
    asked = zip(questions, answers, strict=True)
    return LessonView(
        lead=_lead(found),
        blocks=stepped(parse(found.text), under=1),
        questions=tuple(_asked(n, q, given, told=told) for n, (q, given) in enumerate(asked, start=1)),
        action=request.path,
        submit=t("lesson.again" if told else "lesson.submit"),
        result=result,
        result_state=state,
        own=own,
        notes=note,
        moved=moved,
    )


def _place(text: str, question: Question) -> int | None:
    return int(text) if text.isdecimal() and len(text) == 1 and int(text) < len(question.options) else None


def _asked(n: int, question: Question, given: int | None, *, told: bool) -> Asked:
    options = tuple((str(i), words, i == given) for i, words in enumerate(question.options))
    if not told:
        return Asked(f"q{n}", question.ask, options)
    state = "holds" if given == question.right else "missing"
    return Asked(f"q{n}", question.ask, options, state, question.because)

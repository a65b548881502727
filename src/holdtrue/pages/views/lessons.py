"""Lessons to read with their checks, one's own progress, and who did which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from holdtrue.app.actions import learning
from holdtrue.app.actions.permission import on_kind, on_organisation, require
from holdtrue.app.queries import lessons as queries
from holdtrue.pages.language import t
from holdtrue.pages.shapes.lessons import Asked, LearnersView, LessonLine, LessonsView, LessonView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.reports.blocks import stepped
from holdtrue.reports.markdown import parse

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.lessons import Learner, Offered
    from holdtrue.core.lessons import Question


@require_safe
@inside
def every(visit: Visit) -> HttpResponse:
    """Show every lesson with how far this person has come."""
    require(visit.caller, "learn", on_organisation())
    found = queries.offered(visit.caller.organisation, queries.row_of(visit.caller))
    done = sum(1 for one in found if _counts(visit, one.done))
    everybody = None
    if visit.may("owed", on_organisation()):
        everybody = Link(t("lesson.everybody"), visit.places.at("lessons", "everybody"))
    lead = t("lesson.lead", done=done, whole=len(found))
    view = LessonsView(lead, tuple(_line(visit, one) for one in found), everybody)
    return show(visit, "lessons.html", page(visit, t("lesson.title"), station="worklist"), view=view)


def _counts(visit: Visit, done: int | None) -> bool:
    return done is not None and done + queries.GOOD_FOR > visit.day


def _line(visit: Visit, one: Offered) -> LessonLine:
    lesson = one.lesson
    state = "holds" if _counts(visit, one.done) else "lapsed" if one.done else "missing"
    stands = t("lesson.done_on", date=absolute(one.done)) if one.done else t("lesson.not_yet")
    words = t("lesson.words", audience=lesson.audience, n=lesson.minutes, questions=len(lesson.questions))
    return LessonLine(Link(lesson.title, visit.places.at("lessons", lesson.id)), words, state, stands)


@inside
def one(visit: Visit, name: str) -> HttpResponse:
    """Show one lesson; posting answers is a try, told question by question."""
    require(visit.caller, "learn", on_organisation())
    found = queries.one(visit.caller.organisation, name, queries.row_of(visit.caller))
    lesson = found.lesson
    answers = [
        _place(visit.request.POST.get(f"q{n}", ""), q) for n, q in enumerate(lesson.questions, start=1)
    ]
    result = state = ""
    if visit.request.method == "POST":
        made = learning.finish(visit.caller, name, answers)
        said = "lesson.passed" if made.passed else "lesson.not_passed"
        result, state = t(said, n=made.correct, of=made.asked), "done" if made.passed else "soon"
    elif found.done is not None:
        result, state = t("lesson.before", date=absolute(found.done)), "done"
    told = visit.request.method == "POST"
    view = LessonView(
        lead=t("lesson.words", audience=lesson.audience, n=lesson.minutes, questions=len(lesson.questions)),
        blocks=stepped(parse(found.text), under=1),
        questions=tuple(
            _asked(n, q, given, told=told)
            for n, (q, given) in enumerate(zip(lesson.questions, answers, strict=True), start=1)
        ),
        action=visit.request.path,
        submit=t("lesson.again" if told else "lesson.submit"),
        result=result,
        result_state=state,
        own=_own(visit, found),
        note=_note(found) if visit.may("add", on_kind("procedure")) else "",
    )
    crumbs = (Link(t("lesson.title"), visit.places.at("lessons")),)
    return show(visit, "lesson.html", page(visit, lesson.title, station="worklist", crumbs=crumbs), view=view)


def _place(text: str, question: Question) -> int | None:
    return int(text) if text.isdecimal() and len(text) == 1 and int(text) < len(question.options) else None


def _asked(n: int, question: Question, given: int | None, *, told: bool) -> Asked:
    options = tuple((str(i), words, i == given) for i, words in enumerate(question.options))
    if not told:
        return Asked(f"q{n}", question.ask, options)
    state = "holds" if given == question.right else "missing"
    return Asked(f"q{n}", question.ask, options, state, question.because)


def _own(visit: Visit, found: Offered) -> Act | None:
    if found.own is not None and visit.may("read", on_kind("procedure")):
        return Act(t("lesson.own.open"), visit.places.record(found.own.ref))
    if not visit.may("add", on_kind("procedure")):
        return None
    return Act(t("lesson.own.begin"), visit.places.at("lessons", found.lesson.id, "own"), posted=True)


def _note(found: Offered) -> str:
    """Whether the original moved on since the own version was begun."""
    if found.own is None:
        return ""
    return t("lesson.own.in_force" if found.in_force else "lesson.own.waits", ref=found.own.ref)


@require_POST
@inside
def own(visit: Visit, name: str) -> HttpResponse:
    """Begin the organisation's own version and open it."""
    record = learning.copy(visit.caller, name)
    return HttpResponseRedirect(visit.places.act(record.ref, "edit"))


@require_safe
@inside
def everybody(visit: Visit) -> HttpResponse:
    """Show who did which lesson."""
    require(visit.caller, "owed", on_organisation())
    learners = queries.learners(visit.caller.organisation)
    lessons = [one.lesson for one in queries.offered(visit.caller.organisation, 0)]
    first = lessons[0]
    done = sum(1 for one in learners if _counts(visit, one.done.get(first.id)))
    columns = (Column(t("lesson.person"), wide=True), *(Column(lesson.title) for lesson in lessons))
    rows = tuple(_row(visit, one, [lesson.id for lesson in lessons]) for one in learners)
    table = Table(t("lesson.everybody"), columns, rows)
    view = LearnersView(t("lesson.everybody_lead", n=done, whole=len(learners), lesson=first.title), table)
    crumbs = (Link(t("lesson.title"), visit.places.at("lessons")),)
    given = page(visit, t("lesson.everybody"), station="worklist", crumbs=crumbs)
    return show(visit, "learners.html", given, view=view)


def _row(visit: Visit, one: Learner, names: list[str]) -> Row:
    cells = [Cell(one.person.title, note=one.person.ref)]
    for name in names:
        done, tries = one.done.get(name), one.tries.get(name, 0)
        if done is not None:
            text, state = absolute(done), "holds" if _counts(visit, done) else "wrong"
        else:
            text, state = t("lesson.tried", n=tries) if tries else t("lesson.not_yet"), "quiet"
        cells.append(Cell(text, state=state))
    return Row(tuple(cells), visit.places.record(one.person.ref))

"""Lessons to read with their checks, one's own progress, and who did which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from holdtrue.app.actions import learning
from holdtrue.app.actions.permission import on_kind, on_organisation, require
from holdtrue.app.queries import lessons as queries
from holdtrue.pages.language import t
from holdtrue.pages.shapes.lessons import LearnersView, LessonsView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Cell, Column, Row, Table
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.lesson_parts import counts, line, taken

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.lessons import Learner, Offered


@require_safe
@inside
def every(visit: Visit) -> HttpResponse:
    """Show every lesson with how far this person has come."""
    require(visit.caller, "learn", on_organisation())
    found = queries.offered(visit.caller.organisation, queries.row_of(visit.caller))
    done = sum(1 for one in found if counts(visit.day, one.done))
    everybody = None
    if visit.may("owed", on_organisation()):
        everybody = Link(t("lesson.everybody"), visit.places.at("lessons", "everybody"))
    lead = t("lesson.lead", done=done, whole=len(found))
    lines = tuple(line(x, visit.day, visit.places.at("lessons", x.lesson.id)) for x in found)
    view = LessonsView(lead, lines, everybody)
    return show(visit, "lessons.html", page(visit, t("lesson.title"), station="worklist"), view=view)


@inside
def one(visit: Visit, name: str) -> HttpResponse:
    """Show one lesson; posting answers is a try, told question by question."""
    require(visit.caller, "learn", on_organisation())
    found = queries.one(visit.caller.organisation, name, queries.row_of(visit.caller))
    writes = visit.may("add", on_kind("procedure"))
    note, moved = (_notes(found), _moved(found)) if writes else ((), ())
    view = taken(visit.request, visit.caller, found, own=_own(visit, found), note=note, moved=moved)
    crumbs = (Link(t("lesson.title"), visit.places.at("lessons")),)
    given = page(visit, found.lesson.title, station="worklist", crumbs=crumbs)
    return show(visit, "lesson.html", given, view=view)


def _own(visit: Visit, found: Offered) -> Act | None:
    if found.own is not None and visit.may("read", on_kind("procedure")):
        return Act(t("lesson.own.open"), visit.places.record(found.own.ref))
    if not visit.may("add", on_kind("procedure")):
        return None
    return Act(t("lesson.own.begin"), visit.places.at("lessons", found.lesson.id, "own"), posted=True)


def _notes(found: Offered) -> tuple[str, ...]:
    """What stands of the own version, and whether its own check can be asked."""
    if found.own is None:
        return ()
    stands = t("lesson.own.in_force" if found.in_force else "lesson.own.waits", ref=found.own.ref)
    return (stands, *(t("lesson.own.unclear", ask=ask) for ask in found.unclear))


def _moved(found: Offered) -> tuple[tuple[str, str], ...]:
    """How our lesson moved on since the own version was begun, to be taken over or left."""
    return tuple((piece.turn, piece.text) for piece in queries.moved_on(found))


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
    done = sum(1 for one in learners if counts(visit.day, one.done.get(first.id)))
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
            text, state = absolute(done), "holds" if counts(visit.day, done) else "wrong"
        else:
            text, state = t("lesson.tried", n=tries) if tries else t("lesson.not_yet"), "quiet"
        cells.append(Cell(text, state=state))
    return Row(tuple(cells), visit.places.record(one.person.ref))

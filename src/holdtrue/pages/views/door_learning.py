"""What a person learned and read, at the employee's door: their lessons, and the documents put to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_http_methods, require_safe

from holdtrue.app.door.reading import documents
from holdtrue.app.queries import lessons as queries
from holdtrue.core.refusals import NotFound
from holdtrue.pages.language import t
from holdtrue.pages.shapes.lessons import LessonLine, LessonsView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views.door_frame import AtDoor, at_door, show
from holdtrue.pages.views.lesson_parts import counts, line, taken

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.door.reading import Document

_FRAME = "door_frame.html"


@require_safe
@at_door
def mine(here: AtDoor) -> HttpResponse:
    """Show the lessons and the documents put to whoever came by a link of their own."""
    found = queries.offered(here.way.organisation, _person(here))
    done = sum(1 for one in found if counts(here.way.day, one.done))
    lines = tuple(line(one, here.way.day, here.at("lessons", one.lesson.id)) for one in found)
    read = tuple(_read(here, one) for one in documents(here.way) if one.asked)
    view = LessonsView(t("lesson.lead", done=done, whole=len(found)), lines, read=read)
    return show(here, "lessons.html", t("door.card.mine"), view=view, frame=_FRAME)


def _read(here: AtDoor, one: Document) -> LessonLine:
    title = Link(one.record.title, here.at("policy", of=one.record.ref))
    stands = (
        t("lesson.read_on", date=absolute(one.acknowledged)) if one.acknowledged else t("lesson.read_waits")
    )
    words = t("door.policy.in_force", n=one.record.in_force_number, ref=one.record.ref)
    return LessonLine(title, words, "holds" if one.acknowledged else "missing", stands)


@require_http_methods(["GET", "HEAD", "POST"])
@at_door
def lesson(here: AtDoor, name: str) -> HttpResponse:
    """Show one lesson; answers sent are a try of this person's."""
    found = queries.one(here.way.organisation, name, _person(here))
    view = taken(here.request, here.way.caller, found)
    return show(here, "lesson.html", found.lesson.title, view=view, frame=_FRAME)


def _person(here: AtDoor) -> int:
    if here.way.person is None:
        raise NotFound("door.nothing")
    return here.way.person.pk

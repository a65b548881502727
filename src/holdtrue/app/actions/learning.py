"""Finishing a lesson: the try is kept, a passed one is a training attended, and the day's literacy figure follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.measuring import ACTION, newest, put
from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.actions.records import add_within, edit_within
from holdtrue.app.queries.lessons import one, share_right
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.lessons import correct, passes
from holdtrue.core.own_lessons import as_text
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.store import reading
from holdtrue.store.models import LessonTry, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.core.lessons import Lesson

TOGETHER = 50
"""People whom one training record of a day names; the next one begins another."""
FIGURE = "literacy-check-result"


def finish(caller: Caller, name: str, answers: Sequence[int | None]) -> LessonTry:
    """Keep one try at a lesson's check. Passing it writes the training record of the day; trying again is free.

    NotAllowed for who is nobody here; BadInput where there are not as many answers as questions.
    """
    found = one(caller.organisation, name, 0)
    lesson = found.lesson
    if len(answers) != len(lesson.questions):
        raise BadInput("lesson.answers", field="answers", n=len(lesson.questions))
    if not caller.actor.person:
        raise NotAllowed("document.nobody")
    person = reading.by_uid(caller.organisation.pk, [caller.actor.person])[caller.actor.person]
    right = correct(lesson, answers)
    with acting(caller, "training.lesson", "learn", on_organisation()) as act:
        row = LessonTry(
            organisation_id=act.organisation.pk,
            lesson=lesson.id,
            version=lesson.version,
            person=person,
            day=act.day,
            correct=right,
            asked=len(lesson.questions),
            passed=passes(lesson, right),
        )
        row.save(force_insert=True)
        if row.passed:
            attend(act, lesson, found.text, [person])
    if row.passed:
        _measure(caller, act)
    return row


def attend(act: Act, lesson: Lesson, text: str, people: Sequence[Record]) -> Record:
    """Name people on the day's training record of a lesson; one is added where there is none with room."""
    kind, day = KINDS["training"], iso(act.day)
    title = f"{lesson.title}, {day}"
    rows = Record.rows.of(act.organisation.pk).filter(
        kind="training", event_day=act.day, title=title, retired_day__isnull=True
    )
    for record in rows.order_by("-number")[:1]:
        held = reading.body(record)["links"].get("attendees", [])
        if len(held) + len(people) <= TOGETHER:
            uids = tuple(dict.fromkeys((*held, *(p.uid for p in people))))
            return edit_within(act, record, {}, {"attendees": uids})
    given = {
        "title": title,
        "topic": lesson.topic,
        "audience": lesson.audience,
        "content": text,
        "held_on": day,
    }
    fields, links = clean("training", {**given, "attendees": [p.uid for p in people]})
    return add_within(act, kind, fields, links)


def _measure(caller: Caller, passed: Act) -> None:
    """Give the literacy figure its value of the day, once a day, where the organisation keeps that indicator.

    It is logged as any other value, under the same action: the ledger is proved against values by that name.
    """
    pk, day = passed.organisation.pk, passed.day
    found = share_right(pk, day)
    kept = Record.rows.of(pk).filter(kind="indicator", key=FIGURE, retired_day__isnull=True)
    indicator = kept.order_by("number").first()
    if found is None or indicator is None:
        return
    with acting(caller, ACTION, "learn", on_organisation(), action_id=passed.id) as act:
        if newest(indicator, day) is not None:
            return
        share, count = found
        put(act, indicator, day, round(share, 4), count=count)
        act.touch(indicator)


def copy(caller: Caller, name: str) -> Record:
    """Begin the organisation's own version of a lesson as a draft procedure; the original stays in force till approved.

    Where there is one already it is returned.
    """
    found = one(caller.organisation, name, 0)
    if found.own is not None:
        return found.own
    with acting(caller, "procedure.add", "add", on_kind("procedure")) as act:
        given = {"title": found.lesson.title, "topic": found.lesson.document, "text": as_text(found.lesson)}
        given |= {"audience": found.lesson.audience, "version": str(found.lesson.version)}
        fields, links = clean("procedure", given)
        return add_within(act, KINDS["procedure"], fields, links)


__all__ = ["FIGURE", "TOGETHER", "attend", "copy", "finish"]

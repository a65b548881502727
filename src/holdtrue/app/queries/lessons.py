"""Lessons as an organisation offers them: its own text where it approved one, and who did which how well."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.core.lessons import Lesson, lessons
from holdtrue.core.own_lessons import as_text, read
from holdtrue.core.refusals import NotFound
from holdtrue.core.wordwise import changed
from holdtrue.store import reading
from holdtrue.store.models import LessonTry, Record

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.core.wordwise import Piece
    from holdtrue.store.models import Organisation

_MOST = 2_000
GOOD_FOR = 548
"""Days for which a lesson counts: the 18 months of the practice it serves."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One lesson as somebody meets it."""

    lesson: Lesson
    text: str
    own: Record | None
    """The organisation's own version: its text is shown once it is in force."""
    in_force: bool
    done: Day | None = None
    """The day this person last passed it."""
    unclear: tuple[str, ...] = ()
    """Questions of the own version that cannot be asked, so that ours are."""


def offered(organisation: Organisation, person: int) -> list[Offered]:
    """Return every lesson, with the day on which this person, by row, last passed it."""
    own = _own(organisation.pk)
    done: dict[str, int] = {}
    rows = LessonTry.rows.of(organisation.pk).filter(person_id=person, passed=True).order_by("day")
    done.update(rows.values_list("lesson", "day"))
    return [_offered(lesson, own.get(lesson.document), done.get(lesson.id)) for lesson in lessons()]


def row_of(caller: Caller) -> int:
    """Return the row id of the caller's own person record; 0 for who is nobody here."""
    uid = caller.actor.person
    return reading.by_uid(caller.organisation.pk, [uid])[uid].pk if uid else 0


def one(organisation: Organisation, name: str, person: int) -> Offered:
    """Return one lesson; NotFound where there is none of that name."""
    found = next((o for o in offered(organisation, person) if o.lesson.id == name), None)
    if found is None:
        raise NotFound("lesson.none", name=name)
    return found


def _own(organisation_id: int) -> dict[str, Record]:
    topics = [lesson.document for lesson in lessons()]
    rows = Record.rows.of(organisation_id).filter(kind="procedure", key__in=topics, retired_day__isnull=True)
    return {record.key: record for record in rows.order_by("-number")}


def _offered(lesson: Lesson, own: Record | None, done: Day | None) -> Offered:
    text = ""
    if own is not None and own.in_force_number:
        text = str(reading.body(own, own.in_force_number)["fields"].get("text") or "")
    if not text:
        return Offered(lesson, lesson.text, own, in_force=False, done=done)
    said = read(text)
    asked = replace(lesson, questions=said.questions or lesson.questions)
    return Offered(asked, said.text, own, in_force=True, done=done, unclear=said.unclear)


def moved_on(found: Offered) -> tuple[Piece, ...]:
    """Return how our lesson differs, word by word, from what an own version was begun from; often nothing."""
    if found.own is None:
        return ()
    ours = next(lesson for lesson in lessons() if lesson.id == found.lesson.id)
    if str(reading.body(found.own)["fields"].get("version") or "") == str(ours.version):
        return ()
    begun = reading.body(found.own, 1)["fields"]
    pieces = changed(str(begun.get("text") or ""), as_text(ours))
    return pieces if any(piece.turn != "same" for piece in pieces) else ()


@dataclass(frozen=True, slots=True)
class Learner:
    """What one person did."""

    person: Record
    done: dict[str, Day]
    tries: dict[str, int]


def learners(organisation: Organisation) -> list[Learner]:
    """Return everybody who is there, by name, with the lessons they passed and how often they tried."""
    pk = organisation.pk
    people = list(
        Record.rows.of(pk).filter(kind="person", retired_day__isnull=True).order_by("title")[:_MOST]
    )
    bodies = reading.bodies(pk, [(p.pk, p.head_number) for p in people])
    found = {p.pk: Learner(p, {}, {}) for p in people if not bodies[p.pk]["fields"].get("left_on")}
    for row in LessonTry.rows.of(pk).filter(person_id__in=list(found)).order_by("day", "id"):
        learner = found[row.person_id]
        learner.tries[row.lesson] = learner.tries.get(row.lesson, 0) + 1
        if row.passed:
            learner.done[row.lesson] = row.day
    return list(found.values())


def share_right(organisation_id: int, day: Day) -> tuple[float, int] | None:
    """Return the share of right answers in everybody's first try of each lesson, and of how many tries.

    The first try tells what was known; later ones tell what was read a minute ago. Tries older than a lesson counts
    are left out. None where there is none.
    """
    rows = LessonTry.rows.of(organisation_id).filter(day__gt=day - GOOD_FOR).order_by("id")
    first: dict[tuple[int, str], tuple[int, int]] = {}
    for person, lesson, right, asked in rows.values_list("person_id", "lesson", "correct", "asked"):
        first.setdefault((person, lesson), (right, asked))
    whole = sum(asked for _, asked in first.values())
    return (sum(right for right, _ in first.values()) / whole, len(first)) if whole else None


__all__ = [
    "GOOD_FOR",
    "Learner",
    "Offered",
    "learners",
    "moved_on",
    "offered",
    "one",
    "row_of",
    "share_right",
]

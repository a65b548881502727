"""Rulings as they stand: questions that wait, and answers found by their words and by what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from holdtrue.app.actions.precedents import ANSWER_WITHIN, KIND
from holdtrue.app.actions.records import find as named
from holdtrue.app.queries.bounded import may_see
from holdtrue.core.access import allowed_kinds
from holdtrue.core.days import to_day
from holdtrue.core.digests import fold
from holdtrue.store import reading
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

MOST = 1_000
"""Rulings read at a time, the newest first; a firm asks a few a month."""


class State(StrEnum):
    """How a ruling stands on a day."""

    WAITING = "waiting"
    GOOD = "good"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One question with its answer, if it has one."""

    record: Record
    question: str
    details: str
    due: Day
    state: State
    answer: str = ""
    reason: str = ""
    answered_on: Day | None = None
    until: Day | None = None
    """The last day on which it is good."""
    asked_by: str = ""
    answered_by: str = ""
    about: tuple[Record, ...] = ()
    """What it is about, as far as the reader may see it."""


def rulings(caller: Caller, *, text: str = "", about: str = "", state: str = "") -> list[Ruling]:
    """Return those the caller may read that hold every word and are about that record, the newest first.

    NotFound where there is no such record. Five queries, whatever their number.
    """
    organisation = caller.organisation
    rows = Record.rows.of(organisation.pk).filter(kind=KIND, retired_day__isnull=True)
    if about:
        subject = named(caller, about)
        rows = rows.filter(links_out__relation="about", links_out__target=subject)
    if state == State.WAITING:
        rows = rows.filter(event_day__isnull=True)
    elif state:
        rows = rows.filter(event_day__isnull=False)
    found = [r for r in rows.order_by("-id")[:MOST] if _readable(caller, r)]
    told = _told(caller, found)
    words = fold(text).split()
    return [r for r in told if _holds(r, words) and (not state or r.state == state)]


def waiting(organisation: Organisation) -> list[tuple[Record, Day]]:
    """Return every question not yet answered with the day it is due, the first due first. Two queries."""
    rows = Record.rows.of(organisation.pk).filter(kind=KIND, retired_day__isnull=True, event_day__isnull=True)
    found = list(rows.order_by("id")[:MOST])
    bodies = reading.bodies(organisation.pk, [(r.pk, r.head_number) for r in found])
    dues = [(r, _due(r, bodies[r.pk]["fields"].get("due"))) for r in found]
    return sorted(dues, key=lambda line: (line[1], line[0].number))


def one(caller: Caller, record: Record) -> Ruling:
    """Return one as it stands."""
    return _told(caller, [record])[0]


def _told(caller: Caller, found: Sequence[Record]) -> list[Ruling]:
    organisation = caller.organisation
    day = caller.clock.day(organisation.time_zone)
    bodies = reading.bodies(organisation.pk, [(r.pk, r.head_number) for r in found])
    ends: dict[int, dict[str, list[Record]]] = {}
    links = Link.rows.of(organisation.pk).filter(source__in=found, target__isnull=False)
    for link in links.select_related("target", "target__unit").order_by("id"):
        ends.setdefault(link.source_id, {}).setdefault(link.relation, []).append(link.target)
    told = []
    for record in found:
        fields, linked = bodies[record.pk]["fields"], ends.get(record.pk, {})
        answered, until = to_day(fields.get("answered_on")), to_day(fields.get("valid_until"))
        state = State.WAITING if answered is None else State.GOOD
        if answered is not None and until is not None and until < day:
            state = State.ENDED
        told.append(
            Ruling(
                record,
                str(fields.get("question") or ""),
                str(fields.get("details") or ""),
                _due(record, fields.get("due")),
                state,
                answer=str(fields.get("answer") or ""),
                reason=str(fields.get("reason") or ""),
                answered_on=answered,
                until=until,
                asked_by=", ".join(p.title for p in linked.get("asked_by", ())),
                answered_by=", ".join(p.title for p in linked.get("answered_by", ())),
                about=tuple(r for r in linked.get("about", ()) if _readable(caller, r)),
            )
        )
    return told


def _readable(caller: Caller, record: Record) -> bool:
    """Whether the caller may read it by its kind, and by where it lies."""
    kinds = allowed_kinds(caller.actor, "read")
    return (kinds is None or record.kind in kinds) and may_see(caller, record)


def _due(record: Record, value: object) -> Day:
    """The day said; of one that came by an import, five days after it came."""
    return to_day(value) or record.recorded_day + ANSWER_WITHIN


def _holds(ruling: Ruling, words: Sequence[str]) -> bool:
    """Whether every word asked for begins a word of it, of what it is about, or is its ref."""
    if not words:
        return True
    said = (ruling.question, ruling.details, ruling.answer, ruling.reason, ruling.record.ref)
    own = fold(" ".join((*said, *(f"{r.ref} {r.title}" for r in ruling.about)))).split()
    return all(any(word.startswith(asked) for word in own) for asked in words)

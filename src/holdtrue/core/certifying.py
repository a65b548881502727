"""What a certification body does over three years, what of it is owed next, and how its certificate stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from holdtrue.core.content import by_edition, content
from holdtrue.core.days import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.days import Day

STAGE_1, STAGE_2, SURVEILLANCE, RECERTIFICATION = "stage_1", "stage_2", "surveillance", "recertification"
TYPES = (STAGE_1, STAGE_2, SURVEILLANCE, RECERTIFICATION)
"""The types of audit that are a certification body's."""


class Stands(StrEnum):
    """How a certificate stands on a day, the weightiest first."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    UNDATED = "undated"
    DRIFTED = "drifted"
    STANDS = "stands"


class Due(StrEnum):
    """How one audit of the cycle stands on a day."""

    HELD = "held"
    BOOKED = "booked"
    LATE = "late"
    """Booked, but for a day after it is due."""
    OWED = "owed"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Cycle:
    """The usual cycle, with where it is from and what is doubtful about it."""

    months: int
    surveillance: tuple[int, ...]
    opens: int
    recertification: int
    answer: Mapping[str, int]
    as_of: str
    source: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of one audit of a certification body."""

    ref: str
    type: str
    held: Day | None
    booked: Day | None


@dataclass(frozen=True, slots=True)
class Step:
    """One audit of the cycle: by when, how it stands, and which audit it is, where there is one."""

    type: str
    number: int
    """Of its type, from 1."""
    due: Day | None
    """None for the first two: no rule says when one begins."""
    opens: Day | None
    """From when it is usually held."""
    state: Due
    audit: str = ""
    day: Day | None = None
    """When it was held, or is booked for."""


@by_edition
def cycle() -> Cycle:
    """Return the usual cycle."""
    raw = cast("Mapping[str, Any]", content("certification/cycle.yaml"))
    return Cycle(
        months=raw["months"],
        surveillance=tuple(raw["surveillance"]),
        opens=raw["opens"],
        recertification=raw["recertification"],
        answer=raw["answer"],
        as_of=raw["as_of"],
        source=raw["source"],
        doubt=raw["doubt"],
    )


def steps(
    audits: Sequence[Held],
    today: Day,
    *,
    issued: Day | None = None,
    until: Day | None = None,
    ended: Day | None = None,
) -> tuple[Step, ...]:
    """Return the audits of one cycle in order: the first two before a certificate, what keeps it up after.

    Audits count in the order they were held or booked; those of an earlier cycle are left out, also where it `ended`:
    the day on which the last certificate was issued that no longer counts.
    """
    rule = cycle()
    if issued is None:
        planned: list[tuple[str, Day | None, Day | None]] = [(STAGE_1, None, None), (STAGE_2, None, None)]
    else:
        dues = [add_months(issued, months) for months in rule.surveillance]
        end = add_months(issued, rule.months) if until is None else until + 1
        planned = [(SURVEILLANCE, due, add_months(due, -rule.opens)) for due in dues]
        last = add_months(end, -rule.recertification)
        planned.append((RECERTIFICATION, last, add_months(last, -rule.opens)))
    begun = ended if issued is None else issued
    after = [a for a in audits if begun is None or (a.held or a.booked or today) > begun]
    return tuple(_steps(planned, after, today))


def _steps(
    planned: Sequence[tuple[str, Day | None, Day | None]], audits: Sequence[Held], today: Day
) -> list[Step]:
    waiting = {name: sorted((a for a in audits if a.type == name), key=_when) for name in TYPES}
    told: list[Step] = []
    for type_, due, opens in planned:
        number = 1 + sum(step.type == type_ for step in told)
        audit = waiting[type_].pop(0) if waiting[type_] else None
        day = None if audit is None else audit.held or audit.booked
        told.append(
            Step(type_, number, due, opens, _state(audit, due, today), audit.ref if audit else "", day)
        )
    return told


def _when(audit: Held) -> tuple[bool, Day]:
    """Those held first, then as booked."""
    return audit.held is None, audit.held or audit.booked or 0


def _state(audit: Held | None, due: Day | None, today: Day) -> Due:
    if audit is not None and audit.held is not None:
        return Due.HELD
    if audit is not None and audit.booked is not None and audit.booked >= today:
        return Due.LATE if due is not None and audit.booked > due else Due.BOOKED
    return Due.OVERDUE if due is not None and due < today else Due.OWED


def stands(
    days: Mapping[str, Day | None],
    today: Day,
    *,
    drifted: Sequence[object],
) -> Stands:
    """Return how a certificate stands, from the days it holds and what moved on since the body last looked.

    A suspension ends with the day it was lifted; `valid_until` is the last day on which the certificate counts.
    """
    suspended, restored = days.get("suspended_on"), days.get("restored_on")
    until = days.get("valid_until")
    if _come(days.get("withdrawn_on"), today):
        return Stands.WITHDRAWN
    if until is not None and until < today:
        return Stands.EXPIRED
    if suspended is not None and suspended <= today and (restored is None or restored < suspended):
        return Stands.SUSPENDED
    if days.get("issued_on") is None or until is None:
        return Stands.UNDATED
    return Stands.DRIFTED if drifted else Stands.STANDS


def _come(day: Day | None, today: Day) -> bool:
    return day is not None and day <= today


def answer_by(type_: str, held: Day) -> Day | None:
    """Return the last day for the answer to a body's finding where the body named none; None where none is asked."""
    days = cycle().answer.get(type_)
    return None if days is None else held + days

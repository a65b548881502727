"""The pack of a management review: every input for a period, with its figures, compiled from aggregates alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries import review_parts as parts
from holdtrue.app.queries import review_standing as standing
from holdtrue.app.queries.review_dated import Span, dated
from holdtrue.app.queries.review_shapes import Pack, read
from holdtrue.core.days import add_months, to_day
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
from holdtrue.store import reading
from holdtrue.store.models import Record, ReviewPack

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.review_shapes import Part
    from holdtrue.core.days import Day

MONTHS = 12
"""What a pack looks back on where no review was held before."""
LONGEST = 3_660
REVIEW = "management_review"
INPUTS = {
    "prior": "9.3.2 a",
    "context": "9.3.2 b",
    "parties": "9.3.2 c",
    "nonconformities": "9.3.2 d 1",
    "measurements": "9.3.2 d 2",
    "audits": "9.3.2 d 3",
    "opportunities": "9.3.2 e",
}
"""Part → the input of ISO/IEC 42001 that it answers; the other parts are asked for by good practice."""


def span_asked(caller: Caller, *, begin: str = "", until: str = "", kind: str = REVIEW) -> Span:
    """Return the period asked for in words, both days included; since the last review of a kind where none is said.

    BadInput where a day is none, lies ahead, or the period ends before it begins.
    """
    today = caller.clock.day(caller.organisation.time_zone)
    last = _day("to", until, today) if until else today
    first = _day("from", begin, today) if begin else since(caller, kind, last)
    if first > last or last - first > LONGEST:
        raise BadInput("review.period", field="from", value=begin)
    return Span(first, last + 1, today)


def _day(name: str, text: str, today: Day) -> Day:
    day = to_day(text) if len(text) == len("2027-03-14") else None
    if day is None or day > today:
        raise BadInput("review.day", field=name, value=text[:40])
    return day


def since(caller: Caller, kind: str, day: Day) -> Day:
    """Return the day after the last review of a kind before a day; a year back where there was none."""
    rows = Record.rows.of(caller.organisation.pk).filter(
        kind="review", key=kind, retired_day__isnull=True, event_day__lt=day
    )
    last = rows.order_by("-event_day").values_list("event_day", flat=True).first()
    return add_months(day, -MONTHS) if last is None else last + 1


def compiled(caller: Caller, span: Span, *, progress: Callable[[int, int], None] | None = None) -> Pack:
    """Compile the pack of a period. Some seventy statements whatever the register's size; no system is evaluated.

    `progress` is told after each part how many of all are done. NotAllowed for who is held to one unit.
    """
    require(caller, "read", on_organisation())
    if caller.actor.held_to:
        raise NotAllowed("review.unit")
    organisation = caller.organisation
    records = dated(organisation, span.last)
    ground = standing.ground(caller, span)
    steps: list[Callable[[], Part]] = [
        lambda: parts.prior(organisation, records, span),
        lambda: parts.surroundings("context", "issue")(organisation, span),
        lambda: parts.surroundings("parties", "party")(organisation, span),
        lambda: parts.nonconformities(organisation, records, span),
        lambda: parts.measurements(organisation, span),
        lambda: parts.audits(organisation, records, span),
        lambda: parts.objectives(organisation, records, span),
        lambda: parts.incidents(organisation, records, span),
        lambda: standing.index(ground),
        lambda: standing.changes(ground),
        lambda: standing.systems(ground),
        lambda: standing.lapses(ground),
        lambda: standing.resources(ground),
        lambda: standing.opportunities(ground, records),
        lambda: standing.learned(ground),
    ]
    made = []
    for n, step in enumerate(steps, start=1):
        made.append(step())
        if progress is not None:
            progress(n, len(steps))
    return Pack(organisation.name, span.begin, span.end, span.today, tuple(made))


def pack_asked(
    caller: Caller, *, begin: str = "", until: str = "", progress: Callable[[int, int], None] | None = None
) -> Pack:
    """Compile the pack of a period asked for in words."""
    return compiled(caller, span_asked(caller, begin=begin, until=until), progress=progress)


def kept_with(caller: Caller, ref: str) -> tuple[Record, ReviewPack, Pack]:
    """Return a review, the pack that was kept with it, and what it says; NotFound where none was kept."""
    require(caller, "read", on_organisation())
    if caller.actor.held_to:
        raise NotAllowed("review.unit")
    record = reading.record(caller.organisation.pk, ref)
    row = ReviewPack.rows.of(caller.organisation.pk).filter(review=record).order_by("-id").first()
    if row is None:
        raise NotFound("record.not_found", ref=ref)
    return record, row, read(row.content)


__all__ = ["INPUTS", "REVIEW", "compiled", "kept_with", "pack_asked", "since", "span_asked"]

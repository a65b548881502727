"""What the quarterly hour looks at: what changed since the last, new tools, incidents, what lapses before the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.derive.views import organisation_record
from holdtrue.app.queries import review_standing as standing
from holdtrue.app.queries.lapsing import ahead, counted_of, told
from holdtrue.app.queries.losses import answering
from holdtrue.app.queries.review_dated import Span, dated
from holdtrue.app.queries.review_pack import since
from holdtrue.app.queries.review_parts import incidents, prior
from holdtrue.core.duties import QUARTER
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.lapsing import Lapsing
    from holdtrue.app.queries.review_shapes import Part
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

KIND = "quarterly_check"
_MOST, _EXPLAINED = 60, 30


@dataclass(frozen=True, slots=True)
class Looked:
    """The answer."""

    span: Span
    parts: tuple[Part, ...]
    lapses: tuple[Lapsing, ...]
    """What ends before the next hour at the latest, soonest first, with who can prevent it."""
    until: Day
    more: bool
    scopes: Mapping[int, Record]
    """The systems that lines are about, by row."""


def looked_at(caller: Caller) -> Looked:
    """Return what the hour held today looks at. Some forty statements whatever the register's size."""
    organisation = caller.organisation
    day = caller.clock.day(organisation.time_zone)
    span = Span(min(since(caller, KIND, day), day), day + 1, day)
    at, records = standing.ground(caller, span), dated(organisation, span.last)
    until = day + QUARTER
    figures = at.now.figures
    found = ahead(figures, counted_of(figures, organisation.profile), until, units=None).lapses(
        after=day, until=until, most=_MOST
    )
    whole = organisation_record(organisation.pk).pk
    lines = told(figures, found.lines[:_MOST], whole, answering(organisation, day), explained=_EXPLAINED)
    parts = (
        prior(organisation, records, span),
        standing.changes(at),
        standing.systems(at),
        incidents(organisation, records, span),
    )
    scopes = reading.by_id(organisation.pk, {line.scope for line in lines if line.scope})
    return Looked(span, parts, tuple(lines), until, len(found.lines) > _MOST or found.reach < until, scopes)


__all__ = ["KIND", "Looked", "looked_at"]

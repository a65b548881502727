"""What really came of a change: what of its system stopped holding since it took effect, beside what was foreseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from holdtrue.app.queries.changes import Turned
from holdtrue.core.practices import library
from holdtrue.core.verdicts import State
from holdtrue.store.models import StandingChange

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

LONG = 90
"""Days after it took effect in which a loss may still be its doing."""
_MOST = 20


def came_of(organisation: Organisation, system: str, since: Day) -> list[Turned]:
    """Return what of a system, by its uid, lost a level from that day on, oldest first. One query."""
    rows = StandingChange.rows.of(organisation.pk).filter(
        scope__uid=system, new__lt=F("old"), day__gte=since, day__lte=since + LONG
    )
    known = library().by_id
    return [
        Turned(r.scope, known[r.practice], r.old, r.new, State(r.state), r.day, r.entry, r.cause)
        for r in rows.select_related("cause", "scope").order_by("id")[:_MOST]
        if r.practice in known
    ]


__all__ = ["came_of"]

"""Readings of the index for months before any were kept, worked out from the records as they were known then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app import rules
from holdtrue.app.derive import points
from holdtrue.app.queries import past
from holdtrue.app.queries.status import status
from holdtrue.core.content import by_the_rules_of
from holdtrue.core.tally import WHOLE
from holdtrue.store import census
from holdtrue.store.models import Point

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

MOST = 2_000
"""Systems up to which it is done: each month reads every record. A larger register's trend begins on this day."""


def within_reach(organisation: Organisation) -> bool:
    """Whether a past day of it can be worked out while somebody waits. One query, however many systems there are."""
    return census.of_kinds(organisation.pk, ["system"], most=MOST).get("system", 0) <= MOST


def fill(organisation: Organisation, day: Day) -> int:
    """Work out the months that have no reading and return how many; each is marked as worked out later."""
    if not within_reach(organisation):
        return 0
    kept = set(
        Point.rows.of(organisation.pk).filter(unit_key=WHOLE, day__lt=day).values_list("day", flat=True)
    )
    founded = organisation.created_at.date().toordinal()
    missing = [end for end in points.month_ends(founded, day - 1) if end not in kept]
    for end in missing:
        with by_the_rules_of(rules.edition_of(organisation, rules.digest_on(organisation, end))):
            points.put([points.point(status(past.figures_at(organisation, end, end)), WHOLE, later=True)])
    return len(missing)


__all__ = ["MOST", "fill", "within_reach"]

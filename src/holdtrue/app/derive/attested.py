"""When attestations of readiness fall: worked out whenever standing changes, so that a reader only compares days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries import figures
from holdtrue.app.queries.status import status
from holdtrue.core.attesting import Floor, below
from holdtrue.store.models import Attestation

if TYPE_CHECKING:
    from holdtrue.core.attesting import Below
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation


def refresh(organisation: Organisation, day: Day) -> None:
    """Work out again when each attestation that still stands would fall; one that fell stays fallen."""
    rows = Attestation.rows.of(organisation.pk).filter(
        signed__isnull=False, withdrawn__isnull=True, until__gt=day
    )
    for row in rows:
        if row.falls is None or row.falls > day:
            row.falls, row.fall = first_below(organisation, floor_kept(row), day, until=row.until)
            row.save(update_fields=["falls", "fall"])


def first_below(
    organisation: Organisation, floor: Floor, day: Day, *, until: Day
) -> tuple[Day | None, dict[str, object]]:
    """Return the first day before `until` on which what is derived lies below the floor, and what does.

    If nobody does anything: the first of each month is a comparison; within the month that falls the day is searched.
    """
    from holdtrue.app.queries.forecast import days_ahead  # it asks the access decision, and actions derive

    today = figures.stored(organisation, day, horizon=0)
    last = day
    for stood in days_ahead(today, status(today), until):
        if stood.day >= until:
            break
        if below(today.library.scheme, floor, stood.index) is not None:
            return _between(organisation, floor, last, stood.day)
        last = stood.day
    if last < until - 1 and _below_on(organisation, floor, until - 1) is not None:
        return _between(organisation, floor, last, until - 1)
    return None, {}


def _between(
    organisation: Organisation, floor: Floor, stands: Day, falls: Day
) -> tuple[Day | None, dict[str, object]]:
    """Search the first day below, between one that stands and one that does not."""
    while stands + 1 < falls:
        middle = (stands + falls) // 2
        if _below_on(organisation, floor, middle) is None:
            stands = middle
        else:
            falls = middle
    found = _below_on(organisation, floor, falls)
    assert found is not None  # noqa: S101  # it was below when it was found
    return falls, {"part": found.part, "at_least": found.at_least, "found": found.found}


def _below_on(organisation: Organisation, floor: Floor, day: Day) -> Below | None:
    then = status(figures.stored(organisation, day, horizon=0))
    return below(then.figures.library.scheme, floor, then.index)


def floor_kept(row: Attestation) -> Floor:
    """Return the floor an attestation was signed with."""
    return Floor(row.floor["band"], row.floor["index"], row.floor["properties"])

"""When attestations of readiness fall: looked at whenever standing changes, searched by whoever has the time for it.

A change asks only whether one falls today, and marks the search for the day it would fall as pending. The worker
makes it soon after, a reader who comes first makes it for himself, and it is made before anything stored moves on to
another day: so that one that fell between two changes has fallen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries import figures
from holdtrue.app.queries.scored import Within, months_ahead, scored
from holdtrue.core.attesting import Floor, below
from holdtrue.store.models import Attestation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.scored import Scored
    from holdtrue.core.attesting import Below
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

PENDING = "pending"
"""In place of what gives way: the day from which that is still to be searched."""


def refresh(organisation: Organisation, day: Day) -> None:
    """Look whether each attestation that still stands falls today; one that fell stays fallen.

    When it would fall if nobody does anything is left pending.
    """
    rows = Attestation.rows.of(organisation.pk).filter(
        signed__isnull=False, withdrawn__isnull=True, until__gt=day
    )
    standing = [row for row in rows if row.falls is None or row.falls > day]
    if not standing:
        return
    today = scored(figures.stored(organisation, day, horizon=0))
    for row in standing:
        found = _below(floor_kept(row), today)
        falls, fall = (None, {PENDING: day}) if found is None else (day, _told(found))
        if (row.falls, row.fall) != (falls, fall):
            row.falls, row.fall = falls, fall
            row.save(update_fields=["falls", "fall"])


def settle(organisation: Organisation) -> int:
    """Search what is pending and keep it; return how many there were. One query where none is.

    Call before stored counts move on to another day, and only with the log's head locked.
    """
    rows = pending(organisation)
    for row in rows:
        worked_out(row, organisation).save(update_fields=["falls", "fall"])
    return len(rows)


def pending(organisation: Organisation) -> Sequence[Attestation]:
    """Return those whose day is still to be searched. One query."""
    return list(Attestation.rows.of(organisation.pk).filter(fall__has_key=PENDING))


def worked_out(row: Attestation, organisation: Organisation | None = None) -> Attestation:
    """Search what is pending of one, where it is, and return it with the answer, which is not stored."""
    since = row.fall.get(PENDING)
    if since is not None and row.until is not None:
        held = row.organisation if organisation is None else organisation
        day = max(int(since), held.base_day)
        row.falls, row.fall = first_below(held, floor_kept(row), day, until=row.until)
    return row


def first_below(
    organisation: Organisation, floor: Floor, day: Day, *, until: Day
) -> tuple[Day | None, dict[str, object]]:
    """Return the first day before `until` on which what is derived lies below the floor, and what does.

    If nobody does anything: the first of each month is a comparison; within the month that falls the day is searched.
    """
    if day >= until:
        return None, {}
    known = scored(figures.stored(organisation, day, horizon=0))
    found = _below(floor, known)
    if found is not None:
        return day, _told(found)
    for then in months_ahead(known, until):
        if then.day >= until:
            break
        if _below(floor, then) is not None:
            return _between(floor, known, then.day)
        known = then
    return _between(floor, known, until - 1) if known.day < until - 1 else (None, {})


def _between(floor: Floor, known: Scored, last: Day) -> tuple[Day | None, dict[str, object]]:
    """Search the first day below, from one that stands to the last to look at; None where that one stands too."""
    within = Within(known, last)
    found = _below(floor, within.on(last))
    stands, falls = known.day, last
    while found is not None and stands + 1 < falls:
        middle = (stands + falls) // 2
        sooner = _below(floor, within.on(middle))
        if sooner is None:
            stands = middle
        else:
            falls, found = middle, sooner
    return (None, {}) if found is None else (falls, _told(found))


def _below(floor: Floor, found: Scored) -> Below | None:
    return below(found.figures.library.scheme, floor, found.index)


def _told(found: Below) -> dict[str, object]:
    return {"part": found.part, "at_least": found.at_least, "found": found.found}


def floor_kept(row: Attestation) -> Floor:
    """Return the floor an attestation was signed with."""
    return Floor(row.floor["band"], row.floor["index"], row.floor["properties"])

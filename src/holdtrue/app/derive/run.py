"""One pass of derivation: systems, members, the organisation, counts; inside the action's transaction."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdtrue.app.derive import attested as attestations
from holdtrue.app.derive import members, owing, points, systems, whole
from holdtrue.app.derive.systems import Pass
from holdtrue.app.derive.touch import reads_of
from holdtrue.app.derive.wide import WIDE
from holdtrue.core.practices import library
from holdtrue.store import loading, reach, tallies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.derive.touch import Touch
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation


def rederive(
    organisation: Organisation,
    touched: Sequence[Touch],
    *,
    day: Day,
    entry: int,
    everything: bool = False,
    later: bool = False,
    attested: bool = True,
) -> Counter[str]:
    """Bring stored standing up to date with what was touched. Returns 'practice: old → new' → in how many scopes.

    Only practices that read what changed are asked again, and only in the scopes that see it; with `later` those that
    every system's change would bring along are left to a job; without `attested` no attestation of readiness stands.
    Call inside the action's transaction, with the log's head locked and the organisation's base day read under it.
    """
    if not touched and not everything:
        return Counter()
    done = ran(
        organisation, touched, day=day, entry=entry, everything=everything, later=later, attested=attested
    )
    return done.lines


def concerns_all(touched: Sequence[Touch]) -> bool:
    """Whether what was touched is read by the facts of every system."""
    return any(t.kind in WIDE and t.wide for t in touched)


def ran(
    organisation: Organisation,
    touched: Sequence[Touch],
    *,
    day: Day,
    entry: int,
    everything: bool = False,
    later: bool = False,
    attested: bool = True,
) -> Pass:
    """Do the same and return the whole pass."""
    current = Pass(organisation, library(), day, entry)
    current.fresh = {t.row for t in touched if t.fresh}
    current.unasked = {t.uid for t in touched if t.fresh}
    current.rows = {t.uid: t.row for t in touched}
    advance(organisation, day)
    reads = None if everything else reads_of(touched)
    rows = _systems(current, touched, later=later)
    used = systems.derive_systems(current, rows, reads, _causes(touched, rows))
    changed = members.refresh(current, touched, used, reads=reads)
    whole.derive_whole(current, changed, reads, touched)
    systems.flush(current)
    owing.refresh(current, touched)
    if attested and (current.felt or everything):
        attestations.refresh(organisation, day)
    return current


def _systems(current: Pass, touched: Sequence[Touch], *, later: bool) -> list[int]:
    if concerns_all(touched) and not later:
        return sorted(loading.of_kinds(current.organisation.pk, ("system",)))
    start = [(t.row, t.kind) for t in touched]
    before = {row for t in touched for row in t.before}
    if before:
        kind_of = current.kinds_of(before)
        start += [
            (row, kind_of[row])
            for t in touched
            for row in t.before
            if kind_of.get(row) in reach.ROUTES.get(t.kind, ())
        ]
    return reach.systems(current.organisation.pk, start)


def _causes(touched: Sequence[Touch], rows: Sequence[int]) -> dict[int, int]:
    """The record whose change brought it about, where one action touched one record."""
    return dict.fromkeys(rows, touched[0].row) if len(touched) == 1 else {t.row: t.row for t in touched}


def advance(organisation: Organisation, day: Day) -> None:
    """Bring the running totals to today, once a day; what they still answer for is kept before.

    The months that ended, and the day on which an attestation fell.
    """
    if organisation.base_day < day:
        attestations.settle(organisation)
        points.keep(organisation, day)
        tallies.advance(organisation.pk, organisation.base_day, day)
        organisation.base_day = day

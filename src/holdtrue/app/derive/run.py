"""One pass of derivation: systems, members, the organisation, counts, in that order and inside the action's transaction."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdtrue.app.derive import members, systems, whole
from holdtrue.app.derive.systems import Pass
from holdtrue.app.derive.touch import Touch, reads_of
from holdtrue.core.practices import library
from holdtrue.store import loading, reach, tallies
from holdtrue.store.models import Organisation, Record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from holdtrue.core.days import Day

WIDE = frozenset({"organization", "risk_criteria"})
"""Kinds whose change concerns every system: facts that conditions and derived fields read."""


def rederive(
    organisation: Organisation, touched: Sequence[Touch], *, day: Day, entry: int, everything: bool = False
) -> Counter[str]:
    """Bring stored standing up to date with what was touched. Returns 'practice: old → new' → in how many scopes.

    Only practices that read what changed are asked again, and only in the scopes that see it. Call inside the action's
    transaction, with the log's head locked.
    """
    if not touched and not everything:
        return Counter()
    current = Pass(organisation, library(), day, entry)
    new_day = _advance(organisation, day)
    reads = None if everything else reads_of(touched)
    rows = _systems(organisation, touched)
    causes = _causes(touched, rows)
    used = systems.derive_systems(current, rows, reads, causes)
    live = set(
        Record.rows.of(organisation.pk)
        .filter(pk__in=[t.row for t in touched], retired_day__isnull=True)
        .values_list("pk", flat=True)
    )
    retired = [t.uid for t in touched if t.row not in live]
    changed = members.refresh(current, touched, used, retired, catalogs=everything)
    whole.derive_whole(current, changed, None if new_day else reads)
    systems.flush(current)
    return current.lines


def _systems(organisation: Organisation, touched: Sequence[Touch]) -> list[int]:
    if any(t.kind in WIDE for t in touched):
        return sorted(loading.of_kinds(organisation.pk, ("system",)))
    start = [(t.row, t.kind) for t in touched]
    reached = set(reach.systems(organisation.pk, start))
    before = {row for t in touched for row in t.before}
    if before:
        kinds = Record.rows.of(organisation.pk).filter(pk__in=before).values_list("pk", "kind")
        reached |= set(reach.systems(organisation.pk, kinds))
    return sorted(reached)


def _causes(touched: Sequence[Touch], rows: Sequence[int]) -> dict[int, int]:
    """The record whose change brought it about, where one action touched one record."""
    return dict.fromkeys(rows, touched[0].row) if len(touched) == 1 else {t.row: t.row for t in touched}


def _advance(organisation: Organisation, day: Day) -> bool:
    """Bring the running totals to today, once a day; whether this was that once.

    The organisation's own practices are then asked again too: their spans do not change, but which of several failures
    tells may, once one of them has lapsed.
    """
    moves = organisation.base_day < day
    if moves:
        tallies.advance(organisation.pk, organisation.base_day, day)
        organisation.base_day = day
        Organisation.objects.filter(pk=organisation.pk).update(base_day=day)
    return moves

"""Counts records: systems by unit and class from the running totals, kinds up to a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from holdtrue.core.tally import IN_SCOPE, OUT_OF_SCOPE
from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Sequence


def of_top_units(organisation_id: int) -> list[tuple[str, str, str, int]]:
    """Return (ref, title, class, systems in scope) of the units at the top, with all below them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.ref, u.title, h.population, h.n FROM store_holding h JOIN store_record u ON u.id = h.unit_key"
            " WHERE h.organisation_id = %s AND h.practice = %s AND h.n > 0 AND h.unit_key IN"
            " (SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'unit' AND retired_day IS NULL"
            " AND path = ref || '/')",
            [organisation_id, IN_SCOPE, organisation_id],
        )
        return [(ref, title, population, int(n)) for ref, title, population, n in cursor.fetchall()]


def of_systems(organisation_id: int, unit: int, tier: str, use: Sequence[str]) -> int:
    """Return how many systems stand: of a unit's branch (0 for all), a tier and some uses, where these are named."""
    found = 0
    for population, n in statements.rows(
        "SELECT population, n FROM store_holding WHERE organisation_id = %s AND unit_key = %s AND practice IN (%s, %s)",
        [organisation_id, unit, IN_SCOPE, OUT_OF_SCOPE],
    ):
        of_tier, _, of_use = population.partition("/")
        if tier in ("", of_tier) and (not use or of_use in use):
            found += int(n)
    return found


def of_kinds(organisation_id: int, kinds: Sequence[str], *, most: int) -> dict[str, int]:
    """Return how many standing records each kind has, counted up to one more than `most`. One query."""
    if not kinds:
        return {}
    one = (
        "SELECT %s AS kind, count(*) FROM (SELECT 1 FROM store_record WHERE organisation_id = %s AND kind = %s"
        f" AND retired_day IS NULL {statements.at_most(most + 1)}) AS counted"
    )
    params = [value for kind in kinds for value in (kind, organisation_id, kind)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(kinds)), params)
        return {kind: int(n) for kind, n in cursor.fetchall()}

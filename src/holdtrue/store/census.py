"""Counts systems by unit and class, from the running totals."""

from __future__ import annotations

from django.db import connection

from holdtrue.core.tally import IN_SCOPE


def of_top_units(organisation_id: int) -> list[tuple[str, str, str, int]]:
    """Return (ref, title, class, systems in scope) of the units at the top, with all below them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.ref, u.title, h.population, h.n FROM store_record u JOIN store_holding h"
            " ON h.organisation_id = u.organisation_id AND h.unit_key = u.id AND h.practice = %s"
            " WHERE u.organisation_id = %s AND u.kind = 'unit' AND u.retired_day IS NULL AND h.n > 0"
            " AND u.path = u.ref || '/'",
            [IN_SCOPE, organisation_id],
        )
        return [(ref, title, population, int(n)) for ref, title, population, n in cursor.fetchall()]

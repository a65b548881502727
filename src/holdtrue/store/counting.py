"""Counts over the register and the ledger that computed indicators rest on, by the database where it can do them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from holdtrue.core.computed import COUNTED, Step
from holdtrue.store import statements
from holdtrue.store.models import Record
from holdtrue.store.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdtrue.core.days import Day

LATE = 7
"""Days after which what happened was recorded late."""
_BATCH = 2_000
_WITHDRAWN = "SELECT withdraws_id FROM store_signoff WHERE organisation_id = %s AND withdraws_id IS NOT NULL"
"""Asked once a statement: joined to itself, a table mostly without withdrawals is read whole for every row."""


def recorded(organisation_id: int, first: Day, last: Day) -> tuple[int, int]:
    """Return how many dated facts were recorded in these days, and how many of them late: two statements.

    Dated facts are records of kinds with a date of their own (evidence, incidents, changes …) and measured values.
    """
    late, whole = 0, 0
    for table, happened, more in (
        ("store_record", "event_day", " AND event_day IS NOT NULL"),
        ("store_measurement", "day", " AND author <> %s"),
    ):
        given: list[object] = [LATE, organisation_id, first, last]
        row = statements.row(
            f"SELECT COUNT(*), SUM(CASE WHEN recorded_day - {happened} > %s THEN 1 ELSE 0 END) FROM {table}"
            f" WHERE organisation_id = %s AND recorded_day BETWEEN %s AND %s{more}",
            given if table == "store_record" else [*given, COUNTED],
        )
        whole += int(row[0]) if row else 0
        late += int(row[1] or 0) if row else 0
    return late, whole


def lead_times(organisation_id: int, first: Day, last: Day) -> list[int]:
    """Return for each system whose first approved assessment fell in these days how long after it was registered."""
    rows = statements.rows(
        "SELECT f.day - s.recorded_day FROM ("
        "SELECT l.target_id AS system, MIN(o.day) AS day FROM store_signoff o"
        " JOIN store_record a ON a.id = o.record_id AND a.kind = 'impact_assessment'"
        " JOIN store_link l ON l.organisation_id = o.organisation_id AND l.source_id = a.id"
        " AND l.relation = 'system'"
        f" WHERE o.organisation_id = %s AND o.meaning = 'approved' AND o.id NOT IN ({_WITHDRAWN})"
        " GROUP BY l.target_id) f JOIN store_record s ON s.id = f.system"
        " WHERE f.day BETWEEN %s AND %s",
        [organisation_id, organisation_id, first, last],
    )
    return [max(0, int(row[0])) for row in rows]


def steps(organisation_id: int, last: Day) -> Iterator[list[Step]]:
    """Yield the changes of level up to a day, claim by claim, of those claims that ever lost a level.

    The database looks for them in one walk; what never fell, or never ran out before it was mended, is not read.
    """
    rows = statements.rows(
        "WITH lost AS (SELECT DISTINCT scope_id, practice FROM ("
        "SELECT scope_id, practice, old, new,"
        " LAG(new) OVER (PARTITION BY scope_id, practice ORDER BY id) AS before"
        " FROM store_standingchange WHERE organisation_id = %s AND day <= %s) every"
        " WHERE new < old OR old < before)"
        " SELECT c.scope_id, c.practice, c.day, c.old, c.new, c.new_until FROM lost"
        " JOIN store_standingchange c ON c.organisation_id = %s AND c.scope_id = lost.scope_id"
        " AND c.practice = lost.practice AND c.day <= %s ORDER BY c.scope_id, c.practice, c.id",
        [organisation_id, last, organisation_id, last],
    )
    for _, some in groupby(rows, key=lambda row: (row[0], row[1])):
        yield [Step(*row[2:]) for row in some]


def of_kind(organisation_id: int, kind: str) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Yield the records of a kind in use with their fields, in batches."""
    rows = Record.rows.of(organisation_id).filter(kind=kind, retired_day__isnull=True).defer("search_text")
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        bodies = contents(organisation_id, [record.pk for record in some])
        for record in some:
            if record.pk in bodies:
                yield record, bodies[record.pk]["fields"]
        last = some[-1].pk


def signed_first(organisation_id: int, kind: str) -> dict[int, Day]:
    """Return the first day on which each record of a kind was approved, withdrawn sign-offs left out."""
    rows = statements.rows(
        "SELECT o.record_id, MIN(o.day) FROM store_signoff o JOIN store_record r ON r.id = o.record_id"
        " WHERE o.organisation_id = %s AND r.kind = %s AND o.meaning = 'approved'"
        f" AND o.id NOT IN ({_WITHDRAWN}) GROUP BY o.record_id",
        [organisation_id, kind, organisation_id],
    )
    return {int(record): int(day) for record, day in rows}


def point(organisation_id: int, day: Day) -> tuple[int, int] | None:
    """Return how many claims held of how many asked at the end of a day; None where no reading was kept of it."""
    row = statements.row(
        "SELECT holding, asked FROM store_point WHERE organisation_id = %s AND unit_key = 0 AND day = %s",
        [organisation_id, day],
    )
    return (int(row[0]), int(row[1])) if row else None


__all__ = ["lead_times", "of_kind", "point", "recorded", "signed_first", "steps"]

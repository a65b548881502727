"""Adds to the tallies and reads them: running totals for the base day, cells for the days after it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from holdtrue.store import months, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day
    from holdtrue.core.tally import Counts, Held

_CELL = "organisation_id, unit_key, practice, variant, level, population, until"
_HELD = "organisation_id, unit_key, practice, variant, level, population"
_LEVELS = "level BETWEEN 1 AND 4"


def apply(organisation_id: int, counts: Counts, *, base: Day) -> None:
    """Add changed counts to the stored ones; rows that come to nothing are kept at zero and read as nothing."""
    months.add(organisation_id, counts.cell_rows(), base)
    cells = [(organisation_id, *cell, n, points) for cell, n, points in counts.cell_rows()]
    held = [(organisation_id, *key, n, points) for key, n, points in counts.held_rows()]
    statements.put(
        f"INSERT INTO store_tally ({_CELL}, n, points) VALUES %s"
        f" ON CONFLICT ({_CELL}) DO UPDATE SET n = store_tally.n + excluded.n,"
        " points = store_tally.points + excluded.points",
        cells,
    )
    statements.put(
        f"INSERT INTO store_holding ({_HELD}, n, points) VALUES %s"
        f" ON CONFLICT ({_HELD}) DO UPDATE SET n = store_holding.n + excluded.n,"
        " points = store_holding.points + excluded.points",
        held,
    )


def clear(organisation_id: int) -> None:
    """Forget every count, before deriving from scratch."""
    months.clear(organisation_id)
    statements.run("DELETE FROM store_tally WHERE organisation_id = %s", [organisation_id])
    statements.run("DELETE FROM store_holding WHERE organisation_id = %s", [organisation_id])


def advance(organisation_id: int, base: Day, day: Day) -> None:
    """Move the running totals from one base day to a later one: what ended in between is taken off."""
    months.advance(organisation_id, base, day)
    statements.run(
        f"INSERT INTO store_holding ({_HELD}, n, points)"
        " SELECT organisation_id, unit_key, practice, variant, level, population, -sum(n), -sum(points)"
        f" FROM store_tally WHERE organisation_id = %s AND until > %s AND until <= %s AND {_LEVELS}"
        " GROUP BY organisation_id, unit_key, practice, variant, level, population"
        f" ON CONFLICT ({_HELD}) DO UPDATE SET n = store_holding.n + excluded.n,"
        " points = store_holding.points + excluded.points",
        [organisation_id, base, day],
    )
    statements.run("UPDATE store_organisation SET base_day = %s WHERE id = %s", [day, organisation_id])


def holding(organisation_id: int, units: Sequence[int], base: Day, day: Day) -> dict[Held, tuple[int, int]]:
    """Return these units' totals on a day not before the base day: (count, points) by what `Held` names."""
    marks = ", ".join(["%s"] * len(units))
    found: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    rows = statements.rows(
        "SELECT unit_key, practice, variant, level, population, n, points FROM store_holding"
        f" WHERE organisation_id = %s AND unit_key IN ({marks}) AND (n <> 0 OR points <> 0)",
        [organisation_id, *units],
    )
    if day > base:
        rows += statements.rows(
            "SELECT unit_key, practice, variant, level, population, -sum(n), -sum(points) FROM store_tally"
            f" WHERE organisation_id = %s AND unit_key IN ({marks}) AND until > %s AND until <= %s"
            " GROUP BY unit_key, practice, variant, level, population",
            [organisation_id, *units, base, day],
        )
    for *key, n, points in rows:
        found[tuple(key)][0] += int(n)
        found[tuple(key)][1] += int(points)
    return {key: (n, points) for key, (n, points) in found.items() if n or points}


def endings(
    organisation_id: int, unit: int, after: Day, before: Day
) -> list[tuple[str, int, int, Day, int, int]]:
    """Return (practice, variant, level, day, n, points) of levels that end after one day, up to another, in order."""
    rows = statements.rows(
        "SELECT practice, variant, level, until, sum(n), sum(points) FROM store_tally"
        " WHERE organisation_id = %s AND unit_key = %s AND until > %s AND until <= %s"
        " GROUP BY until, practice, variant, level HAVING sum(n) > 0 ORDER BY until, practice, level",
        [organisation_id, unit, after, before],
    )
    return [
        (practice, variant, level, until, int(n), int(points))
        for practice, variant, level, until, n, points in rows
    ]


def cells(organisation_id: int, unit: int, after: Day, last: Day) -> list[tuple[Held, Day, int, int]]:
    """Return (what it counts, day, n, points) of levels that end after one day, up to another. One query."""
    rows = statements.rows(
        "SELECT practice, variant, level, population, until, n, points FROM store_tally"
        " WHERE organisation_id = %s AND unit_key = %s AND until > %s AND until <= %s AND (n <> 0 OR points <> 0)",
        [organisation_id, unit, after, last],
    )
    return [((unit, *key), until, int(n), int(points)) for *key, until, n, points in rows]


class Read(NamedTuple):
    """What the figures of one unit are worked out from."""

    own: bytes
    """The packed standing of the organisation's own record; empty where there is none yet."""
    held: dict[Held, tuple[int, int]]
    endings: list[tuple[str, int, int, Day, int, int]]


def read(  # the scope and three days, each by its name
    organisation_id: int, unit: int, *, base: Day, day: Day, before: Day
) -> Read:
    """Return what `holding` and `endings` do for one unit, and the organisation's own standing beside it. One query."""
    sums: dict[Held, tuple[int, int]] = {}
    ending: list[tuple[str, int, int, Day, int, int]] = []
    own = b""
    about = [organisation_id, unit]
    rows = statements.rows(
        _READ, [organisation_id, organisation_id, *about, *about, base, day, *about, day, before]
    )
    for practice, variant, level, population, until, n, points, packed in rows:
        if until > 0:
            ending.append((practice, variant, level, until, int(n), int(points)))
        elif until == 0:
            key = (unit, practice, variant, level, population)
            was = sums.get(key, _NOTHING)
            sums[key] = (was[0] + int(n), was[1] + int(points))
        else:
            own = bytes(packed)
    held = {key: value for key, value in sums.items() if value != _NOTHING}
    return Read(own, held, sorted(ending, key=lambda end: (end[3], end[0], end[2], end[1])))


_NOTHING = (0, 0)
_READ = (
    "SELECT '' AS practice, 0 AS variant, 0 AS level, '' AS population, -1 AS until, 0 AS n, 0 AS points, packed"
    " FROM store_standing WHERE organisation_id = %s AND scope_id ="
    " (SELECT id FROM store_record WHERE organisation_id = %s AND kind = 'organization')"
    " UNION ALL SELECT practice, variant, level, population, 0, n, points, NULL FROM store_holding"
    " WHERE organisation_id = %s AND unit_key = %s AND (n <> 0 OR points <> 0)"
    " UNION ALL SELECT practice, variant, level, population, 0, -sum(n), -sum(points), NULL FROM store_tally"
    " WHERE organisation_id = %s AND unit_key = %s AND until > %s AND until <= %s"
    " GROUP BY practice, variant, level, population"
    " UNION ALL SELECT practice, variant, level, '', until, sum(n), sum(points), NULL FROM store_tally"
    " WHERE organisation_id = %s AND unit_key = %s AND until > %s AND until <= %s"
    " GROUP BY until, practice, variant, level HAVING sum(n) > 0"
)
"""Its first part alone has a standing; no level ends on day -1. What ended since the base day is taken off."""


def everything(organisation_id: int) -> tuple[dict[Any, tuple[int, int]], dict[Any, tuple[int, int]]]:
    """Return all cells and all totals that are not nothing, for comparing with a derivation from scratch."""
    cells = statements.rows(
        f"SELECT {_CELL}, n, points FROM store_tally WHERE organisation_id = %s", [organisation_id]
    )
    held = statements.rows(
        f"SELECT {_HELD}, n, points FROM store_holding WHERE organisation_id = %s", [organisation_id]
    )
    return (
        {tuple(row[1:-2]): (row[-2], row[-1]) for row in cells if row[-2] or row[-1]},
        {tuple(row[1:-2]): (row[-2], row[-1]) for row in held if row[-2] or row[-1]},
    )

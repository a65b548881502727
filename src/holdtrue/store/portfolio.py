"""Stored figures of several organisations at once, for whoever belongs to them: a fixed number of queries.

Whoever asks names the organisations, each with the unit and the day, and may name only those it was let into.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from holdtrue.store import statements

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from holdtrue.core.days import Day
    from holdtrue.core.tally import Held


class Place(NamedTuple):
    """One organisation as it is asked for."""

    organisation: int
    unit: int
    """Row id of the unit that bounds what is told; 0 for the whole."""
    base: Day
    day: Day


def packed(places: Sequence[Place]) -> dict[int, bytes]:
    """Return each organisation's own stored verdicts."""
    rows = statements.rows(
        "SELECT s.organisation_id, s.packed FROM store_standing s JOIN store_record r ON r.id = s.scope_id"
        f" WHERE r.kind = 'organization' AND {statements.among('s.organisation_id')}",
        [_listed(places)],
    )
    return {row[0]: bytes(row[1]) for row in rows}


def holding(places: Sequence[Place]) -> dict[int, dict[Held, tuple[int, int]]]:
    """Return each one's totals on its day, as `tallies.holding` does for one. Two queries."""
    asked = {(p.organisation, p.unit): p for p in places}
    sums: dict[int, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    kept = statements.rows(
        "SELECT organisation_id, unit_key, practice, variant, level, population, n, points FROM store_holding"
        f" WHERE {statements.among('organisation_id')} AND {statements.among('unit_key')} AND (n <> 0 OR points <> 0)",
        [_listed(places), statements.listed({p.unit for p in places})],
    )
    for organisation, *key, n, points in kept:
        if (organisation, key[0]) in asked:
            _add(sums[organisation][tuple(key)], int(n), int(points))
    ended = statements.rows(
        "SELECT organisation_id, unit_key, practice, variant, level, population, until, sum(n), sum(points)"
        f" FROM store_tally WHERE {statements.among('organisation_id')} AND {statements.among('unit_key')}"
        " AND until > %s AND until <= %s"
        " GROUP BY organisation_id, unit_key, practice, variant, level, population, until",
        [
            _listed(places),
            statements.listed({p.unit for p in places}),
            min(p.base for p in places),
            max(p.day for p in places),
        ],
    )
    for organisation, *key, until, n, points in ended:
        place = asked.get((organisation, key[0]))
        if place is not None and place.base < until <= place.day:
            _add(sums[organisation][tuple(key)], -int(n), -int(points))
    return {
        organisation: {key: (n, points) for key, (n, points) in found.items() if n or points}
        for organisation, found in sums.items()
    }


def _add(held: list[int], n: int, points: int) -> None:
    held[0] += n
    held[1] += points


def endings(places: Sequence[Place], *, within: int) -> dict[int, list[tuple[str, int, int, Day, int, int]]]:
    """Return each one's levels that end within some days, in order, as `tallies.endings` does for one."""
    asked = {(p.organisation, p.unit): p for p in places}
    rows = statements.rows(
        "SELECT organisation_id, unit_key, practice, variant, level, until, sum(n), sum(points) FROM store_tally"
        f" WHERE {statements.among('organisation_id')} AND {statements.among('unit_key')}"
        " AND until > %s AND until <= %s"
        " GROUP BY organisation_id, unit_key, until, practice, variant, level HAVING sum(n) > 0"
        " ORDER BY until, practice, level",
        [
            _listed(places),
            statements.listed({p.unit for p in places}),
            min(p.day for p in places),
            max(p.day for p in places) + within,
        ],
    )
    found: dict[int, list[tuple[str, int, int, Day, int, int]]] = defaultdict(list)
    for organisation, unit, practice, variant, level, until, n, points in rows:
        place = asked.get((organisation, unit))
        if place is not None and until > place.day:
            found[organisation].append((practice, variant, level, until, int(n), int(points)))
    return dict(found)


def busiest(places: Sequence[Place]) -> dict[int, tuple[str, int]]:
    """Return who has most that is overdue in each organisation, by name, and how much."""
    rows = statements.rows(
        "SELECT c.organisation_id, r.title, sum(c.n) FROM store_owedcount c JOIN store_record r ON r.id = c.person_key"
        f" WHERE {statements.among('c.organisation_id')} AND c.person_key <> 0 AND c.due <= %s"
        " GROUP BY c.organisation_id, r.id, r.title HAVING sum(c.n) > 0 ORDER BY sum(c.n), r.id DESC",
        [_listed(places), max(p.day for p in places)],
    )
    return {organisation: (name, int(n)) for organisation, name, n in rows}


def last_entries(places: Sequence[Place]) -> dict[int, dt.datetime]:
    """Return when each organisation's log was last added to."""
    rows = statements.rows(
        "SELECT l.organisation_id, e.at FROM store_log l JOIN store_entry e ON e.log_id = l.id AND e.seq = l.size - 1"
        f" WHERE {statements.among('l.organisation_id')}",
        [_listed(places)],
    )
    return {organisation: statements.aware(at) for organisation, at in rows}


def _listed(places: Sequence[Place]) -> object:
    return statements.listed({p.organisation for p in places})


__all__ = ["Place", "busiest", "endings", "holding", "last_entries", "packed"]

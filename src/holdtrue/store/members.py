"""The stored rows of organisation claims' members: written one by one, read by index as a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.core.claims.base import Flag, Row
from holdtrue.core.days import NEVER, Day
from holdtrue.core.verdicts import Bearing, State
from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_COLUMNS = "member, until, best, cause, bearing, flag, event, number, rank"
_ORDER = "until DESC, bearing, number"


class StoredPool:
    """One part's rows; every answer is an index look-up (core.facts.Pool says what each one is)."""

    __slots__ = ("_counts", "_organisation", "_part")

    def __init__(self, organisation_id: int, part: str) -> None:
        """Read nothing yet."""
        self._organisation = organisation_id
        self._part = part
        self._counts: dict[int, int] | None = None

    def count(self, flag: Flag) -> int:
        """See Pool; all flags are counted in one query."""
        if self._counts is None:
            query = "SELECT flag, count(*) FROM store_member WHERE organisation_id = %s AND part = %s GROUP BY flag"
            self._counts = dict(statements.rows(query, [self._organisation, self._part]))
        return self._counts.get(flag, 0)

    def nth(self, k: int) -> Row:
        """See Pool; counted from the nearer end."""
        last = self.count(Flag.MEMBER) - k
        if last < k:
            return self._row(Flag.MEMBER, "", "until, bearing DESC, number DESC", offset=last)
        return self._row(Flag.MEMBER, "", _ORDER, offset=k - 1)

    def nth_best(self, k: int) -> Day:
        """See Pool; counted from the nearer end."""
        last = self.count(Flag.MEMBER) - k
        order, offset = ("best", last) if last < k else ("best DESC", k - 1)
        return self._row(Flag.MEMBER, "", order, offset=offset).best

    def bearing(self, k: int) -> Bearing:
        """See Pool: the strongest bearing whose first row comes among the first k."""
        edge = self.nth(k)
        place = (-edge.until, edge.bearing, edge.number)
        for bearing in Bearing:
            row = self._first("AND bearing = %s", _ORDER, [int(bearing)])
            if row and (-row.until, row.bearing, row.number) <= place:
                return bearing
        return Bearing.NOT_ASKED

    def bearing_on(self, day: Day) -> Bearing | None:
        """See Pool."""
        row = self._first("AND until > %s", "bearing", [day])
        return row.bearing if row else None

    def held(self, day: Day) -> int:
        """See Pool."""
        query = (
            "SELECT count(*) FROM store_member"
            " WHERE organisation_id = %s AND part = %s AND flag = %s AND until > %s"
        )
        return int(statements.rows(query, [self._organisation, self._part, int(Flag.MEMBER), day])[0][0])

    def failing(self, day: Day, *, unknown: bool) -> Row:
        """See Pool: one seek per state, in their order."""
        if unknown:
            row = self._first("AND until <= %s AND best > %s", "rank, number", [day, day])
            if row:
                return row
        for state in State:
            row = self._failing_in(state, day)
            if row:
                return row
        return self._row(Flag.MEMBER, "", "until", offset=0)

    def newest(self, flag: Flag) -> Row | None:
        """See Pool."""
        dated = self._first("AND event IS NOT NULL", "event DESC, number DESC", [], flag)
        return dated or self._first("", "number DESC", [], flag)

    def first(self, flag: Flag) -> Row | None:
        """See Pool."""
        return self._first("", "rank, number", [], flag)

    def _failing_in(self, state: State, day: Day) -> Row | None:
        if state is State.HOLDS:
            return None
        if state is State.LAPSED:
            return self._first(
                "AND until > %s AND until <= %s AND best <= %s", "rank, number", [NEVER, day, day]
            )
        if state is State.UNKNOWN:
            return self._first("AND until <= %s AND best > %s", "rank, number", [day, day])
        return self._first(
            "AND cause = %s AND until = %s AND best <= %s", "rank, number", [int(state), NEVER, day]
        )

    def _first(self, where: str, order: str, params: list[object], flag: Flag = Flag.MEMBER) -> Row | None:
        rows = self._select(flag, where, order, params, limit="LIMIT 1")
        return _row(rows[0]) if rows else None

    def _row(self, flag: Flag, where: str, order: str, *, offset: int) -> Row:
        return _row(self._select(flag, where, order, [], limit=f"LIMIT 1 OFFSET {offset}")[0])

    def _select(
        self, flag: Flag, where: str, order: str, params: list[object], *, limit: str
    ) -> list[tuple[Any, ...]]:
        query = (
            f"SELECT {_COLUMNS} FROM store_member WHERE organisation_id = %s AND part = %s AND flag = %s {where}"
            f" ORDER BY {order} {limit}"
        )
        return statements.rows(query, [self._organisation, self._part, int(flag), *params])


def _row(values: Sequence[Any]) -> Row:
    member, until, best, cause, bearing, flag, event, number, rank = values
    return Row(member, until, best, State(cause), Bearing(bearing), Flag(flag), event, number, rank)


def kept(organisation_id: int, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    """Return the stored rows of these (part, member) pairs."""
    wanted = set(keys)
    if not wanted:
        return {}
    found: dict[tuple[str, str], Row] = {}
    rows = statements.rows(
        f"SELECT part, {_COLUMNS} FROM store_member WHERE organisation_id = %s AND {statements.among('member')}",
        [organisation_id, statements.listed(sorted({member for _, member in wanted}))],
    )
    for part, *rest in rows:
        if (part, rest[0]) in wanted:
            found[part, rest[0]] = _row(rest)
    return found


def write(organisation_id: int, rows: Mapping[tuple[str, str], Row | None]) -> None:
    """Insert, replace or (for None) delete the rows of these (part, member) pairs."""
    gone = [(organisation_id, part, member) for (part, member), row in rows.items() if row is None]
    put = [
        (
            *(organisation_id, part, member, int(row.flag), row.until, row.best, int(row.cause)),
            *(int(row.bearing), row.event, row.number, row.rank),
        )
        for (part, member), row in rows.items()
        if row is not None
    ]
    statements.many("DELETE FROM store_member WHERE organisation_id = %s AND part = %s AND member = %s", gone)
    statements.many(
        "INSERT INTO store_member"
        " (organisation_id, part, member, flag, until, best, cause, bearing, event, number, rank)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (organisation_id, part, member) DO UPDATE SET flag = excluded.flag, until = excluded.until,"
        " best = excluded.best, cause = excluded.cause, bearing = excluded.bearing, event = excluded.event,"
        " number = excluded.number, rank = excluded.rank",
        put,
    )

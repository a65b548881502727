"""The stored rows of organisation claims' members: written one by one, read by index as a pool."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from holdtrue.core.claims.base import Flag, Row
from holdtrue.core.days import NEVER, Day
from holdtrue.core.verdicts import Bearing, State, untold
from holdtrue.store import seeking, spans, statements
from holdtrue.store.seeking import COLUMNS, Seek
from holdtrue.store.spans import Group, Groups, Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.core.verdicts import Verdict

_ORDER = "until DESC, bearing, number"
_UNSURE = "AND best > until AND +until <= %s AND +best > %s"
"""In order of rank by the index of rows with an open end; a plus keeps SQLite from sorting what it finds by another."""


class StoredCounts:
    """The counts of an organisation's parts: the first few are asked for one by one, then all of them at once."""

    def __init__(self, organisation_id: int) -> None:
        """Read nothing yet."""
        self.organisation_id = organisation_id
        self._known: dict[str, Groups] = {}
        self._complete = False

    def ahead(self) -> None:
        """Read all of them now: several parts are going to be asked."""
        self._complete = True
        self._known = self._read("")

    def of(self, part: str) -> Groups:
        """Return one part's counts."""
        if part not in self._known and not self._complete:
            self._complete = len(self._known) >= _ONE_BY_ONE
            self._known |= self._read("" if self._complete else part)
        return self._known.setdefault(part, {})

    def none_of(self, part: str, flag: Flag) -> bool:
        """Whether a part is known to have no row under a flag; asks nothing."""
        known = self._known.get(part)
        if known is None:
            return self._complete
        return not any(n for group, n in known.items() if group.flag == flag)

    def _read(self, part: str) -> dict[str, Groups]:
        query = f"SELECT part, n, {spans.COLUMNS} FROM store_membercount WHERE organisation_id = %s"
        rows = (
            statements.rows(f"{query} AND part = %s", [self.organisation_id, part])
            if part
            else statements.rows(query, [self.organisation_id])
        )
        found: dict[str, Groups] = {}
        for name, n, *group in rows:
            if n:
                found.setdefault(name, {})[Group(*group)] = n
        return found


_ONE_BY_ONE = 3


class StoredPool:
    """One part's rows; every answer is an index look-up, made once (core.facts.Pool says what each one is)."""

    __slots__ = ("_asked", "_counts", "_seen", "_told", "organisation_id", "part")

    def __init__(self, organisation_id: int, part: str, counts: StoredCounts) -> None:
        """Read nothing yet."""
        self.organisation_id = organisation_id
        self.part = part
        self._counts = counts
        self._asked: dict[tuple[str, Flag, tuple[object, ...]], list[statements.Row]] = {}
        self._told: dict[tuple[Seek, ...], list[statements.Row]] = {}
        self._seen: Spans | None = None

    def count(self, flag: Flag) -> int:
        """See Pool; every count is read at once."""
        if flag is Flag.MEMBER:
            return self._spans().n
        return sum(n for group, n in self._counts.of(self.part).items() if group.flag == flag)

    def _spans(self) -> Spans:
        if self._seen is None:
            self._seen = Spans(self._counts.of(self.part))
        return self._seen

    @property
    def alike(self) -> bool:
        """Whether its members differ in nothing that counts where nothing is told."""
        return self._spans().alike is not None

    def quickly(self, k: int, day: Day) -> Verdict | None:  # noqa: ARG002  # whichever it is
        """See Pool."""
        alike = self._spans().alike
        if alike is None:
            return None
        _, bearing, until, best, cause = alike
        if day < until:
            return untold(until, best, State.MISSING, _BEARINGS[bearing])
        return untold(until, best, State.UNKNOWN if day < best else _STATES[cause], _BEARINGS[bearing])

    def end(self, k: int) -> Day:
        """See Pool."""
        found = self._spans().until(k)
        return _row(self._firsts([found])[0]).until if isinstance(found, Seek) else found

    def nth(self, k: int) -> Row:
        """See Pool; counted from the nearer end."""
        return _row(self._firsts([self.ranked(k)])[0])

    def ranked(self, k: int) -> Seek:
        """The seek of the k-th row by until."""
        last = self.count(Flag.MEMBER) - k
        if last < k:
            return Seek("", (), "until, bearing DESC, number DESC", last)
        return Seek("", (), _ORDER, k - 1)

    def nth_best(self, k: int) -> Day:
        """See Pool."""
        found = self._spans().best(k)
        return _row(self._firsts([found])[0]).best if isinstance(found, Seek) else found

    def ends(self, k: int) -> list[Seek]:
        """What has to be sought for the k-th until and the k-th best."""
        ends = (self._spans().until(k), self._spans().best(k))
        return [end for end in ends if isinstance(end, Seek)]

    def bearing(self, k: int) -> Bearing:
        """See Pool: the strongest bearing whose first row comes among the first k."""
        told = self._spans().bearing(k)
        if told is not None:
            return told
        edge = self.nth(k)
        place = (-edge.until, edge.bearing, edge.number)
        for bearing in self._spans().bearings():
            row = self._first("AND +bearing = %s AND until >= %s", _ORDER, [bearing, edge.until])
            if row and (-row.until, row.bearing, row.number) <= place:
                return Bearing(bearing)
        return Bearing.NOT_ASKED

    def bearing_on(self, day: Day) -> Bearing | None:
        """See Pool."""

        def holding(bearing: int) -> bool:
            return bool(self._first("AND +bearing = %s AND until > %s", _ORDER, [bearing, day]))

        return self._spans().bearing_on(day, holding)

    def fails(self, day: Day, *, unknown: bool, alone: bool) -> tuple[State, Bearing]:
        """See Pool."""
        told = self._spans().fails(day, unknown=unknown, alone=alone)
        if told is not None:
            return told
        row = self.failing(day, unknown=unknown)
        return row.state(day), row.bearing

    def lacking(self, k: int, day: Day, *, telling: bool) -> Sequence[Seek]:
        """What has to be sought of why fewer than k hold on a day; nothing where k do, or the groups say it."""
        if day < self.end(k):
            return ()
        unknown = day < self.nth_best(k)
        hidden = self._spans().fails(day, unknown=unknown, alone=k == 1) is None
        return failing_on(day) if telling or hidden else ()

    def held(self, day: Day) -> int:
        """See Pool."""
        query = (
            "SELECT count(*) FROM store_member"
            " WHERE organisation_id = %s AND part = %s AND flag = %s AND until > %s"
        )
        return int(statements.rows(query, [self.organisation_id, self.part, int(Flag.MEMBER), day])[0][0])

    def failing(self, day: Day, *, unknown: bool) -> Row:
        """See Pool: one seek per state in one statement."""
        rows = [_row(found) for found in self._firsts(failing_on(day))]
        unsure = [row for row in rows if row.state(day) is State.UNKNOWN] if unknown else []
        return min(unsure or rows, key=lambda row: (row.state(day), row.rank, row.number))

    def newest(self, flag: Flag) -> Row | None:
        """See Pool."""
        if self._counts.none_of(self.part, flag):
            return None
        key = ("newest", flag, ())
        found = self._asked.get(key)
        if found is None:
            chosen = "SELECT id FROM store_member WHERE organisation_id = %s AND part = %s AND flag = %s"
            dated = f"{chosen} AND event IS NOT NULL ORDER BY event DESC, number DESC LIMIT 1"
            query = (
                f"SELECT {COLUMNS}, 0 AS place FROM store_member WHERE id = ({dated}) UNION ALL"
                f" SELECT {COLUMNS}, 1 AS place FROM store_member WHERE id = ({chosen}"
                " ORDER BY number DESC LIMIT 1) ORDER BY place LIMIT 1"
            )
            about = [self.organisation_id, self.part, int(flag)]
            found = [r[:-1] for r in statements.rows(query, [*about, *about])]
            self._asked[key] = found
        return _row(found[0]) if found else None

    def first(self, flag: Flag) -> Row | None:
        """See Pool."""
        return self._first("", "rank, number", [], flag)

    def _firsts(self, seeks: Sequence[Seek]) -> list[statements.Row]:
        """The first row of each seek that finds one, or the one that far on, in the order of the seeks."""
        found = self._told.get(tuple(seeks))
        if found is None:
            read_ahead([(self, seeks)])
            found = self._told[tuple(seeks)]
        return found

    def _first(self, where: str, order: str, params: list[object], flag: Flag = Flag.MEMBER) -> Row | None:
        if self._counts.none_of(self.part, flag):
            return None
        rows = self._select(flag, where, order, params, limit="LIMIT 1")
        return _row(rows[0]) if rows else None

    def _select(
        self, flag: Flag, where: str, order: str, params: list[object], *, limit: str
    ) -> list[statements.Row]:
        """The row is chosen in an index and read once it is."""
        chosen = (
            f"SELECT id FROM store_member WHERE organisation_id = %s AND part = %s AND flag = %s {where}"
            f" ORDER BY {order} {limit}"
        )
        key = (chosen, flag, tuple(params))
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = statements.rows(
                f"SELECT {COLUMNS} FROM store_member WHERE id = ({chosen})",
                [self.organisation_id, self.part, int(flag), *params],
            )
        return found

    def answered(self, seeks: Sequence[Seek], found: list[statements.Row]) -> None:
        """Keep what seeks found."""
        self._told[tuple(seeks)] = found


@lru_cache(maxsize=16)
def failing_on(day: Day) -> tuple[Seek, ...]:
    """The seeks of `failing`: the first row of every state, or two where a state comes about in two ways."""
    causes = [
        Seek("AND cause = %s AND until = %s AND best <= %s", (int(state), NEVER, day))
        for state in State
        if state is not State.HOLDS
    ]
    lapsed = Seek("AND until > %s AND until <= %s AND best <= %s", (NEVER, day, day))
    return (*causes, lapsed, Seek(_UNSURE, (day, day)))


def read_ahead(asked: Sequence[tuple[StoredPool, Sequence[Seek]]]) -> None:
    """Answer the seeks of several parts in one statement, or a few where they are very many."""
    if not asked:
        return
    sought = [(pool.part, seek) for pool, seeks in asked for seek in seeks]
    rows = seeking.found(asked[0][0].organisation_id, sought)
    place = 0
    for pool, seeks in asked:
        pool.answered(seeks, [rows[n] for n in range(place, place + len(seeks)) if n in rows])
        place += len(seeks)


def _row(values: Sequence[Any]) -> Row:
    member, until, best, cause, bearing, flag, event, number, rank = values
    return Row(member, until, best, _STATES[cause], _BEARINGS[bearing], _FLAGS[flag], event, number, rank)


_STATES, _BEARINGS, _FLAGS = tuple(State), tuple(Bearing), tuple(Flag)
"""By their numbers, which run from 0: an enumeration asked for one looks longer."""


def kept(organisation_id: int, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    """Return the stored rows of these (part, member) pairs."""
    wanted = set(keys)
    if not wanted:
        return {}
    found: dict[tuple[str, str], Row] = {}
    rows = statements.rows(
        f"SELECT part, {COLUMNS} FROM {statements.each(str)} CROSS JOIN store_member"
        " WHERE organisation_id = %s AND member = j.value",
        [statements.listed({member for _, member in wanted}), organisation_id],
    )
    for part, *rest in rows:
        if (part, rest[0]) in wanted:
            found[part, rest[0]] = _row(rest)
    return found


def write(
    organisation_id: int, rows: Mapping[tuple[str, str], Row | None], *, before: Mapping[tuple[str, str], Row]
) -> None:
    """Insert, replace or (for None) delete the rows of these (part, member) pairs, and count them.

    `before` holds those of them that are stored.
    """
    gone = [(organisation_id, part, member) for (part, member), row in rows.items() if row is None]
    changed = [
        values(organisation_id, part, member, row) for (part, member), row in rows.items() if row is not None
    ]
    statements.many("DELETE FROM store_member WHERE organisation_id = %s AND part = %s AND member = %s", gone)
    put(changed)
    counts: Counter[tuple[str, Group]] = Counter()
    for (part, member), row in rows.items():
        was = before.get((part, member))
        if was is not None:
            counts[part, spans.group_of(was)] -= 1
        if row is not None:
            counts[part, spans.group_of(row)] += 1
    statements.put(
        f"INSERT INTO store_membercount ({_COUNTED}, n) VALUES %s"
        f" ON CONFLICT ({_COUNTED}) DO UPDATE SET n = store_membercount.n + excluded.n",
        [(organisation_id, part, *group, n) for (part, group), n in counts.items() if n],
    )


_COUNTED = f"organisation_id, part, {spans.COLUMNS}"


def put(rows: Sequence[Values]) -> None:
    """Insert or replace rows without counting them."""
    statements.many(
        f"INSERT INTO store_member ({_STORED}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (organisation_id, part, member) DO UPDATE SET flag = excluded.flag, until = excluded.until,"
        " best = excluded.best, cause = excluded.cause, bearing = excluded.bearing, event = excluded.event,"
        " number = excluded.number, rank = excluded.rank",
        rows,
    )


_STORED = "organisation_id, part, member, flag, until, best, cause, bearing, event, number, rank"


Values = tuple[object, ...]
"""One row as it is stored."""


def values(organisation_id: int, part: str, member: str, row: Row) -> Values:
    """Return a row as it is stored."""
    return (
        *(organisation_id, part, member, int(row.flag), row.until, row.best, int(row.cause)),
        *(int(row.bearing), row.event, row.number, row.rank),
    )


def clear(organisation_id: int) -> None:
    """Forget every row, before deriving from scratch."""
    statements.run("DELETE FROM store_member WHERE organisation_id = %s", [organisation_id])
    statements.run("DELETE FROM store_membercount WHERE organisation_id = %s", [organisation_id])


def recount(organisation_id: int) -> None:
    """Count all rows anew."""
    statements.run("DELETE FROM store_membercount WHERE organisation_id = %s", [organisation_id])
    statements.run(
        f"INSERT INTO store_membercount ({_COUNTED}, n) {spans.GROUPED} WHERE organisation_id = %s{spans.BY}",
        [organisation_id],
    )


def counts(organisation_id: int) -> tuple[dict[tuple[Any, ...], int], dict[tuple[Any, ...], int]]:
    """Return the counts as kept and as counted anew, by part and group; they must be the same."""
    kept = statements.rows(
        f"SELECT {_COUNTED}, n FROM store_membercount WHERE organisation_id = %s AND n <> 0",
        [organisation_id],
    )
    counted = statements.rows(f"{spans.GROUPED} WHERE organisation_id = %s{spans.BY}", [organisation_id])
    return {row[1:-1]: row[-1] for row in kept}, {row[1:-1]: row[-1] for row in counted}

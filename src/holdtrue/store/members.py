"""The stored rows of organisation claims' members: written one by one, read by index as a pool."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from holdtrue.core.claims.base import Flag, Row
from holdtrue.core.days import NEVER, Day
from holdtrue.core.verdicts import Bearing, State
from holdtrue.store import seeking, statements
from holdtrue.store.seeking import COLUMNS, Seek

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ORDER = "until DESC, bearing, number"
_UNSURE = "AND best > until AND +until <= %s AND +best > %s"
"""In order of rank by the index of rows with an open end; a plus keeps SQLite from sorting what it finds by another."""


By = dict[tuple[int, int], int]
"""How many rows lie under (flag, bearing)."""


class StoredCounts:
    """The counts of an organisation's parts: the first few are asked for one by one, then all of them at once."""

    def __init__(self, organisation_id: int) -> None:
        """Read nothing yet."""
        self.organisation_id = organisation_id
        self._known: dict[str, By] = {}
        self._complete = False

    def ahead(self) -> None:
        """Read all of them now: several parts are going to be asked."""
        self._complete = True
        self._known = self._read("")

    def of(self, part: str) -> By:
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
        return not any(n for (under, _), n in known.items() if under == flag)

    def _read(self, part: str) -> dict[str, By]:
        query = "SELECT part, flag, bearing, n FROM store_membercount WHERE organisation_id = %s"
        rows = (
            statements.rows(f"{query} AND part = %s", [self.organisation_id, part])
            if part
            else statements.rows(query, [self.organisation_id])
        )
        found: dict[str, By] = {}
        for name, flag, bearing, n in rows:
            if n:
                found.setdefault(name, {})[flag, bearing] = n
        return found


_ONE_BY_ONE = 3


class StoredPool:
    """One part's rows; every answer is an index look-up, made once (core.facts.Pool says what each one is)."""

    __slots__ = ("_asked", "_at", "_counts", "_sums", "_told", "organisation_id", "part")

    def __init__(self, organisation_id: int, part: str, counts: StoredCounts) -> None:
        """Read nothing yet."""
        self.organisation_id = organisation_id
        self.part = part
        self._counts = counts
        self._asked: dict[tuple[str, Flag, tuple[object, ...]], list[statements.Row]] = {}
        self._told: dict[tuple[Seek, ...], list[statements.Row]] = {}
        self._sums: dict[Flag, int] = {}
        self._at: dict[int, tuple[Row, Row]] = {}

    def count(self, flag: Flag) -> int:
        """See Pool; every count is read at once."""
        found = self._sums.get(flag)
        if found is None:
            found = sum(n for (under, _), n in self._counted().items() if under == flag)
            self._sums[flag] = found
        return found

    def _counted(self) -> By:
        return self._counts.of(self.part)

    def nth(self, k: int) -> Row:
        """See Pool; counted from the nearer end."""
        return self._ends(k)[0]

    def nth_best(self, k: int) -> Day:
        """See Pool; counted from the nearer end."""
        return self._ends(k)[1].best

    def _ends(self, k: int) -> tuple[Row, Row]:
        """The k-th row by until and the k-th by best: whoever asks for the one asks for the other."""
        found = self._at.get(k)
        if found is None:
            lasting, best = self._firsts(self.ends(k))
            found = self._at[k] = _row(lasting), _row(best)
        return found

    def ends(self, k: int) -> list[Seek]:
        """The seeks of both."""
        last = self.count(Flag.MEMBER) - k
        if last < k:
            return [Seek("", (), "until, bearing DESC, number DESC", last), Seek("", (), "best", last)]
        return [Seek("", (), _ORDER, k - 1), Seek("", (), "best DESC", k - 1)]

    def bearing(self, k: int) -> Bearing:
        """See Pool: the strongest bearing whose first row comes among the first k."""
        present = sorted(bearing for flag, bearing in self._counted() if flag == Flag.MEMBER)
        if len(present) == 1 or k == self.count(Flag.MEMBER):
            return Bearing(present[0])
        edge = self.nth(k)
        place = (-edge.until, edge.bearing, edge.number)
        for bearing in present:
            row = self._first("AND +bearing = %s AND until >= %s", _ORDER, [bearing, edge.until])
            if row and (-row.until, row.bearing, row.number) <= place:
                return Bearing(bearing)
        return Bearing.NOT_ASKED

    def bearing_on(self, day: Day) -> Bearing | None:
        """See Pool."""
        for bearing in sorted(bearing for flag, bearing in self._counted() if flag == Flag.MEMBER):
            if self._first("AND +bearing = %s AND until > %s", _ORDER, [bearing, day]):
                return Bearing(bearing)
        return None

    def held(self, day: Day) -> int:
        """See Pool."""
        query = (
            "SELECT count(*) FROM store_member"
            " WHERE organisation_id = %s AND part = %s AND flag = %s AND until > %s"
        )
        return int(statements.rows(query, [self.organisation_id, self.part, int(Flag.MEMBER), day])[0][0])

    def failing(self, day: Day, *, unknown: bool) -> Row:
        """See Pool: one seek per state in one statement, told apart by their order."""
        rows = self._firsts(failing_on(day, unknown=unknown))
        return _row(rows[0]) if rows else self._row(Flag.MEMBER, "", "until", offset=0)

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

    def _row(self, flag: Flag, where: str, order: str, *, offset: int) -> Row:
        return _row(self._select(flag, where, order, [offset], limit="LIMIT 1 OFFSET %s")[0])

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

    def teller(self, seeks: Sequence[Seek]) -> str:
        """The member a state was told by when it was read ahead; '' for none."""
        found = self._told.get(tuple(seeks))
        return str(found[0][0]) if found else ""


@lru_cache(maxsize=16)
def failing_on(day: Day, *, unknown: bool) -> tuple[Seek, ...]:
    """The seeks of `failing`, the state that tells first."""
    unsure = Seek(_UNSURE, (day, day))
    found = [unsure] if unknown else []
    for state in State:
        if state is State.LAPSED:
            found.append(Seek("AND until > %s AND until <= %s AND best <= %s", (NEVER, day, day)))
        elif state is State.UNKNOWN:
            found.append(unsure)
        elif state is not State.HOLDS:
            found.append(Seek("AND cause = %s AND until = %s AND best <= %s", (int(state), NEVER, day)))
    return tuple(found)


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
    counts: Counter[tuple[str, int, int]] = Counter()
    for (part, member), row in rows.items():
        was = before.get((part, member))
        if was is not None:
            counts[part, int(was.flag), int(was.bearing)] -= 1
        if row is not None:
            counts[part, int(row.flag), int(row.bearing)] += 1
    statements.many(
        "INSERT INTO store_membercount (organisation_id, part, flag, bearing, n) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (organisation_id, part, flag, bearing) DO UPDATE SET n = store_membercount.n + excluded.n",
        [(organisation_id, *key, n) for key, n in counts.items() if n],
    )


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
        "INSERT INTO store_membercount (organisation_id, part, flag, bearing, n)"
        " SELECT organisation_id, part, flag, bearing, count(*) FROM store_member WHERE organisation_id = %s"
        " GROUP BY organisation_id, part, flag, bearing",
        [organisation_id],
    )


def counts(organisation_id: int) -> tuple[dict[tuple[str, int, int], int], dict[tuple[str, int, int], int]]:
    """Return the counts as kept and as counted anew, by (part, flag, bearing); they must be the same."""
    kept = statements.rows(
        "SELECT part, flag, bearing, n FROM store_membercount WHERE organisation_id = %s AND n <> 0",
        [organisation_id],
    )
    counted = statements.rows(
        "SELECT part, flag, bearing, count(*) FROM store_member WHERE organisation_id = %s GROUP BY 1, 2, 3",
        [organisation_id],
    )
    return {row[:3]: row[3] for row in kept}, {row[:3]: row[3] for row in counted}

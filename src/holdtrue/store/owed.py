"""Writes and reads what is owed: one row a scope and role, and how many of them lie alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.core.days import Day

Alike = tuple[str, int, int, int, bool]
"""Role, person, unit, due, and whether anything was never done: what rows are counted together by."""
EVERY = -1
"""In the place of a person or a unit: all of them together."""
_KEY = "organisation_id, role, person_key, unit_key, due, undone"


class Line(NamedTuple):
    """One row."""

    scope: int
    role: str
    person: int
    """Row id of who answers; 0 where nobody is named."""
    unit: int
    due: Day
    undone: int
    n: int


class Place(NamedTuple):
    """What the store knows of a record that may ask something."""

    uid: str
    kind: str
    recorded: Day
    """The day it came on record: before it nobody here could owe it anything."""
    unit: int
    standing: bool
    """Whether it is there at all: neither retired nor unknown."""
    tier: str
    population: str
    people: Mapping[str, int]
    """Relation → row id of the person it names; the newest where it names several."""


def lines(organisation_id: int, scopes: Iterable[int]) -> dict[tuple[int, str], Line]:
    """Return the rows of these scopes, by scope and role."""
    rows = statements.rows(
        "SELECT scope_id, role, person_id, unit_id, due, undone, n"
        f" FROM {statements.each()} CROSS JOIN store_owed WHERE organisation_id = %s AND scope_id = j.value",
        [statements.listed(scopes), organisation_id],
    )
    return {(r[0], r[1]): _line(r) for r in rows}


def _line(row: statements.Row) -> Line:
    scope, role, person, unit, due, undone, n = row
    return Line(scope, role, person or 0, unit or 0, due, undone, n)


def places(organisation_id: int, rows: Iterable[int], relations: Sequence[str]) -> dict[int, Place]:
    """Return what is known of these records, with the people they name by these relations. Two queries."""
    wanted = statements.listed(rows)
    found = statements.rows(
        "SELECT r.id, r.uid, r.kind, r.recorded_day, r.unit_id, r.retired_day, s.tier, s.population"
        f" FROM {statements.each()} CROSS JOIN store_record r LEFT JOIN store_standing s ON s.scope_id = r.id"
        " WHERE r.id = j.value AND r.organisation_id = %s",
        [wanted, organisation_id],
    )
    people: dict[int, dict[str, int]] = {}
    marks = ", ".join(["%s"] * len(relations))
    # Nothing is asked of the target here: a condition on it would make the planner walk the index of targets.
    for source, relation, target in statements.rows(
        f"SELECT l.source_id, l.relation, l.target_id FROM {statements.each()} CROSS JOIN store_link l"
        f" WHERE l.organisation_id = %s AND l.source_id = j.value AND l.relation IN ({marks}) ORDER BY l.id",
        [wanted, organisation_id, *relations],
    ):
        if target is not None:
            people.setdefault(source, {})[relation] = target
    return {
        row: Place(
            uid, kind, recorded, unit or 0, retired is None, tier or "", population or "", people.get(row, {})
        )
        for row, uid, kind, recorded, unit, retired, tier, population in found
    }


class Seek(NamedTuple):
    """The first rows of one role and person with a day after one and up to another, soonest first."""

    role: str
    person: int
    """0 for nobody named."""
    after: Day
    until: Day
    undone: str = ""
    """'only' or 'none' where it matters whether something was never done."""


def pages(organisation_id: int, seeks: Sequence[Seek], *, most: int) -> list[list[Line]]:
    """Return the first rows of each seek, in the order of the seeks. One query."""
    found: list[list[Line]] = [[] for _ in seeks]
    parts: list[str] = []
    params: list[object] = []
    first = statements.at_most(most)
    for place, seek in enumerate(seeks):
        text, values = _sought(seek)
        parts.append(f"SELECT * FROM (SELECT {place} AS place, {text} {first}) AS p{place}")
        params += [organisation_id, *values]
    for row in statements.rows(" UNION ALL ".join(parts), params) if parts else ():
        found[row[0]].append(_line(row[1:]))
    return found


def _sought(seek: Seek) -> tuple[str, list[object]]:
    whose = "person_id = %s" if seek.person else "person_id IS NULL"
    done = {"only": " AND undone > 0", "none": " AND undone = 0"}.get(seek.undone, "")
    text = (
        "scope_id, role, person_id, unit_id, due, undone, n FROM store_owed"
        f" WHERE organisation_id = %s AND role = %s AND {whose} AND due > %s AND due <= %s{done}"
        " ORDER BY due, undone, scope_id"
    )
    return text, [seek.role, *([seek.person] if seek.person else []), seek.after, seek.until]


def passed(organisation_id: int, *, after: Day, until: Day, most: int) -> list[Line]:
    """Return rows of every person with a day after one and up to another, the longest past first."""
    rows = statements.rows(
        "SELECT scope_id, role, person_id, unit_id, due, undone, n FROM store_owed"
        " WHERE organisation_id = %s AND due > %s AND due <= %s"
        f" ORDER BY due, scope_id, role {statements.at_most(most)}",
        [organisation_id, after, until],
    )
    return [_line(row) for row in rows]


def counted_of(organisation_id: int, roles: Iterable[str], person: int) -> list[tuple[Day, bool, str, int]]:
    """Return (due, undone, role, n) over the units, for these roles of one person (0: of nobody named)."""
    rows = statements.rows(
        f"SELECT c.due, c.undone, c.role, sum(c.n) FROM {statements.each(str)} CROSS JOIN store_owedcount c"
        " WHERE c.organisation_id = %s AND c.role = j.value AND c.person_key = %s"
        " GROUP BY c.due, c.undone, c.role",
        [statements.listed(roles), organisation_id, person],
    )
    return [(row[0], bool(row[1]), row[2], int(row[3])) for row in rows if row[3]]


def summed(organisation_id: int, day: Day, month: Day, horizon: Day) -> list[Sum]:
    """Return by role, person and unit how many are overdue, for this month and for later; summed by the database."""
    rows = statements.rows(
        "SELECT role, person_key, unit_key, sum(CASE WHEN due <= %s THEN n ELSE 0 END),"
        " sum(CASE WHEN due > %s AND (undone OR due <= %s) THEN n ELSE 0 END),"
        " sum(CASE WHEN due > %s AND due <= %s AND NOT undone THEN n ELSE 0 END)"
        " FROM store_owedcount WHERE organisation_id = %s GROUP BY role, person_key, unit_key",
        [day, day, month, month, horizon, organisation_id],
    )
    return [Sum(*row[:3], *(int(n) for n in row[3:])) for row in rows]


class Sum(NamedTuple):
    """How much lies with one role of one person in one unit."""

    role: str
    person: int
    unit: int
    overdue: int
    month: int
    later: int


def people(organisation_id: int) -> set[int]:
    """Return the row ids of everybody by whose name something is, or may come to be, owed; read from the counts."""
    found = statements.rows(
        "SELECT DISTINCT person_key FROM store_owedcount WHERE organisation_id = %s AND person_key > 0",
        [organisation_id],
    )
    return {row[0] for row in found}


def rows_named(organisation_id: int, uids: Iterable[str]) -> list[int]:
    """Return the row ids of records by uid; catalog items have none."""
    rows = statements.rows(
        f"SELECT r.id FROM {statements.each(str)} CROSS JOIN store_record r"
        " WHERE r.uid = j.value AND r.organisation_id = %s",
        [statements.listed(uids), organisation_id],
    )
    return [row[0] for row in rows]


def members(
    organisation_id: int, uids: Iterable[str], parts: Sequence[str]
) -> dict[str, list[tuple[str, Day, int]]]:
    """Return (part, until, cause) of these members' rows in these parts, by uid; only what counts and can end."""
    wanted = frozenset(parts)
    rows = statements.rows(
        f"SELECT m.member, m.part, m.until, m.cause FROM {statements.each(str)} CROSS JOIN store_member m"
        " WHERE m.organisation_id = %s AND m.member = j.value AND m.flag = 0",
        [statements.listed(uids), organisation_id],
    )
    found: dict[str, list[tuple[str, Day, int]]] = {}
    for uid, part, until, cause in sorted(rows):
        if part in wanted:
            found.setdefault(uid, []).append((part, until, cause))
    return found


def change(organisation_id: int, before: Mapping[tuple[int, str], Line], after: Iterable[Line]) -> None:
    """Put `after` in the place of `before`, and move the counts by the difference."""
    now = {(line.scope, line.role): line for line in after}
    gone = [key for key in before if key not in now]
    new = [line for key, line in now.items() if before.get(key) != line]
    if not gone and not new:
        return
    statements.many(
        "DELETE FROM store_owed WHERE organisation_id = %s AND scope_id = %s AND role = %s",
        [(organisation_id, *key) for key in gone],
    )
    put(organisation_id, new)
    moved: Counter[Alike] = Counter()
    for line in new:
        for place in alike(line):
            moved[place] += 1
    for key in [*gone, *((line.scope, line.role) for line in new)]:
        if key in before:
            for place in alike(before[key]):
                moved[place] -= 1
    count(organisation_id, moved)


def alike(line: Line) -> tuple[Alike, Alike]:
    """Return what a row is counted under: once by person, and once by unit, so that neither sum walks the other."""
    undone = line.undone > 0
    return (line.role, line.person, EVERY, line.due, undone), (line.role, EVERY, line.unit, line.due, undone)


def put(organisation_id: int, new: Iterable[Line]) -> None:
    """Insert or replace rows, leaving the counts alone."""
    statements.many(
        "INSERT INTO store_owed (organisation_id, scope_id, role, person_id, unit_id, due, undone, n)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (organisation_id, scope_id, role)"
        " DO UPDATE SET person_id = excluded.person_id, unit_id = excluded.unit_id, due = excluded.due,"
        " undone = excluded.undone, n = excluded.n",
        [
            (organisation_id, x.scope, x.role, x.person or None, x.unit or None, x.due, x.undone, x.n)
            for x in new
        ],
    )


def count(organisation_id: int, moved: Mapping[Alike, int]) -> None:
    """Add to the counts."""
    statements.many(
        f"INSERT INTO store_owedcount ({_KEY}, n) VALUES (%s, %s, %s, %s, %s, %s, %s)"
        f" ON CONFLICT ({_KEY}) DO UPDATE SET n = store_owedcount.n + excluded.n",
        [(organisation_id, *key, n) for key, n in moved.items() if n],
    )


def recount(organisation_id: int) -> None:
    """Count the rows anew."""
    statements.run("DELETE FROM store_owedcount WHERE organisation_id = %s", [organisation_id])
    for keys in (f"coalesce(person_id, 0), {EVERY}", f"{EVERY}, coalesce(unit_id, 0)"):
        by = "person_id" if keys.startswith("coalesce") else "unit_id"
        statements.run(
            f"INSERT INTO store_owedcount ({_KEY}, n)"
            f" SELECT organisation_id, role, {keys}, due, undone > 0, count(*) FROM store_owed"
            f" WHERE organisation_id = %s GROUP BY organisation_id, role, {by}, due, undone > 0",
            [organisation_id],
        )


def clear(organisation_id: int) -> None:
    """Forget every row and count."""
    statements.run("DELETE FROM store_owed WHERE organisation_id = %s", [organisation_id])
    statements.run("DELETE FROM store_owedcount WHERE organisation_id = %s", [organisation_id])


def everything(organisation_id: int) -> tuple[set[Line], dict[Alike, int]]:
    """Return every row and every count that is not nothing, for comparing with a derivation from scratch."""
    rows = statements.rows(
        "SELECT scope_id, role, person_id, unit_id, due, undone, n FROM store_owed WHERE organisation_id = %s",
        [organisation_id],
    )
    counts = statements.rows(
        f"SELECT {_KEY}, n FROM store_owedcount WHERE organisation_id = %s AND n <> 0", [organisation_id]
    )
    return {_line(row) for row in rows}, {
        (row[1], row[2], row[3], row[4], bool(row[5])): row[6] for row in counts
    }


__all__ = [
    "EVERY",
    "Line",
    "Place",
    "Sum",
    "alike",
    "change",
    "clear",
    "count",
    "counted_of",
    "everything",
    "lines",
    "members",
    "pages",
    "passed",
    "people",
    "places",
    "put",
    "recount",
    "rows_named",
    "summed",
]

"""Finds what a changed record touches: the systems whose claims can see it, and its neighbours of a kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from holdtrue.store import statements

_CARRIERS = frozenset(
    {
        "system",
        "component",
        "group",
        "risk",
        "impact_assessment",
        "classification",
        "change",
        "indicator",
        "incident",
    }
)
_TO_SYSTEM = frozenset({"system"})
ROUTES: Mapping[str, frozenset[str]] = {
    "evidence": _CARRIERS | {"supplier", "control", "action", "finding", "concern"},
    "component": _TO_SYSTEM,
    "supplier": frozenset({"system", "component"}),
    "group": _TO_SYSTEM,
    "risk": _TO_SYSTEM,
    "control": frozenset({"risk"}),
    "impact_assessment": _TO_SYSTEM,
    "classification": _TO_SYSTEM,
    "change": _TO_SYSTEM,
    "indicator": _TO_SYSTEM,
    "declaration": _TO_SYSTEM,
    "incident": _TO_SYSTEM,
    "audit": _TO_SYSTEM,
    "finding": _CARRIERS,
    "concern": _CARRIERS,
    "action": _CARRIERS | {"finding", "concern"},
    "competence": frozenset({"person"}),
    "training": frozenset({"person"}),
    "acknowledgement": frozenset({"person"}),
    "person": _TO_SYSTEM,
}
"""Kind → the kinds one step nearer to a system, whichever way a link points. Organisation-wide kinds lead nowhere."""

_FURTHEST = 6
"""Steps from the farthest record to a system: evidence about an action on a finding about a risk."""
Found = tuple[int, str]


def systems(organisation_id: int, touched: Iterable[Found]) -> list[int]:
    """Return the row ids of every system that can see one of these records; a few queries however many there are."""
    reached: set[int] = set()
    frontier = list(touched)
    for _ in range(_FURTHEST):
        reached |= {row for row, kind in frontier if kind == "system"}
        onward: dict[frozenset[str], list[int]] = {}
        for row, kind in frontier:
            if kind in ROUTES:
                onward.setdefault(ROUTES[kind], []).append(row)
        if not onward:
            break
        frontier = [
            found for kinds, rows in onward.items() for found in neighbours(organisation_id, rows, kinds)
        ]
    return sorted(reached)


def neighbours(organisation_id: int, rows: Sequence[int], kinds: Collection[str]) -> list[Found]:
    """Return the records of these kinds linked to any of the rows, whichever way the link points."""
    listed, wanted = statements.listed(set(rows)), sorted(kinds)
    marks = ", ".join(["%s"] * len(wanted))
    links = f"FROM {statements.each()} CROSS JOIN store_link l CROSS JOIN store_record r WHERE l.organisation_id = %s"
    found = statements.rows(
        f"SELECT r.id, r.kind {links} AND l.source_id = j.value AND r.id = l.target_id AND r.kind IN ({marks})"
        f" UNION SELECT r.id, r.kind {links} AND l.target_id = j.value AND r.id = l.source_id AND r.kind IN ({marks})",
        [listed, organisation_id, *wanted, listed, organisation_id, *wanted],
    )
    return sorted(found)


def naming(organisation_id: int, row: int, relations: Collection[str]) -> list[tuple[int, str, str, str]]:
    """Return (row, uid, kind, key) of the standing records that name this one in one of these relations."""
    marks = ", ".join(["%s"] * len(relations))
    found = statements.rows(
        "SELECT DISTINCT r.id, r.uid, r.kind, r.key FROM store_link l JOIN store_record r ON r.id = l.source_id"
        f" WHERE l.organisation_id = %s AND l.target_id = %s AND l.relation IN ({marks})"
        " AND r.retired_day IS NULL ORDER BY r.id",
        [organisation_id, row, *sorted(relations)],
    )
    return [(pk, uid, kind, key) for pk, uid, kind, key in found]


def kinds_of(organisation_id: int, rows: Iterable[int]) -> list[Found]:
    """Return the rows with their kinds."""
    return statements.rows(
        f"SELECT r.id, r.kind FROM {statements.each()} CROSS JOIN store_record r"
        " WHERE r.id = j.value AND r.organisation_id = %s",
        [statements.listed(set(rows)), organisation_id],
    )


def own(organisation_id: int, rows: Iterable[int], wide: Collection[str]) -> set[int]:
    """Leave out records that belong to a system: about what is not organisation-wide, and not about us."""
    wanted = set(rows)
    if not wanted:
        return wanted
    marks = ", ".join(["%s"] * len(wide))
    about = (
        "SELECT 1 FROM store_link l JOIN store_record t ON t.id = l.target_id"
        " WHERE l.organisation_id = r.organisation_id AND l.source_id = r.id"
        " AND l.relation IN ('system', 'systems', 'about')"
    )
    found = statements.rows(
        f"SELECT r.id FROM {statements.each()} CROSS JOIN store_record r"
        " WHERE r.id = j.value AND r.organisation_id = %s"
        f" AND (r.kind = 'change' OR EXISTS ({about} AND t.kind = 'organization')"
        f" OR NOT EXISTS ({about} AND t.kind NOT IN ({marks})))",
        [statements.listed(wanted), organisation_id, *wide],
    )
    return {row[0] for row in found}


def tagged(organisation_id: int, wanted: Mapping[str, Collection[str]]) -> list[tuple[int, str]]:
    """Return the row ids of standing records, with their kind, that bear one of the keys wanted of it. One query."""
    one = (
        f"SELECT r.id, r.kind FROM {statements.each(str)} CROSS JOIN store_record r"
        " WHERE r.organisation_id = %s AND r.kind = %s AND r.key = j.value AND r.retired_day IS NULL"
    )
    params = [
        value
        for kind, tags in wanted.items()
        for value in (statements.listed(set(tags)), organisation_id, kind)
    ]
    rows = statements.rows(" UNION ALL ".join([one] * len(wanted)), params) if wanted else []
    return [(row, kind) for row, kind in rows]


def covered(organisation_id: int, rows: Iterable[int]) -> bool:
    """Whether an audit covers one of these records."""
    found = statements.row(
        f"SELECT 1 FROM {statements.each()} CROSS JOIN store_link l"
        " WHERE l.organisation_id = %s AND l.target_id = j.value AND l.relation = 'covers' LIMIT 1",
        [statements.listed(set(rows)), organisation_id],
    )
    return found is not None


_LONGEST_WAY = 10_000
"""Records walked before giving up; no chain of people is as long."""


def way_back(organisation_id: int, record: int, relation: str, start: int) -> list[int]:
    """Return the row ids from `start` to what links back to the record by that relation; empty where nothing does."""
    came: dict[int, int] = {start: 0}
    frontier = [start]
    while frontier and len(came) < _LONGEST_WAY:
        rows = statements.rows(
            f"SELECT l.source_id, l.target_id FROM {statements.each()} CROSS JOIN store_link l"
            " WHERE l.organisation_id = %s AND l.source_id = j.value AND l.relation = %s",
            [statements.listed(frontier), organisation_id, relation],
        )
        frontier = []
        for source, target in rows:
            if target == record:
                way = [source]
                while came[way[-1]]:
                    way.append(came[way[-1]])
                return list(reversed(way))
            if target is not None and target not in came:
                came[target] = source
                frontier.append(target)
    return []

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
    "evidence": frozenset(
        {"system", "component", "supplier", "risk", "change", "action", "finding", "incident"}
    ),
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
"""Kind → the kinds one step nearer to a system, over links in either direction. Organisation-wide kinds lead nowhere."""

Found = tuple[int, str]


def systems(organisation_id: int, touched: Iterable[Found]) -> list[int]:
    """Return the row ids of every system that can see one of these records; a few queries however many there are."""
    reached: set[int] = set()
    frontier = list(touched)
    for _ in range(4):
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
    listed, wanted = statements.listed(rows), sorted(kinds)
    marks = ", ".join(["%s"] * len(wanted))
    found = statements.rows(
        "SELECT l.target_id, t.kind FROM store_link l JOIN store_record t ON t.id = l.target_id"
        f" WHERE l.organisation_id = %s AND {statements.among('l.source_id')} AND t.kind IN ({marks})"
        " UNION SELECT l.source_id, s.kind FROM store_link l JOIN store_record s ON s.id = l.source_id"
        f" WHERE l.organisation_id = %s AND {statements.among('l.target_id')} AND s.kind IN ({marks})",
        [organisation_id, listed, *wanted, organisation_id, listed, *wanted],
    )
    return sorted(found)


def kinds_of(organisation_id: int, rows: Iterable[int]) -> list[Found]:
    """Return the rows with their kinds."""
    return statements.rows(
        f"SELECT id, kind FROM store_record WHERE {statements.among('id')} AND organisation_id = %s",
        [statements.listed(rows), organisation_id],
    )

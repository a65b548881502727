"""Reads findings with what answers them, many at a time: newest contents, actions, evidence, and the rounds before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from holdtrue.store import statements
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.core.days import Day


class Newest(NamedTuple):
    """A record with its newest content."""

    id: int
    uid: str
    ref: str
    kind: str
    key: str
    title: str
    recorded: Day
    body: dict[str, Any]


_NEWEST = (
    "SELECT r.id, r.uid, r.ref, r.kind, r.key, r.title, r.recorded_day, p.body FROM {source}"
    " JOIN store_revision v ON v.organisation_id = r.organisation_id AND v.record_id = r.id"
    " AND v.number = r.head_number JOIN store_payload p ON p.revision_id = v.id"
)


def newest(organisation_id: int, ids: Iterable[int]) -> dict[int, Newest]:
    """Return standing records with their newest contents, by row id. One query."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = statements.rows(
        _NEWEST.format(source=f"{statements.each()} CROSS JOIN store_record r")
        + " WHERE r.id = j.value AND r.organisation_id = %s AND r.retired_day IS NULL",
        [statements.listed(wanted), organisation_id],
    )
    return {row[0]: _made(row) for row in rows}


def findings(organisation_id: int, most: int, *, recorded_from: Day = 0) -> list[Newest]:
    """Return standing findings with their newest contents, those added last first. One query."""
    rows = statements.rows(
        _NEWEST.format(source="store_record r") + " WHERE r.organisation_id = %s AND r.kind = 'finding'"
        f" AND r.retired_day IS NULL AND r.recorded_day >= %s ORDER BY r.number DESC {statements.at_most(most)}",
        [organisation_id, recorded_from],
    )
    return [_made(row) for row in rows]


class Made(NamedTuple):
    """When a finding was made, with its newest content."""

    id: int
    ref: str
    made: Day
    body: dict[str, Any]


def made_on(organisation_id: int, ids: Iterable[int]) -> list[Made]:
    """Return each finding with the day it was made. One query.

    That is the earliest of the day it was recorded, the day from which it was said to be true, and the day on which
    the audit it comes from was held.
    """
    rows = statements.rows(
        "SELECT f.id, f.ref, p.body, f.recorded, f.true_from, f.held FROM ("
        "SELECT r.id, r.ref, r.head_number AS head, r.recorded_day AS recorded, MIN(v.true_from) AS true_from,"
        f" MIN(a.event_day) AS held FROM {statements.each()}"
        " CROSS JOIN store_record r JOIN store_revision v ON v.organisation_id = r.organisation_id"
        " AND v.record_id = r.id AND v.number = 1"
        " LEFT JOIN store_link l ON l.organisation_id = r.organisation_id AND l.source_id = r.id"
        " AND l.relation = 'audit' LEFT JOIN store_record a ON a.id = l.target_id"
        " WHERE r.id = j.value AND r.organisation_id = %s AND r.kind = 'finding'"
        " GROUP BY r.id, r.ref, r.head_number, r.recorded_day) AS f"
        " JOIN store_revision h ON h.organisation_id = %s AND h.record_id = f.id AND h.number = f.head"
        " JOIN store_payload p ON p.revision_id = h.id ORDER BY f.id",
        [statements.listed(ids), organisation_id, organisation_id],
    )
    return [
        Made(id_, ref, min(day for day in days if day is not None), _body(body))
        for id_, ref, body, *days in rows
    ]


def known_by(organisation_id: int, uids: Iterable[str]) -> frozenset[str]:
    """Return the source keys of the records of these uids that came from a file. One query."""
    rows = Record.rows.of(organisation_id).filter(uid__in=set(uids), source_key__isnull=False)
    return frozenset(rows.values_list("source_key", flat=True))


class Answering(NamedTuple):
    """An action that answers, or evidence about, a finding or an action."""

    target: int
    record: int
    kind: str


def answering(organisation_id: int, ids: Iterable[int]) -> list[Answering]:
    """Return standing actions that address these records, and evidence of the effect about them. One query."""
    wanted = set(ids)
    if not wanted:
        return []
    rows = statements.rows(
        f"SELECT l.target_id, r.id, r.kind FROM {statements.each()} CROSS JOIN store_link l"
        " JOIN store_record r ON r.id = l.source_id AND r.retired_day IS NULL"
        " WHERE l.target_id = j.value AND l.organisation_id = %s"
        " AND ((r.kind = 'action' AND l.relation = 'addresses')"
        " OR (r.kind = 'evidence' AND l.relation = 'about' AND r.key = 'effect-check'))"
        " ORDER BY r.number",
        [statements.listed(wanted), organisation_id],
    )
    return [Answering(*row) for row in rows]


def sharing(organisation_id: int, ids: Iterable[int], most: int) -> list[int]:
    """Return systems that list a component these records list, are, or that is of the same supplier. One query."""
    wanted = set(ids)
    if not wanted:
        return []
    of = "organisation_id = %s"
    rows = statements.rows(
        "WITH part AS ("
        f"SELECT r.id FROM {statements.each()} CROSS JOIN store_record r"
        f" WHERE r.id = j.value AND r.{of} AND r.kind IN ('component', 'supplier')"
        f" UNION SELECT l.target_id FROM {statements.each()} CROSS JOIN store_link l"
        f" WHERE l.source_id = j.value AND l.{of} AND l.relation = 'components'),"
        " source AS (SELECT id FROM part UNION SELECT l.target_id FROM part JOIN store_link l ON l.source_id = part.id"
        f" AND l.{of} AND l.relation = 'supplier'),"
        " wide AS (SELECT id FROM part UNION SELECT l.source_id FROM source JOIN store_link l"
        f" ON l.target_id = source.id AND l.{of} AND l.relation = 'supplier')"
        " SELECT DISTINCT s.id FROM wide JOIN store_link l ON l.target_id = wide.id"
        f" AND l.{of} AND l.relation = 'components' JOIN store_record s ON s.id = l.source_id"
        f" AND s.kind = 'system' AND s.retired_day IS NULL ORDER BY s.id {statements.at_most(most)}",
        [*(statements.listed(wanted), organisation_id) * 2, *(organisation_id,) * 3],
    )
    return [row[0] for row in rows]


class Written(NamedTuple):
    """One revision of a record."""

    record: int
    number: int
    author: str
    recorded: Day
    body: dict[str, Any]


def revisions(organisation_id: int, records: Iterable[int]) -> list[Written]:
    """Return every revision of the records with its content, the first first; an erased one is empty. One query."""
    wanted = set(records)
    if not wanted:
        return []
    rows = statements.rows(
        f"SELECT v.record_id, v.number, v.author, v.recorded_day, p.body FROM {statements.each()}"
        " CROSS JOIN store_revision v JOIN store_payload p ON p.revision_id = v.id"
        " WHERE v.organisation_id = %s AND v.record_id = j.value ORDER BY v.record_id, v.number",
        [statements.listed(wanted), organisation_id],
    )
    return [Written._make((*row[:4], _body(row[4]))) for row in rows]


class Value(NamedTuple):
    """One value of an indicator."""

    indicator: int
    day: Day
    value: float


def values(organisation_id: int, indicators: Iterable[int], first: Day, last: Day) -> list[Value]:
    """Return the values measured from one day to another, of a day's versions the highest. One query."""
    wanted = set(indicators)
    if not wanted:
        return []
    rows = statements.rows(
        f"SELECT m.indicator_id, m.day, m.value FROM {statements.each()} CROSS JOIN store_measurement m"
        " WHERE m.organisation_id = %s AND m.indicator_id = j.value AND m.day BETWEEN %s AND %s"
        " ORDER BY m.indicator_id, m.day, m.version",
        [statements.listed(wanted), organisation_id, first, last],
    )
    newest_of = {(indicator, day): value for indicator, day, value in rows}
    return [Value(n, day, float(value)) for (n, day), value in newest_of.items() if value is not None]


def indicators(organisation_id: int, tags: Iterable[str], systems: Iterable[int]) -> dict[int, set[int]]:
    """Return standing indicators that measure one of these, or of one of these systems, with their systems."""
    named, near = sorted(set(tags)), sorted(set(systems))
    if not named and not near:
        return {}
    of_tags = f"r.key IN ({', '.join(['%s'] * len(named))})" if named else "1 = 0"
    of_systems = f"l.target_id IN ({', '.join(['%s'] * len(near))})" if near else "1 = 0"
    rows = statements.rows(
        "SELECT r.id, l.target_id FROM store_record r LEFT JOIN store_link l ON l.source_id = r.id"
        " AND l.organisation_id = r.organisation_id AND l.relation = 'system'"
        " WHERE r.organisation_id = %s AND r.kind = 'indicator' AND r.retired_day IS NULL"
        f" AND ({of_tags} OR {of_systems})",
        [organisation_id, *named, *near],
    )
    found: dict[int, set[int]] = {}
    for indicator, system in rows:
        found.setdefault(indicator, set()).update(() if system is None else (system,))
    return found


def _made(row: tuple[Any, ...]) -> Newest:
    return Newest._make((*row[:7], _body(row[7])))


def _body(text: str | None) -> dict[str, Any]:
    return {"fields": {}, "links": {}, **(orjson.loads(text) if text else {})}


__all__ = [
    "Answering",
    "Made",
    "Newest",
    "Value",
    "Written",
    "answering",
    "findings",
    "indicators",
    "made_on",
    "newest",
    "revisions",
    "sharing",
    "values",
]

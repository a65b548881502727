"""Reads indicators and their values in a few statements, however many values there are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from holdtrue.core.facts import Value
from holdtrue.core.judging import Dated
from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.core.days import Day

_IN_USE = "r.organisation_id = %s AND r.kind = 'indicator' AND r.retired_day IS NULL"


class Mark(NamedTuple):
    """Something that happened to a system: a change that took effect, an incident, and the day of it."""

    day: Day
    kind: str
    ref: str
    title: str


class Wanted(NamedTuple):
    """Which indicators are asked for."""

    system: int = 0
    branch: str = ""
    """Of systems below this unit's path."""
    tag: str = ""
    held_to: str = ""
    """What the caller is held to: indicators of systems elsewhere are left out."""


_OF_SYSTEM = (
    "EXISTS (SELECT 1 FROM store_link l JOIN store_record s ON s.id = l.target_id"
    " LEFT JOIN store_record u ON u.id = s.unit_id"
    " WHERE l.organisation_id = r.organisation_id AND l.source_id = r.id AND l.relation = 'system'"
)


def page(organisation_id: int, wanted: Wanted, *, after: int, most: int) -> list[int]:
    """Return row ids of indicators in use by number, beyond `after`."""
    terms: list[str] = [_IN_USE, "r.number > %s"]
    values: list[object] = [organisation_id, after]
    if wanted.tag:
        terms.append("r.key = %s")
        values.append(wanted.tag)
    if wanted.system:
        terms.append(f"{_OF_SYSTEM} AND l.target_id = %s)")
        values.append(wanted.system)
    if wanted.branch:
        terms.append(f"{_OF_SYSTEM} AND substr(u.path, 1, %s) = %s)")
        values += [len(wanted.branch), wanted.branch]
    if wanted.held_to:
        terms.append(f"NOT {_OF_SYSTEM} AND (u.path IS NULL OR substr(u.path, 1, %s) <> %s))")
        values += [len(wanted.held_to), wanted.held_to]
    rows = statements.rows(
        f"SELECT r.id FROM store_record r WHERE {' AND '.join(terms)} ORDER BY r.number {statements.at_most(most)}",
        values,
    )
    return [row[0] for row in rows]


def owned(organisation_id: int, person: int, most: int) -> list[int]:
    """Return row ids of indicators in use that name a person as their owner."""
    rows = statements.rows(
        "SELECT r.id FROM store_link l JOIN store_record r ON r.id = l.source_id"
        f" WHERE l.organisation_id = %s AND l.target_id = %s AND l.relation = 'owner' AND {_IN_USE}"
        f" ORDER BY r.number {statements.at_most(most)}",
        [organisation_id, person, organisation_id],
    )
    return [row[0] for row in rows]


def newest(organisation_id: int, indicators: Iterable[int], most: int) -> dict[int, list[Dated]]:
    """Return the values of the newest days of each indicator in the order of days, corrected ones left out."""
    wanted = list(indicators)
    found: dict[int, list[Dated]] = defaultdict(list)
    if not wanted:
        return found
    rows = statements.rows(
        "SELECT indicator_id, day, recorded_day, value, count, version, author FROM ("
        "SELECT m.*, DENSE_RANK() OVER (PARTITION BY m.indicator_id ORDER BY m.day DESC) AS place,"
        " ROW_NUMBER() OVER (PARTITION BY m.indicator_id, m.day ORDER BY m.version DESC) AS turn"
        f" FROM {statements.each()} CROSS JOIN store_measurement m"
        " WHERE m.organisation_id = %s AND m.indicator_id = j.value) ranked"
        " WHERE place <= %s AND turn = 1 ORDER BY indicator_id, day",
        [statements.listed(wanted), organisation_id, most],
    )
    for indicator, *columns in rows:
        found[indicator].append(Dated(*columns))
    return found


def contents(organisation_id: int, records: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return what the newest revision of each record says: fields and links; nothing where it was erased."""
    rows = statements.rows(
        f"SELECT r.id, p.body FROM {statements.each()} CROSS JOIN store_record r"
        " JOIN store_revision v ON v.organisation_id = r.organisation_id AND v.record_id = r.id"
        " AND v.number = r.head_number JOIN store_payload p ON p.revision_id = v.id"
        " WHERE r.organisation_id = %s AND r.id = j.value",
        [statements.listed(set(records)), organisation_id],
    )
    return {row: orjson.loads(body) if body else {"fields": {}, "links": {}} for row, body in rows}


def series(organisation_id: int, indicator: int, *, before: Day, most: int) -> list[Dated]:
    """Return every version of the values before a day, the newest first."""
    rows = statements.rows(
        "SELECT day, recorded_day, value, count, version, author FROM store_measurement"
        " WHERE organisation_id = %s AND indicator_id = %s AND day < %s"
        f" ORDER BY day DESC, version DESC {statements.at_most(most)}",
        [organisation_id, indicator, before],
    )
    return [Dated(*row) for row in rows]


def marks(organisation_id: int, system: int, first: Day, most: int) -> list[Mark]:
    """Return the changes and incidents of a system since a day, the newest first."""
    rows = statements.rows(
        "SELECT r.event_day, r.kind, r.ref, r.title FROM store_link l JOIN store_record r ON r.id = l.source_id"
        " WHERE l.organisation_id = %s AND l.target_id = %s AND l.relation IN ('system', 'systems')"
        " AND r.kind IN ('change', 'incident') AND r.retired_day IS NULL AND r.event_day >= %s"
        f" ORDER BY r.event_day DESC, r.number DESC {statements.at_most(most)}",
        [organisation_id, system, first],
    )
    return [Mark(*row) for row in rows]


def followed(organisation_id: int, indicators: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """Return the findings and actions that name each indicator, as (row, kind), the newest first."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    if not indicators:
        return found
    rows = statements.rows(
        f"SELECT l.target_id, r.id, r.kind FROM {statements.each()} CROSS JOIN store_link l"
        " JOIN store_record r ON r.id = l.source_id"
        " WHERE l.organisation_id = %s AND l.target_id = j.value AND l.relation IN ('about', 'addresses')"
        " AND r.kind IN ('finding', 'action') AND r.retired_day IS NULL ORDER BY r.id DESC",
        [statements.listed(indicators), organisation_id],
    )
    for indicator, row, kind in rows:
        found[indicator].append((row, kind))
    return found


def select() -> str:
    """Return what finds the values of some indicators, in any order, in the columns of a sign-off."""
    return (
        "m.indicator_id, m.day, NULL, m.recorded_day, NULL, '', m.version, '', m.count, NULL, m.value"
        f" FROM {statements.each()} CROSS JOIN store_measurement m"
        " WHERE m.organisation_id = %s AND m.indicator_id = j.value"
    )


def told(rows: list[statements.Row]) -> dict[int, list[Value]]:
    """Return the values that `select` found as claims see them, the earliest first; a corrected one is left out."""
    found: dict[int, list[Value]] = defaultdict(list)
    for indicator, day, _, recorded, _, _, _, _, count, _, value in sorted(rows, key=_when):
        values = found[indicator]
        if values and values[-1].day == day:
            values.pop()  # corrected since
        values.append(Value(day=day, recorded=recorded, value=value, count=count))
    return found


def _when(row: statements.Row) -> tuple[int, int]:
    return row[1], row[6]


__all__ = [
    "Mark",
    "Wanted",
    "contents",
    "followed",
    "marks",
    "newest",
    "owned",
    "page",
    "select",
    "series",
    "told",
]

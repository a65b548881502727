"""Reads findings with what answers them, many at a time: newest contents, actions, evidence, and the rounds before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from holdtrue.store import statements

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
        " AND r.retired_day IS NULL AND r.recorded_day >= %s ORDER BY r.number DESC LIMIT %s",
        [organisation_id, recorded_from, most],
    )
    return [_made(row) for row in rows]


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


class Written(NamedTuple):
    """One revision of a record."""

    number: int
    author: str
    recorded: Day
    body: dict[str, Any]


def revisions(organisation_id: int, record: int) -> list[Written]:
    """Return every revision of a record with its content, the first first; an erased one is empty. One query."""
    rows = statements.rows(
        "SELECT v.number, v.author, v.recorded_day, p.body FROM store_revision v"
        " JOIN store_payload p ON p.revision_id = v.id"
        " WHERE v.organisation_id = %s AND v.record_id = %s ORDER BY v.number",
        [organisation_id, record],
    )
    return [Written(number, author, day, _body(text)) for number, author, day, text in rows]


def _made(row: tuple[Any, ...]) -> Newest:
    *columns, text = row
    return Newest(*columns, body=_body(text))


def _body(text: str | None) -> dict[str, Any]:
    return {"fields": {}, "links": {}, **(orjson.loads(text) if text else {})}


__all__ = ["Answering", "Newest", "Written", "answering", "findings", "newest", "revisions"]

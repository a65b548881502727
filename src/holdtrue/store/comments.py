"""Reads comments with their words in one query: by record, or those that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.store import statements

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """One comment as it is stored, its words opened; None where they were erased."""

    id: int
    uid: str
    record_id: int
    seq: int
    account: str
    at: dt.datetime
    question: bool
    answers_id: int | None
    settled_at: dt.datetime | None
    settled_by: str
    text: str | None
    mentions: tuple[tuple[str, int, int], ...]
    """(uid of the person, where it starts, where it ends)."""


_COLUMNS = (
    "c.id, c.uid, c.record_id, c.seq, c.account, c.at, c.question, c.answers_id, c.settled_at, c.settled_by"
)
_WORDS = (
    " JOIN store_log l ON l.organisation_id = c.organisation_id"
    " LEFT JOIN store_entrytext t ON t.log_id = l.id AND t.seq = c.seq AND t.what = 'contents'"
)


def of_record(organisation_id: int, record_id: int, *, most: int) -> list[Line]:
    """Return the newest comments on a record, the oldest of them first."""
    rows = statements.rows(
        f"SELECT {_COLUMNS}, t.text FROM store_comment c{_WORDS}"
        f" WHERE c.organisation_id = %s AND c.record_id = %s ORDER BY c.id DESC {statements.at_most(most)}",
        [organisation_id, record_id],
    )
    return [_line(row) for row in reversed(rows)]


def mentioning(organisation_id: int, person: str, *, most: int) -> list[tuple[Line, bool]]:
    """Return the newest comments that mention a person, by the uid of their record, and whether each was seen."""
    rows = statements.rows(
        f"SELECT {_COLUMNS}, t.text, m.seen_at FROM store_record p"
        " JOIN store_mention m ON m.organisation_id = p.organisation_id AND m.person_id = p.id"
        f" JOIN store_comment c ON c.id = m.comment_id{_WORDS}"
        " WHERE p.uid = %s AND p.organisation_id = %s ORDER BY (m.seen_at IS NOT NULL), c.id DESC"
        f" {statements.at_most(most)}",
        [person, organisation_id],
    )
    return [(_line(row[:-1]), row[-1] is not None) for row in rows]


def open_questions(organisation_id: int, *, most: int) -> list[Line]:
    """Return the questions nobody marked answered, the oldest first."""
    rows = statements.rows(
        f"SELECT {_COLUMNS}, t.text FROM store_comment c{_WORDS}"
        " WHERE c.organisation_id = %s AND c.question AND c.settled_at IS NULL"
        f" ORDER BY c.id {statements.at_most(most)}",
        [organisation_id],
    )
    return [_line(row) for row in rows]


def _line(row: Sequence[Any]) -> Line:
    *columns, text = row
    held = orjson.loads(text) if text else {}
    values: list[Any] = [statements.aware(value) for value in columns]
    values[6] = bool(values[6])
    mentions = tuple((uid, start, end) for uid, start, end in held.get("mentions", ()))
    return Line(*(*values, held.get("text"), mentions))

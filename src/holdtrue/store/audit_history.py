"""Reads when requirements were audited last, and what was noted on them, from the rows audits leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from holdtrue.store import statements

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.core.days import Day


class Looked(NamedTuple):
    """One requirement an audit has looked at."""

    requirement: str
    day: Day
    audit: str
    """Its ref."""


class Noted(NamedTuple):
    """One note on a requirement of an audit."""

    requirement: str
    number: int
    result: str
    account: str
    at: dt.datetime
    notes: str
    """Empty where they were erased."""


def looked_at(organisation_id: int, framework: str, *, catalog: bool) -> list[Looked]:
    """Return what audits looked at, the latest last: by their notes, and by lines and findings they lead to.

    Lines of the statement of applicability that an audit covers, and findings it made, name requirements of the one
    framework that is the `catalog`.
    """
    worked = statements.rows(
        "SELECT n.requirement, s.day, r.ref FROM store_auditnote n"
        " JOIN store_auditsheet s ON s.audit_id = n.audit_id JOIN store_record r ON r.id = n.audit_id"
        " WHERE n.organisation_id = %s AND s.framework = %s AND n.result <> 'not_looked_at'"
        " AND n.number = (SELECT max(m.number) FROM store_auditnote m WHERE m.organisation_id = n.organisation_id"
        " AND m.audit_id = n.audit_id AND m.requirement = n.requirement)",
        [organisation_id, framework],
    )
    led = statements.rows(_LED, [organisation_id, organisation_id]) if catalog else []
    return sorted((Looked(*row) for row in {*worked, *led}), key=lambda one: (one.day, one.audit))


_LED = (
    "SELECT k.target_key, a.event_day, a.ref FROM store_link l"
    " JOIN store_record a ON a.id = l.source_id AND a.kind = 'audit' AND a.event_day IS NOT NULL"
    " AND a.retired_day IS NULL AND a.key = 'internal'"
    " JOIN store_link k ON k.source_id = l.target_id AND k.relation = 'control_id'"
    " WHERE l.organisation_id = %s AND l.relation = 'covers'"
    " UNION SELECT k.target_key, a.event_day, a.ref FROM store_link l"
    " JOIN store_record a ON a.id = l.target_id AND a.kind = 'audit' AND a.event_day IS NOT NULL"
    " AND a.retired_day IS NULL AND a.key = 'internal'"
    " JOIN store_link k ON k.source_id = l.source_id AND k.relation = 'requirement'"
    " WHERE l.organisation_id = %s AND l.relation = 'audit'"
)


def notes_of(organisation_id: int, audit: int, requirement: str = "") -> list[Noted]:
    """Return the notes of an audit in the order written, with their words as the ledger keeps them."""
    only = " AND n.requirement = %s" if requirement else ""
    found = statements.rows(
        "SELECT n.requirement, n.number, n.result, n.account, n.at, t.text FROM store_auditnote n"
        " JOIN store_log g ON g.organisation_id = n.organisation_id"
        " LEFT JOIN store_entrytext t ON t.log_id = g.id AND t.seq = n.seq AND t.what = 'contents'"
        f" WHERE n.organisation_id = %s AND n.audit_id = %s{only} ORDER BY n.seq",
        [organisation_id, audit, *([requirement] if requirement else [])],
    )
    return [
        Noted(asked, number, result, account, statements.aware(at), _words(text))
        for asked, number, result, account, at, text in found
    ]


def _words(text: str | None) -> str:
    told: dict[str, Any] = orjson.loads(text) if text else {}
    return str(told.get("notes") or "")


def findings_of(organisation_id: int, audit: int) -> list[tuple[str, dict[str, Any]]]:
    """Return (ref, newest fields) of the findings an audit made."""
    found = statements.rows(
        "SELECT r.ref, p.body FROM store_link l JOIN store_record r ON r.id = l.source_id AND r.kind = 'finding'"
        " JOIN store_revision v ON v.organisation_id = r.organisation_id AND v.record_id = r.id"
        " AND v.number = r.head_number JOIN store_payload p ON p.revision_id = v.id"
        " WHERE l.organisation_id = %s AND l.target_id = %s AND l.relation = 'audit' AND r.retired_day IS NULL"
        " ORDER BY r.number",
        [organisation_id, audit],
    )
    return [(ref, orjson.loads(body).get("fields", {}) if body else {}) for ref, body in found]


__all__ = ["Looked", "Noted", "findings_of", "looked_at", "notes_of"]

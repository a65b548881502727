"""What decides which requirements reach an organisation: facts some record has, findings and lines on requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from django.db import connection

from holdtrue.store import search, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

Facts = tuple[tuple[str, str], ...]
_MOST = 2000


def some_record(organisation_id: int, asked: Sequence[tuple[str, Facts]]) -> list[bool]:
    """Return for each (kind, facts) whether a standing record of that kind has all of them.

    The facts are of fields that lists filter by. One query, in which each looks no further than the first it finds.
    """
    if not asked:
        return []
    embedded = connection.vendor == "sqlite"
    one = (
        "EXISTS (SELECT 1 FROM store_search f JOIN store_record r ON r.id = f.rowid"
        " WHERE f.text MATCH %s AND r.retired_day IS NULL)"
        if embedded
        else f"EXISTS (SELECT 1 FROM store_record WHERE {search.VECTOR} @@ %s::tsquery AND retired_day IS NULL)"
    )
    matched = [
        search.matching(organisation_id, kind, "", [search.term(name, value) for name, value in facts])
        for kind, facts in asked
    ]
    row = statements.row(f"SELECT {', '.join([one] * len(asked))}", matched)
    return [bool(found) for found in row or ()]


class Said(NamedTuple):
    """A finding on a requirement, or a line of the statement of applicability on a control."""

    kind: str
    ref: str
    about: str
    """The requirement or control."""
    fields: dict[str, Any]
    """Of the revision in force; of a finding its newest."""


def said_of_requirements(organisation_id: int) -> list[Said]:
    """Return the newest findings on requirements, and the lines of the statement of applicability. One query.

    Only links that name something outside the register are read: the index of them is taken where its condition stands
    as it was declared, beside a bound to seek by.
    """
    found = statements.rows(
        "SELECT r.kind, r.ref, l.target_key, p.body FROM store_link l"
        " JOIN store_record r ON r.id = l.source_id AND r.retired_day IS NULL"
        " JOIN store_revision v ON v.organisation_id = l.organisation_id AND v.record_id = r.id"
        " AND v.number = CASE WHEN r.kind = 'finding' THEN r.head_number ELSE r.in_force_number END"
        " JOIN store_payload p ON p.revision_id = v.id"
        " WHERE l.organisation_id = %s AND l.target_key > '' AND NOT (l.target_key = '')"
        " AND ((r.kind = 'finding' AND l.relation = 'requirement')"
        " OR (r.kind = 'applicability' AND l.relation = 'control_id'))"
        f" ORDER BY r.id DESC LIMIT {_MOST}",
        [organisation_id],
    )
    return [
        Said(kind, ref, about, orjson.loads(body).get("fields", {}) if body else {})
        for kind, ref, about, body in found
    ]


__all__ = ["Said", "said_of_requirements", "some_record"]

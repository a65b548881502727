"""What a signature rests on: the signed record first, then the records on its rests_on paths, each by its digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from holdtrue.core.canonical import canonical
from holdtrue.store import loading, reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.store.models import Record, Revision

Basis = list[list[Any]]
"""[[uid, revision number, digest], …]; catalog items have number 0."""


def bases(organisation_id: int, records: Sequence[Record], heads: Mapping[int, Revision]) -> dict[int, Basis]:
    """Return, by record, what a signature on its newest revision would rest on now. A few queries for any number."""
    rests = resting(organisation_id, records)
    numbers = reading.by_uid(organisation_id, {uid for found in rests.values() for uid in found})
    return {
        record.pk: [
            [record.uid, heads[record.pk].number, heads[record.pk].digest],
            *(
                [uid, numbers[uid].in_force_number if uid in numbers else 0, digest]
                for uid, digest in sorted(rests[record.pk].items())
            ),
        ]
        for record in records
    }


def basis(record: Record) -> Basis:
    """Return what a signature on the newest revision of one record would rest on now."""
    heads = reading.heads(record.organisation_id, [record.pk])
    return bases(record.organisation_id, [record], heads)[record.pk]


def resting(organisation_id: int, records: Sequence[Record]) -> dict[int, dict[str, str]]:
    """Return, by record, uid → digest of what lies on its rests_on paths as it stands now; catalog items included."""
    from holdtrue.app.derive.views import register_of

    loaded = loading.resting(organisation_id, {record.pk: record.kind for record in records})
    view = register_of(organisation_id, loaded)
    found: dict[int, dict[str, str]] = {}
    for record in records:
        fact = loaded.facts.get(record.uid)
        found[record.pk] = {other.uid: other.digest for other in view.rests_on(fact)} if fact else {}
    return found


def print_of(lines: Sequence[Sequence[object]]) -> str:
    """Return a short print of a basis: what a form carries, so that nobody signs what they were not shown."""
    digests = sorted([str(uid), str(digest)] for uid, _, digest in lines)
    return hashlib.sha256(canonical(digests)).hexdigest()[:20]

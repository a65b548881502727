"""What one revision of a record said, who wrote it, and how its links are written for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.records import names
from holdtrue.store import reading

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.store.models import Organisation, Record


@dataclass(frozen=True, slots=True)
class Said:
    """The content of a revision; `links` hold (ref, title), or a catalog id twice."""

    number: int
    fields: Mapping[str, object]
    links: Mapping[str, tuple[tuple[str, str], ...]]
    author: str
    """By the name people know."""
    account: str
    at: dt.datetime
    digest: str
    imported: Mapping[str, object]
    """What the last import said of each field."""


def said(organisation: Organisation, record: Record, number: int | None = None) -> Said:
    """Return a revision, the newest where none is named. About five queries."""
    number = record.head_number if number is None else number
    revision = reading.revision(record, number)
    body = reading.body(record, number)
    near = reading.by_uid(organisation.pk, {uid for some in body["links"].values() for uid in some})
    return Said(
        number=number,
        fields=body["fields"],
        links={
            relation: tuple((near[uid].ref, near[uid].title) if uid in near else (uid, uid) for uid in some)
            for relation, some in body["links"].items()
            if some
        },
        author=names(organisation, [revision.author]).get(revision.author, ""),
        account=revision.author,
        at=revision.recorded_at,
        digest=revision.digest,
        imported=body.get("imported", {}),
    )

"""One revision of a record as it was written: what a refused edit shows beside the newest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.records import names
from holdtrue.store import reading
from holdtrue.store.models import Revision

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record


@dataclass(frozen=True, slots=True)
class Version:
    """A revision with its content, links as refs."""

    number: int
    at: dt.datetime
    by: str
    fields: Mapping[str, object]
    links: Mapping[str, tuple[str, ...]]
    digest: str


def version(caller: Caller, record: Record, number: int) -> Version | None:
    """Return that revision; None where the record has none of that number."""
    organisation = caller.organisation
    revision = Revision.rows.of(organisation.pk).filter(record=record, number=number).first()
    if revision is None:
        return None
    body = reading.body(record, number)
    refs = {
        uid: found.ref
        for uid, found in reading.by_uid(
            organisation.pk, [uid for uids in body["links"].values() for uid in uids]
        ).items()
    }
    return Version(
        number=number,
        at=revision.recorded_at,
        by=names(organisation, [revision.author]).get(revision.author, revision.author),
        fields=body["fields"],
        links={
            name: tuple(refs.get(uid, uid) for uid in uids) for name, uids in body["links"].items() if uids
        },
        digest=revision.digest,
    )

"""The organisation's log, newest first, in words people can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries.records import names
from holdtrue.ledger.merkle import Frontier
from holdtrue.store import reading
from holdtrue.store.models import Checkpoint, Entry, Log

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.store.models import Organisation


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry."""

    seq: int
    at: dt.datetime
    by: str
    action: str
    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Some entries of the log, its size and root, and when it was last signed."""

    size: int
    root: str
    checkpoint: dt.datetime | None
    entries: tuple[Logged, ...]
    following: int | None
    """The number before which the next page begins; None at the end."""


def ledger(
    organisation: Organisation, *, before: int | None = None, action: str = "", limit: int = 50
) -> Ledger:
    """Return a page of the log. About six queries."""
    log = Log.objects.get(organisation=organisation)
    rows = Entry.objects.filter(log=log)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if action:
        rows = rows.filter(action__startswith=action)
    some = list(rows.order_by("-seq")[: limit + 1])
    page = some[:limit]
    records = reading.by_uid(organisation.pk, {e.record_uid for e in page if e.record_uid})
    who = names(organisation, {e.actor for e in page})
    last = Checkpoint.objects.filter(log=log).order_by("-size").first()
    return Ledger(
        size=log.size,
        root=Frontier.from_bytes(bytes(log.frontier)).root().hex() if log.size else "",
        checkpoint=last.at if last else None,
        entries=tuple(
            Logged(
                e.seq,
                e.at,
                who.get(e.actor, e.actor),
                e.action,
                records[e.record_uid].ref if e.record_uid in records else "",
                records[e.record_uid].title if e.record_uid in records else "",
            )
            for e in page
        ),
        following=page[-1].seq if len(some) > limit else None,
    )

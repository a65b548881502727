"""What became of something sent at the door: a concern by its receipt alone, a request by its receipt or its asker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.door.receipts import as_written
from holdtrue.app.door.tools import Request, request, requests_of
from holdtrue.app.door.ways import digest_of
from holdtrue.app.queries.boxed import Thread, thread
from holdtrue.core.refusals import NotFound
from holdtrue.store import doors
from holdtrue.store.models import Boxed

if TYPE_CHECKING:
    from holdtrue.app.door.ways import Way


def followed(way: Way, receipt: str) -> Thread | Request:
    """Return what a receipt leads to; NotFound, always alike, for a code that is none of this organisation's."""
    found = doors.by_receipt(way.organisation.pk, digest_of(as_written(receipt)))
    if found is None:
        raise NotFound("door.no_receipt")
    return thread(found) if isinstance(found, Boxed) else request(found)


def requests(way: Way) -> list[Request]:
    """Return what the person asked for; NotFound where nobody in particular came."""
    if way.person is None:
        raise NotFound("door.nothing")
    return requests_of(way.organisation.pk, way.person.pk)


__all__ = ["Request", "Thread", "followed", "requests"]

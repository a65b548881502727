"""Reading what a watched link leads to: a changed content drifts the sign-off, an unreadable one leaves it unknown."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.composing import compose, resolve
from holdtrue.app.actions.documents.files import DOCUMENTS, document_of
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import stored
from holdtrue.app.fetching import Fetched, Unread, fetch
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Refusal
from holdtrue.store import reading, writing
from holdtrue.store.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from holdtrue.store.models import Record

_LOG = logging.getLogger(__name__)
Seen = Fetched | Unread


def read_link(caller: Caller, ref: str) -> Seen:
    """Read the link of a document now and note what it led to; returns what was seen of the one in force.

    It is read before the transaction begins, so that nothing waits for another machine.
    """
    record = document_of(caller, ref)
    require(caller, "edit", on_record(record))
    if record.retired_day is not None:
        raise BadInput("record.retired", ref=record.ref)
    numbers = {record.in_force_number or record.head_number, record.head_number}
    links = {n: str(reading.body(record, n)["fields"].get("link") or "") for n in numbers}
    if not any(links.values()):
        raise BadInput("document.no_link", ref=record.ref)
    seen = {link: fetch(link) for link in set(links.values()) if link}
    with acting(caller, f"{record.kind}.edit", "edit", on_record(record)) as act:
        reading.renew(record)
        _note(act, record, seen)
    watched = links[min(numbers)] or links[max(numbers)]
    return seen[watched]


def read_all(caller: Caller) -> dict[str, Seen]:
    """Read the links of all documents of the organisation; ref → what was seen."""
    found: dict[str, Seen] = {}
    for record in reading.of_kinds(caller.organisation.pk, DOCUMENTS):
        if reading.body(record)["fields"].get("link"):
            found[record.ref] = read_link(caller, record.ref)
    return found


def read_everywhere() -> None:
    """Read the links of every organisation, on behalf of its owner at the console; what fails is tried next time."""
    from holdtrue.app import callers

    if not settings.HOLDTRUE_WATCHED_HOSTS:
        return
    for slug in Organisation.objects.values_list("slug", flat=True):
        try:
            read_all(callers.console(slug))
        except Refusal as refusal:
            _LOG.warning("the links of %s were not read: %s", slug, refusal)


def _note(act: Act, record: Record, seen: Mapping[str, Seen]) -> None:
    """Write what was seen: into what is in force, since that is what changed, and into the draft beside it."""
    in_force, head = record.in_force_number, record.head_number
    if in_force:
        _restate(act, record, in_force, seen, in_force=True)
    if not in_force or (in_force != head and record.head_number == head):
        _restate(act, record, head, seen, in_force=False)
    elif in_force != head:
        _restate(act, record, head, seen, in_force=False, anyway=True)


def _restate(
    act: Act,
    record: Record,
    number: int,
    seen: Mapping[str, Seen],
    *,
    in_force: bool,
    anyway: bool = False,
) -> None:
    """Write a revision's content anew with what was seen; `anyway` puts a draft back on top though nothing changed."""
    before = reading.body(record, number)
    fields = _seen(act, before["fields"], seen)
    if fields == before["fields"] and not anyway:
        return
    kind = KINDS[record.kind]
    ends = resolve(act.organisation.pk, kind, before["links"], held=before["links"])
    extra = {
        name: value for name, value in before.items() if name not in ("fields", "links", "source_fields")
    }
    content = compose(
        kind,
        record.title,
        stored(kind, fields),
        ends,
        source_fields=before["source_fields"],
        extra=extra,
        in_force=in_force,
    )
    revision = writing.revise(act.stamp, [(record, content)])[0]
    act.wrote(record, revision)


def _seen(act: Act, fields: Mapping[str, Any], seen: Mapping[str, Seen]) -> dict[str, Any]:
    link = str(fields.get("link") or "")
    found = seen.get(link)
    if found is None:
        return dict(fields)
    today = iso(act.day)
    if isinstance(found, Unread):
        return {"link_unread_since": today, **fields}
    kept = {name: value for name, value in fields.items() if name != "link_unread_since"}
    if fields.get("link_digest") == found.digest:
        return kept
    return {**kept, "link_digest": found.digest, "link_read_on": today}

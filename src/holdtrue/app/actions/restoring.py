"""Going back to an older revision of a record: by a new one that says what the older one said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import edit_within, find
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.store import reading
from holdtrue.store.models import Payload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.kinds import Kind
    from holdtrue.store.models import Record

_READING = frozenset({"result", "read_by", "read_on"})


@dataclass(frozen=True, slots=True)
class Restored:
    """A record after it went back, and what could not come back with it."""

    record: Record
    left_out: tuple[str, ...]
    """Refs of records retired since: a link to them is not made anew."""


def restore_revision(
    caller: Caller, ref: str, number: int, *, revision: int | None = None, why: str = ""
) -> Restored:
    """Write what revision `number` said as the newest revision; every revision between stays in the history.

    Raises Stale where `revision` is given and no longer the newest, BadInput where the older one is the newest or
    its content was erased, NotFound where there is none of that number.
    """
    record = find(caller, ref)
    target = on_record(record)
    with acting(caller, f"{record.kind}.restore", "edit", target) as act:
        reading.renew(record)
        if revision is not None and revision != record.head_number:
            raise Stale("record.stale", ref=record.ref, based_on=revision, newest=record.head_number)
        if number == record.head_number:
            raise BadInput("revision.newest_already", field="number", ref=record.ref, number=number)
        refuse_erased(record, number)
        now, then = reading.body(record), reading.body(record, number)
        kind = KINDS[record.kind]
        fields = {name: then["fields"].get(name) for name in {*now["fields"], *then["fields"]}}
        links, left = _links(act.organisation.pk, kind, now["links"], then["links"])
        if kind.id == "evidence" and any(now["fields"].get(n) != fields.get(n) for n in _READING):
            require(caller, "read_evidence", on_kind("evidence"))
        edit_within(act, record, fields, links, why=why)
        return Restored(record, left)


def left_out(record: Record, number: int) -> tuple[str, ...]:
    """Return the refs that going back would not link again: shown before it is done."""
    now, then = reading.body(record), reading.body(record, number)
    return _links(record.organisation_id, KINDS[record.kind], now["links"], then["links"])[1]


def refuse_erased(record: Record, number: int) -> None:
    """Raise BadInput where a revision says nothing any more: what was erased at a person's wish does not come back."""
    stored = reading.revision(record, number)
    payload = Payload.rows.of(record.organisation_id).filter(revision=stored, body__isnull=False)
    if not payload.exists():
        raise BadInput("revision.erased", field="number", ref=record.ref, number=number)


def _links(
    organisation_id: int,
    kind: type[Kind],
    now: Mapping[str, list[str]],
    then: Mapping[str, list[str]],
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The links as they stood then, without those to records that were retired since and are not linked today."""
    uids = {uid for name, some in then.items() if kind.edges.get(name) not in CATALOGS for uid in some}
    known = reading.by_uid(organisation_id, uids)
    gone = {uid for uid in uids if uid not in known or known[uid].retired_day is not None}
    links: dict[str, tuple[str, ...]] = {}
    left: set[str] = set()
    for name in {*now, *then}:
        held = set(now.get(name, ()))
        lost = [uid for uid in then.get(name, ()) if uid in gone and uid not in held]
        left |= {known[uid].ref for uid in lost if uid in known}
        links[name] = tuple(uid for uid in then.get(name, ()) if uid not in lost)
    return links, tuple(sorted(left))

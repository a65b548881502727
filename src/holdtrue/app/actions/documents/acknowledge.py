"""Acknowledging: a person says that they read the revision in force; the next one asks them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import add_within, edit_within, find
from holdtrue.app.actions.sign import sign_within
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.store import reading
from holdtrue.store.models import Link

if TYPE_CHECKING:
    from holdtrue.store.models import Record, SignOff

RELATION = {"policy": "policy", "procedure": "procedure"}
"""Kind of document → the relation by which an acknowledgement leads to it."""


def acknowledge(caller: Caller, ref: str, *, revision: int | None = None) -> SignOff:
    """Acknowledge the revision in force, as the person who asks. Twice is once more, with today's date.

    Raises NotAllowed for who is nobody here, BadInput where nothing is in force, Stale where another revision came
    into force while one was reading.
    """
    record = find(caller, ref)
    if record.kind not in RELATION:
        raise BadInput("document.not_acknowledged", ref=record.ref, kind=KINDS[record.kind].label)
    with acting(caller, "acknowledgement.sign", "acknowledge", on_record(record)) as act:
        reading.renew(record)
        if record.retired_day is not None:
            raise BadInput("record.retired", ref=record.ref)
        if not record.in_force_number:
            raise BadInput("document.nothing_in_force", ref=record.ref)
        if revision is not None and revision != record.in_force_number:
            raise Stale("record.stale", ref=record.ref, based_on=revision, newest=record.in_force_number)
        person = _person(caller)
        said = _said(act, record, person)
        return sign_within(act, said, person, "confirmed")


def _person(caller: Caller) -> Record:
    if not caller.actor.person:
        raise NotAllowed("document.nobody")
    return reading.by_uid(caller.organisation.pk, [caller.actor.person])[caller.actor.person]


def _said(act: Act, document: Record, person: Record) -> Record:
    """The person's acknowledgement of this document, brought up to its revision in force."""
    relation = RELATION[document.kind]
    fields = {"revision": str(document.in_force_number), "policy_topic": document.key or None}
    mine = (
        Link.rows.of(act.organisation.pk)
        .filter(relation=relation, target=document, source__kind="acknowledgement")
        .filter(source__retired_day__isnull=True)
        .filter(source__links_out__relation="person", source__links_out__target=person)
        .values_list("source_id", flat=True)
        .order_by("-source_id")[:1]
    )
    for row in mine:
        held = reading.by_id(act.organisation.pk, [row])[row]
        return edit_within(act, held, fields, {})
    links = {"person": [person.uid], relation: [document.uid]}
    given = {name: value for name, value in fields.items() if value}
    return add_within(act, KINDS["acknowledgement"], given, links)

"""Opening and shutting the employee's door, its links, and what somebody states of a tool and a kind of data."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.conf import settings

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.actions.records import find
from holdtrue.app.door.ways import digest_of, door_of
from holdtrue.app.notices.addresses import chat_address, mail_address
from holdtrue.app.notices.sending import send
from holdtrue.core.days import iso, to_day
from holdtrue.core.door import ANSWERS, DATA
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import DoorLink, ToolRule
from holdtrue.words import text

if TYPE_CHECKING:
    from holdtrue.store.models import Door, Record

LIVES = (30, 90, 365)
"""Days a personal link may open for."""


def set_door(
    caller: Caller,
    *,
    opened: bool,
    free: bool = False,
    answers: str | None = None,
    outside: str = "",
    new_code: bool = False,
) -> Door:
    """Open or shut the door. What is left out stays; `new_code` makes every poster before it useless.

    `answers` is the ref of the person who answers concerns beside owners and managers, '' for nobody. The outside
    address is kept and never shown or logged; '-' takes it away.
    """
    door = door_of(caller.organisation.pk)
    person = _person(caller, answers) if answers else None
    kept = "" if outside.strip() == "-" else _outside(outside) if outside.strip() else door.outside
    with acting(caller, "door.set", "settings", on_organisation()) as act:
        door.open, door.free, door.outside = opened, free and opened, kept
        if answers is not None:
            door.answers = person
        if new_code or not door.code:
            door.code = _secret(caller, 15)
        door.save()
        told = {"open": door.open, "free": door.free, "outside": bool(kept), "new_code": new_code}
        act.note(door.answers, contents=told)
    return door


def _outside(address: str) -> str:
    """A mail address stands as it is; any other is one of a chat service."""
    if "://" in address:
        return chat_address(address)
    mail_address(address)
    return address.strip()


def outside_address(kept: str) -> str:
    """Return where a notice to the outside goes."""
    return chat_address(kept) if "://" in kept else mail_address(kept)


def make_link(caller: Caller, ref: str, *, days: int = 365) -> str:
    """Give a person a link and return its address, this once; the one before ends."""
    require(caller, "make_door_link", on_organisation())
    if not door_of(caller.organisation.pk).open:
        raise BadInput("door.shut", field="person")
    if days not in LIVES:
        raise BadInput("door.days", field="days", known=LIVES)
    person = _person(caller, ref)
    secret = _secret(caller, 32)
    with acting(caller, "door.link", "make_door_link", on_organisation()) as act:
        DoorLink.rows.of(caller.organisation.pk).update_or_create(
            person=person,
            defaults={
                "organisation": caller.organisation,
                "digest": digest_of(secret),
                "made": act.day,
                "until": act.day + days,
            },
        )
        act.note(person, contents={"link": "made", "until": iso(act.day + days)})
    return f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}/door/in/{secret}/"


def send_link(caller: Caller, ref: str, *, days: int = 365) -> None:
    """Make a link and mail it to the person's own address; BadInput, and no link, where that cannot be done."""
    person = _person(caller, ref)
    mail = str(reading.body(person)["fields"].get("email") or "")
    address = mail_address(mail)
    link = make_link(caller, ref, days=days)
    title = text("door.mail.title", organisation=caller.organisation.name)
    if not send(address, title, text("door.mail.body", organisation=caller.organisation.name, address=link)):
        end_link(caller, ref)
        raise BadInput("door.mail.not_taken", field="person")


def end_link(caller: Caller, ref: str) -> None:
    """End a person's link; it opens nothing from now on."""
    person = find(caller, ref)
    with acting(caller, "door.end_link", "make_door_link", on_organisation()) as act:
        if DoorLink.rows.of(caller.organisation.pk).filter(person=person).delete()[0]:
            act.note(person, contents={"link": "ended"})


def state(caller: Caller, ref: str, data: str, answer: str) -> None:
    """State whether a kind of data may go into a tool; '' takes that back, and the record speaks again."""
    if data not in DATA or answer not in ("", *ANSWERS):
        raise BadInput("door.rule", field="answer", known=ANSWERS)
    system = find(caller, ref)
    if system.kind != "system":
        raise BadInput("door.rule_of_system", field="system", ref=ref)
    with acting(caller, "door.state", "settings", on_organisation()) as act:
        rows = ToolRule.rows.of(caller.organisation.pk)
        if answer:
            given = {"organisation": caller.organisation, "answer": answer}
            rows.update_or_create(system=system, data=data, defaults=given)
        else:
            rows.filter(system=system, data=data).delete()
        act.note(system, contents={"data": data, "answer": answer})


def _person(caller: Caller, ref: str) -> Record:
    person = find(caller, ref)
    left = to_day(reading.body(person)["fields"].get("left_on"))
    gone = left is not None and left <= caller.clock.day(caller.organisation.time_zone)
    if person.kind != "person" or person.retired_day is not None or gone:
        raise BadInput("door.no_person", field="person", ref=ref)
    return person


def _secret(caller: Caller, size: int) -> str:
    return base64.urlsafe_b64encode(caller.clock.entropy(size)).decode().rstrip("=")


__all__ = ["LIVES", "end_link", "make_link", "outside_address", "send_link", "set_door", "state"]

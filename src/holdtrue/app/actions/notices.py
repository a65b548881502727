"""Choosing how one is told what one owes, what an organisation says of notices, and a person's calendar address."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.snoozing import own_person
from holdtrue.app.notices.addresses import chat_address, mail_address
from holdtrue.app.notices.calendar import digest_of
from holdtrue.core.access import Target
from holdtrue.core.refusals import BadInput
from holdtrue.store.models import CalendarFeed, NoticePlan, NoticeRule

if TYPE_CHECKING:
    from holdtrue.store.models import Record

RHYTHMS = ("never", "daily", "weekly")
WAYS = ("mail", "chat")
AFTER = (0, 7, 14, 30, 60)
"""Days after which something overdue goes up; 0 for never."""


def choose(
    caller: Caller, *, rhythm: str, way: str = "mail", address: str = "", mail: str = ""
) -> NoticePlan:
    """Choose how the caller's person is told. `mail` is the address of their account; a chat address stays if left out.

    The ledger says which way was chosen, never to which address.
    """
    person = own_person(caller)
    if rhythm not in RHYTHMS:
        raise BadInput("notices.rhythm", field="rhythm", known=RHYTHMS)
    if way not in WAYS:
        raise BadInput("notices.way", field="way", known=WAYS)
    plan = plan_of(caller.organisation.pk, person)
    kept = mail.strip() if way == "mail" else chat_address(address) if address.strip() else plan.address
    if rhythm != "never":
        if way == "mail":
            mail_address(kept)
        elif not kept or (plan.way == "mail" != way and not address.strip()):
            raise BadInput("notices.address", field="address")
    with acting(caller, "notices.choose", "notices", _own(person)) as act:
        act.note(person, contents={"rhythm": rhythm, "way": way})
        plan.rhythm, plan.way, plan.address = rhythm, way, kept
        plan.save()
    return plan


def plan_of(organisation_id: int, person: Record) -> NoticePlan:
    """Return how a person is told, or the plan of one who has chosen nothing yet."""
    found = NoticePlan.rows.of(organisation_id).filter(person=person).first()
    return found or NoticePlan(organisation_id=organisation_id, person=person)


def rule(
    caller: Caller, *, escalate_after: int | None = None, rhythm: str = "", address: str = ""
) -> NoticeRule:
    """Say when what is overdue goes up, and where everybody's summary is sent; what is left out stays."""
    found = rule_of(caller.organisation.pk)
    if escalate_after is not None and escalate_after not in AFTER:
        raise BadInput("notices.after", field="escalate_after", known=AFTER)
    if rhythm and rhythm not in RHYTHMS:
        raise BadInput("notices.rhythm", field="rhythm", known=RHYTHMS)
    kept = chat_address(address) if address.strip() else found.address
    if rhythm not in ("", "never") and not kept:
        raise BadInput("notices.address", field="address")
    with acting(caller, "notices.rule", "settings", on_organisation()) as act:
        found.address = kept
        found.rhythm = rhythm or found.rhythm
        found.escalate_after = found.escalate_after if escalate_after is None else escalate_after
        act.note(None, contents={"escalate_after": found.escalate_after, "rhythm": found.rhythm})
        found.save()
    return found


def rule_of(organisation_id: int) -> NoticeRule:
    """Return what an organisation says of notices, or what holds where it said nothing."""
    found = NoticeRule.rows.of(organisation_id).first()
    return found or NoticeRule(organisation_id=organisation_id)


def make_feed(caller: Caller) -> str:
    """Give the caller's person a calendar address and return its secret, this once; an earlier one ends."""
    person = own_person(caller)
    secret = base64.urlsafe_b64encode(caller.clock.entropy(32)).decode().rstrip("=")
    with acting(caller, "calendar.make", "notices", _own(person)) as act:
        CalendarFeed.rows.of(caller.organisation.pk).update_or_create(
            person=person,
            defaults={
                "organisation": caller.organisation,
                "digest": digest_of(secret),
                "made_at": act.now,
            },
        )
        act.note(person, contents={"calendar": "made"})
    return secret


def end_feed(caller: Caller) -> None:
    """End the calendar address: whoever knows it finds nothing any more."""
    person = own_person(caller)
    rows = CalendarFeed.rows.of(caller.organisation.pk).filter(person=person)
    if not rows.exists():
        return
    with acting(caller, "calendar.end", "notices", _own(person)) as act:
        rows.delete()
        act.note(person, contents={"calendar": "ended"})


def has_feed(organisation_id: int, person: Record) -> bool:
    """Whether a person has a calendar address."""
    return bool(CalendarFeed.rows.of(organisation_id).filter(person=person).exists())


def _own(person: Record) -> Target:
    return Target(people=frozenset({person.uid}))


__all__ = [
    "AFTER",
    "RHYTHMS",
    "WAYS",
    "choose",
    "end_feed",
    "has_feed",
    "make_feed",
    "plan_of",
    "rule",
    "rule_of",
]

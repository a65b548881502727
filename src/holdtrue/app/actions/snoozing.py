"""Putting an item of one's worklist off for a while, with a reason that is logged; and taking it up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.worklist.finding import item_of
from holdtrue.app.worklist.reading import asked_for
from holdtrue.core.access import Target
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import Snooze

if TYPE_CHECKING:
    from holdtrue.app.worklist.items import Item
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

LONGEST = 90
"""Days ahead up to which something can be put off."""
_REASON = 2_000


def put_off(caller: Caller, key: str, *, until: Day, why: str) -> Item:
    """Put an item off until a day, for a reason. It stays owed, and is counted where the manager looks.

    BadInput without a reason, for a day that is past or too far, and for a legal duty past its own day.
    """
    person = own_person(caller)
    day = caller.clock.day(caller.organisation.time_zone)
    reason = why.strip()
    if not reason:
        raise BadInput("snooze.no_reason", field="why")
    if len(reason) > _REASON:
        raise BadInput("snooze.reason_long", field="why", most=_REASON)
    if not day < until <= day + LONGEST:
        raise BadInput("snooze.day", field="until", most=LONGEST, last_day=day + LONGEST)
    asked = asked_for(caller.organisation, person.pk, caller.actor.role, day, caller=caller)
    item = item_of(asked, key)
    if item.legal and item.due is not None and until > item.due:
        raise BadInput("snooze.legal", field="until", last_day=max(item.due, 1))
    with acting(caller, "worklist.snooze", "snooze", Target(people=frozenset({person.uid}))) as act:
        act.note(item.scope, contents={"item": key, "person": person.uid, "until": iso(until)}, why=reason)
        Snooze.rows.of(caller.organisation.pk).update_or_create(
            person=person,
            item=key,
            defaults={
                "organisation": caller.organisation,
                "until": until,
                "why": reason,
                "entry": act.head.size,
            },
        )
    return item


def take_up(caller: Caller, key: str) -> None:
    """Take an item up again before its day; nothing happens where it was not put off."""
    person = own_person(caller)
    rows = Snooze.rows.of(caller.organisation.pk).filter(person=person, item=key)
    if not rows.exists():
        return
    with acting(caller, "worklist.take_up", "snooze", Target(people=frozenset({person.uid}))) as act:
        act.note(None, contents={"item": key, "person": person.uid})
        rows.delete()


def own_person(caller: Caller) -> Record:
    """Return the caller's person record; BadInput for a machine, or an account that stands for nobody here."""
    found = reading.by_uid(caller.organisation.pk, [caller.actor.person]) if caller.actor.person else {}
    person = found.get(caller.actor.person)
    if person is None:
        raise BadInput("worklist.no_person", field="person")
    return person


__all__ = ["LONGEST", "own_person", "put_off", "take_up"]

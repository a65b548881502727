"""Being away for a while: a person, or somebody for them, says until when; it ends by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import require
from holdtrue.app.actions.records import edit_within, find
from holdtrue.core.access import Target
from holdtrue.core.days import iso, to_day
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

LONGEST = 366
"""Days: whoever is gone for longer hands over what they hold."""


def be_away(caller: Caller, ref: str, until: str, *, why: str = "") -> Record:
    """Write down the last day a person is away; '' says that they are back.

    Until then what is asked of a role they hold is asked of its deputy. BadInput for a record that is no person, one
    who left, a day that is past and one too far ahead.
    """
    person = find(caller, ref)
    if person.kind != "person":
        raise BadInput("people.hand.person", field="person", ref=person.ref)
    require(caller, "be_away", on_absence(person))
    today = caller.clock.day(caller.organisation.time_zone)
    day = to_day(until.strip()) if until.strip() else None
    if until.strip() and (day is None or not today <= day <= today + LONGEST):
        raise BadInput("people.away.day", field="until", last_day=today + LONGEST)
    left = to_day(reading.body(person)["fields"].get("left_on"))
    if left is not None and left <= today:
        raise BadInput("people.away.left", field="until", name=person.title)
    with acting(caller, "person.away", "be_away", on_absence(person)) as act:
        reading.renew(person)
        return edit_within(act, person, {"away_until": iso(day) if day else None}, {}, why=why)


def on_absence(person: Record) -> Target:
    """A person who may be away: it is theirs to say, and their manager's."""
    above = Link.rows.of(person.organisation_id).filter(
        source=person, relation="manager", target__isnull=False
    )
    people = {person.uid, *above.values_list("target__uid", flat=True)}
    return Target(kind="person", people=frozenset(people), unit_path=person.unit.path if person.unit else "")


__all__ = ["LONGEST", "be_away", "on_absence"]

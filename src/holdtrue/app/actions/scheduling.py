"""Planning a day of the year calendar for something periodic, moving it, taking it off; no plan makes anything done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.planning import FURTHEST
from holdtrue.core.days import iso, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import PlannedDate

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record

_TYPED = {"review": "type", "audit": "type", "training": "topic"}
"""Kind → the field that says which of its kind an event is."""


def plannable() -> tuple[str, ...]:
    """Return what can be planned beside practices and indicators: each type of review, audit and training."""
    return tuple(
        f"{kind}:{option}" for kind, name in _TYPED.items() for option, _ in KINDS[kind].spec(name).choices
    )


def schedule(caller: Caller, what: str, *, on: str, person: str = "") -> None:
    """Plan something for a day, by a person's ref where one is named; a plan that is there is moved.

    BadInput for what is not periodic here, for a day that is none, past or too far, and for who is no person.
    """
    day = caller.clock.day(caller.organisation.time_zone)
    _known(caller, what)
    wanted = to_day(on) if len(on) == len("2027-03-14") else None
    if wanted is None or not day <= wanted <= day + FURTHEST:
        raise BadInput("plan.day", field="on", value=on[:40])
    who = _person(caller, person)
    with acting(caller, "calendar.plan", "plan", on_organisation()) as act:
        act.note(None, contents={"what": what, "on": iso(wanted), "person": who.uid if who else ""})
        PlannedDate.rows.of(caller.organisation.pk).update_or_create(
            what=what,
            defaults={
                "organisation": caller.organisation,
                "day": wanted,
                "person": who,
                "planned": act.day,
                "entry": act.head.size,
            },
        )


def unschedule(caller: Caller, what: str) -> None:
    """Take something off the calendar; nothing happens where it was not planned."""
    rows = PlannedDate.rows.of(caller.organisation.pk).filter(what=what[:80])
    if not rows.exists():
        return
    with acting(caller, "calendar.unplan", "plan", on_organisation()) as act:
        act.note(None, contents={"what": what})
        rows.delete()


def _known(caller: Caller, what: str) -> None:
    sort, _, name = what.partition(":")
    if sort == "practice" and name in library().by_id:
        return
    if sort == "indicator":
        record = reading.by_ref(caller.organisation.pk, [name]).get(name)
        if record is not None and record.kind == "indicator" and record.retired_day is None:
            return
    if what not in plannable():
        raise BadInput("calendar.what", field="what", value=what[:80])


def _person(caller: Caller, ref: str) -> Record | None:
    if not ref:
        return None
    found = reading.by_ref(caller.organisation.pk, [ref]).get(ref)
    if found is None or found.kind != "person" or found.retired_day is not None:
        raise BadInput("plan.person", field="person", value=ref[:40])
    return found


__all__ = ["plannable", "schedule", "unschedule"]

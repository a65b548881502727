"""Planning a step of the roadmap for a day and a person, moving it, and taking it off the plan; no claim reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.core.days import iso, to_day
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import PlannedStep

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

FURTHEST = 3_660
"""Days ahead up to which something can be planned."""
KINDS = frozenset({"", "part", "high", "others"})


def plan(caller: Caller, step: str, *, on: str, person: str = "") -> None:
    """Plan a step for a day, by a person's ref where one is named; a plan that is there is moved.

    BadInput for a step that the library does not know, a day that is none, is past or too far, or who is no person.
    """
    name = _known(step)
    day = caller.clock.day(caller.organisation.time_zone)
    wanted = to_day(on) if len(on) == len("2027-03-14") else None
    if wanted is None or not day <= wanted <= day + FURTHEST:
        raise BadInput("plan.day", field="on", value=on[:40])
    who = _person(caller, person)
    with acting(caller, "roadmap.plan", "plan", on_organisation()) as act:
        contents = {"step": name, "on": iso(wanted), "person": who.uid if who else ""}
        act.note(None, contents=contents)
        _put(caller, name, day=wanted, person=who, planned=act.day, entry=act.head.size)


def unplan(caller: Caller, step: str) -> None:
    """Take a step off the plan; nothing happens where it was not planned."""
    rows = PlannedStep.rows.of(caller.organisation.pk).filter(step=_known(step))
    if not rows.exists():
        return
    with acting(caller, "roadmap.unplan", "plan", on_organisation()) as act:
        act.note(None, contents={"step": step})
        rows.delete()


def _put(caller: Caller, step: str, *, day: Day, person: Record | None, planned: Day, entry: int) -> None:
    PlannedStep.rows.of(caller.organisation.pk).update_or_create(
        step=step,
        defaults={
            "organisation": caller.organisation,
            "day": day,
            "person": person,
            "planned": planned,
            "entry": entry,
        },
    )


def _known(step: str) -> str:
    practice, _, kind = step.partition(":")
    if practice not in library().by_id or kind not in KINDS:
        raise BadInput("plan.step", field="step", value=step[:80])
    return step


def _person(caller: Caller, ref: str) -> Record | None:
    if not ref:
        return None
    found = reading.by_ref(caller.organisation.pk, [ref]).get(ref)
    if found is None or found.kind != "person" or found.retired_day is not None:
        raise BadInput("plan.person", field="person", value=ref[:40])
    return found


__all__ = ["plan", "unplan"]

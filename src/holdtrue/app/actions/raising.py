"""Telling whoever is above of what has been overdue for long: once, and logged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.notices import rule_of
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.worklist.raising import untold
from holdtrue.app.worklist.reading import asked_for
from holdtrue.core.days import iso
from holdtrue.store import reading
from holdtrue.store.models import Escalation

if TYPE_CHECKING:
    from holdtrue.app.worklist.raising import Passed


def raise_late(caller: Caller) -> int:
    """Send what is long overdue up, one entry a person it concerns; return how many went. Doing it again adds none."""
    organisation = caller.organisation
    days = rule_of(organisation.pk).escalate_after
    if not days:
        return 0
    day = caller.clock.day(organisation.time_zone)
    if not untold(asked_for(organisation, 0, "", day), days):
        return 0
    with acting(caller, "worklist.raise", "settings", on_organisation()) as act:
        waiting = untold(asked_for(organisation, 0, "", day), days)
        by_pair: dict[tuple[int, int], list[Passed]] = defaultdict(list)
        for late, above in waiting:
            by_pair[late.person, above].append(late)
        people = reading.by_id(organisation.pk, {row for pair in by_pair for row in pair})
        for (person, above), some in by_pair.items():
            contents = {
                "above": people[above].uid,
                "items": [{"item": x.item, "since": iso(x.due)} for x in some],
            }
            act.note(people[person], contents=contents)
            Escalation.rows.add(
                [
                    Escalation(
                        organisation=organisation,
                        item=late.item,
                        person_id=person,
                        above_id=above,
                        due=late.due,
                        told=day,
                        entry=act.head.size,
                    )
                    for late in some
                ]
            )
    return len(waiting)


__all__ = ["raise_late"]

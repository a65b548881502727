"""Who is named here and cannot come in yet: no account, and no link to the employee's door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.accounts.models import Membership
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.core.days import to_day
from holdtrue.store import reading
from holdtrue.store.models import DoorLink, Link, Record

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day

MOST = 60
"""People shown at a time; a larger firm brings accounts by other ways."""


@dataclass(frozen=True, slots=True)
class Outside:
    """One person who cannot come in."""

    ref: str
    name: str
    email: str
    owns: int
    """Systems they answer for, which they sign with an account."""


def outside(caller: Caller, day: Day) -> list[Outside]:
    """Return them by name. Four queries."""
    require(caller, "settings", on_organisation())
    pk = caller.organisation.pk
    inside = Membership.objects.filter(organisation=caller.organisation, active=True, person__isnull=False)
    links = DoorLink.rows.of(pk).filter(until__gt=day)
    people = list(
        Record.rows.of(pk)
        .filter(kind="person", retired_day__isnull=True)
        .exclude(pk__in=inside.values("person_id"))
        .exclude(pk__in=links.values("person_id"))
        .order_by("title", "id")[:MOST]
    )
    bodies = reading.bodies(pk, [(person.pk, person.head_number) for person in people])
    owned = Link.rows.of(pk).filter(
        relation="owner",
        target_id__in=[person.pk for person in people],
        source__kind="system",
        source__retired_day__isnull=True,
    )
    counts: dict[int, int] = {}
    for target in owned.values_list("target_id", flat=True):
        counts[target] = counts.get(target, 0) + 1
    found = []
    for person in people:
        fields = bodies[person.pk]["fields"]
        left = to_day(str(fields.get("left_on") or ""))
        if left is None or left > day:
            email = str(fields.get("email") or "")
            found.append(Outside(person.ref, person.title, email, counts.get(person.pk, 0)))
    return found


__all__ = ["MOST", "Outside", "outside"]

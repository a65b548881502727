"""Who holds which role today: the holder, or the deputy where there is none or they have left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.days import to_day
from holdtrue.store import owed, reading
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation


@dataclass(frozen=True, slots=True)
class Holders:
    """The roles of an organisation."""

    by_role: Mapping[str, tuple[int, ...]]
    """Role → row ids of those who answer for it today; several records of one role are all asked."""
    records: Mapping[str, Record]
    """Role → its record, held or not."""

    def of(self, person: int) -> frozenset[str]:
        """Return the roles a person answers for."""
        return frozenset(role for role, people in self.by_role.items() if person in people)

    def nobody(self, role: str) -> bool:
        """Whether nobody answers for a role."""
        return not self.by_role.get(role)


def holders(organisation: Organisation, day: Day) -> Holders:
    """Read them. Four queries, whatever the size of the register."""
    pk = organisation.pk
    roles = list(Record.rows.of(pk).filter(kind="role", retired_day__isnull=True).exclude(key="")[:500])
    named = owed.places(pk, [r.pk for r in roles], ("holder", "deputy"))
    wanted = {person for place in named.values() for person in place.people.values()}
    people = reading.by_id(pk, wanted)
    bodies = reading.bodies(pk, [(p.pk, p.head_number) for p in people.values()])
    there = {row for row, person in people.items() if _there(person, bodies[row]["fields"], day)}
    found: dict[str, list[int]] = {}
    for role in roles:
        place = named[role.pk].people if role.pk in named else {}
        who = next((place[r] for r in ("holder", "deputy") if place.get(r) in there), None)
        found.setdefault(role.key, []).extend([who] if who is not None else [])
    return Holders({role: tuple(who) for role, who in found.items()}, {r.key: r for r in roles})


def _there(person: Record, fields: Mapping[str, object], day: Day) -> bool:
    left = to_day(fields.get("left_on"))
    return person.retired_day is None and (left is None or left > day)


__all__ = ["Holders", "holders"]

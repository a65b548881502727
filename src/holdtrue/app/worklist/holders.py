"""Who holds which role today: the holder, or the deputy where there is none or they have left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.days import to_day
from holdtrue.store import owed_brief
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation
    from holdtrue.store.owed_brief import Named


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
    """Read them, and the records of the roles. Two queries, whatever the size of the register."""
    known = answering(organisation, day)
    roles = Record.rows.of(organisation.pk).filter(kind="role", retired_day__isnull=True).exclude(key="")
    return Holders(known.by_role, {r.key: r for r in roles[:500]})


def answering(organisation: Organisation, day: Day) -> Holders:
    """Read who answers for each role, without the records of the roles. One query."""
    places: dict[tuple[int, str], dict[str, int]] = {}
    for one in owed_brief.named(organisation.pk):
        place = places.setdefault((one.role, one.key), {})
        if one.relation:
            # the newest named counts, there or not
            place[one.relation] = one.person if _there(one, day) else 0
    found: dict[str, list[int]] = {}
    for (_, key), place in places.items():
        who = place.get("holder") or place.get("deputy")
        found.setdefault(key, []).extend([who] if who else [])
    return Holders({role: tuple(who) for role, who in found.items()}, {})


def _there(person: Named, day: Day) -> bool:
    left = to_day(person.fields.get("left_on"))
    return not person.retired and (left is None or left > day)


__all__ = ["Holders", "answering", "holders"]

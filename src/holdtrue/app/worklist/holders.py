"""Who answers for which role today: the holder, or the deputy where there is none, or they left or are away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.core.absence import away_until
from holdtrue.core.days import to_day
from holdtrue.store import owed_brief
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation
    from holdtrue.store.owed_brief import Named


@dataclass(frozen=True, slots=True)
class Absence:
    """A holder who is away for a while, with who stands in for them."""

    person: int
    name: str
    until: Day
    """The last day they are away."""
    deputy: int = 0
    """0 where nobody stands in: what is asked of the role waits for the holder."""
    deputy_name: str = ""


@dataclass(frozen=True, slots=True)
class Holders:
    """The roles of an organisation."""

    by_role: Mapping[str, tuple[int, ...]]
    """Role → row ids of those who answer for it today; several records of one role are all asked."""
    records: Mapping[str, Record]
    """Role → its record, held or not."""
    absences: Mapping[str, tuple[Absence, ...]] = field(default_factory=dict)
    """Role → its holders who are away."""

    def stood_in(self, role: str, person: int) -> Absence | None:
        """Return for whom a person answers for a role; None where it is their own."""
        return next((one for one in self.absences.get(role, ()) if one.deputy == person), None)

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
    return Holders(known.by_role, {r.key: r for r in roles[:500]}, known.absences)


def answering(organisation: Organisation, day: Day) -> Holders:
    """Read who answers for each role, without the records of the roles. One query."""
    places: dict[tuple[int, str], dict[str, Named | None]] = {}
    for one in owed_brief.named(organisation.pk):
        place = places.setdefault((one.role, one.key), {})
        if one.relation:
            # the newest named counts, there or not
            place[one.relation] = one if _there(one, day) else None
    found: dict[str, list[int]] = {}
    gone: dict[str, list[Absence]] = {}
    for (_, key), place in places.items():
        holder, deputy = place.get("holder"), place.get("deputy")
        until = away_until(holder.fields, day) if holder else None
        who = holder or deputy
        if holder is not None and until is not None:
            here = deputy if deputy and away_until(deputy.fields, day) is None else None
            who = here or holder
            named = (here.person, here.name) if here else (0, "")
            gone.setdefault(key, []).append(Absence(holder.person, holder.name, until, *named))
        found.setdefault(key, []).extend([who.person] if who else [])
    return Holders(
        {role: tuple(who) for role, who in found.items()}, {}, {role: tuple(x) for role, x in gone.items()}
    )


def _there(person: Named, day: Day) -> bool:
    left = to_day(person.fields.get("left_on"))
    return not person.retired and (left is None or left > day)


__all__ = ["Absence", "Holders", "answering", "holders"]

"""What everybody owes, by person and by unit, with what nobody answers for: read from counts, never from scopes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.queries.holdings import absent_until
from holdtrue.app.worklist.duties import role_of, whole_dues
from holdtrue.app.worklist.items import MONTH, Group, group_of
from holdtrue.app.worklist.reading import asked_for
from holdtrue.core.duties import MEMBER, OVERSEER, OWNER, SORT
from holdtrue.core.packing import unpack
from holdtrue.store import owed, reading, standings
from holdtrue.store.models import Snooze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.worklist.asking import Asked
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation, Record

NAMED = frozenset({SORT, OWNER, OVERSEER, MEMBER})
MOST = 100
"""People and units listed; the busiest first."""


@dataclass(slots=True)
class Load:
    """How much lies somewhere."""

    overdue: int = 0
    month: int = 0
    later: int = 0
    unsorted: int = 0
    away: int = 0
    """Of those, how many acts were put off."""

    @property
    def total(self) -> int:
        """Everything within the horizon."""
        return self.overdue + self.month + self.later + self.unsorted

    def take(self, line: owed.Sum) -> None:
        """Add what a line of the counts says."""
        if line.role == SORT:
            self.unsorted += line.overdue + line.month + line.later
            return
        self.overdue += line.overdue
        self.month += line.month
        self.later += line.later


@dataclass(slots=True)
class Gone:
    """Somebody who is away: what their deputies do meanwhile, and what waits for them."""

    person: Record
    until: Day
    covered: list[tuple[str, str]]
    """Role → name of the deputy who does it meanwhile."""
    waits: list[str]
    """Roles without a deputy who is there: what they owe stays with whoever is away."""
    load: Load
    """What lies with them all the same: those roles, and what names them."""


@dataclass(slots=True)
class Everybody:
    """The manager's view."""

    people: list[tuple[Record, Load]]
    """The most overdue first; at most MOST."""
    more_people: int
    units: list[tuple[Record, Load]]
    nobody: Load
    """Systems and records that name nobody."""
    open_roles: list[tuple[str, Load, Record | None]]
    """Roles nobody holds for which something waits, with their record where there is one."""
    whole: Load = field(default_factory=Load)
    gone: list[Gone] = field(default_factory=list)
    """Who is away, the first back first."""


def everybody(organisation: Organisation, day: Day) -> Everybody:
    """Return it. A dozen queries; the counts are summed where they are stored."""
    pk = organisation.pk
    asked = asked_for(organisation, 0, "", day)
    lines = owed.summed(pk, day, day + MONTH, asked.until)
    by_person: dict[int, Load] = {}
    by_unit: dict[int, Load] = {}
    by_role: dict[str, Load] = {}
    nobody, whole = Load(), Load()
    for line in lines:
        if line.person == owed.EVERY:
            if line.unit:
                by_unit.setdefault(line.unit, Load()).take(line)
            continue
        whole.take(line)
        if line.role not in NAMED:
            by_role.setdefault(line.role, Load()).take(line)
        elif line.person:
            by_person.setdefault(line.person, Load()).take(line)
        else:
            nobody.take(line)
    for role, load in _own(asked, organisation, day).items():
        _add(whole, load)
        _add(by_role.setdefault(role, Load()), load)
    open_roles = []
    for role, load in sorted(by_role.items()):
        holders = asked.held.by_role.get(role, ())
        for person in holders:
            _add(by_person.setdefault(person, Load()), load)
        if not holders and load.total:
            open_roles.append((role, load, asked.held.records.get(role)))
    for person, n in _away(pk, day).items():
        by_person.setdefault(person, Load()).away = n
        whole.away += n
    shown = sorted((x for x in by_person.items() if x[1].total), key=_busiest)
    units = sorted((x for x in by_unit.items() if x[1].total), key=_busiest)[:MOST]
    absent = {one.person for some in asked.held.absences.values() for one in some}
    records = reading.by_id(pk, [*(row for row, _ in (*shown[:MOST], *units)), *absent])
    return Everybody(
        people=[(records[row], load) for row, load in shown[:MOST] if row in records],
        more_people=max(0, len(shown) - MOST),
        units=[(records[row], load) for row, load in units if row in records],
        nobody=nobody,
        open_roles=open_roles,
        whole=whole,
        gone=_gone(asked, [r for r in records.values() if r.kind == "person"], by_person),
    )


def _gone(asked: Asked, people: Sequence[Record], loads: Mapping[int, Load]) -> list[Gone]:
    """Those of the people who are away. One query."""
    until = absent_until(people, asked.day)
    found = {p.pk: Gone(p, until[p.pk], [], [], loads.get(p.pk, Load())) for p in people if p.pk in until}
    for role, some in sorted(asked.held.absences.items()):
        for one in some:
            if one.person not in found:
                continue
            if one.deputy:
                found[one.person].covered.append((role, one.deputy_name))
            else:
                found[one.person].waits.append(role)
    told = (one for one in found.values() if one.covered or one.waits or one.load.total)
    return sorted(told, key=lambda one: (one.until, one.person.title))


def _busiest(pair: tuple[int, Load]) -> tuple[int, int, int]:
    return (-pair[1].overdue, -pair[1].total, pair[0])


def _add(load: Load, more: Load) -> None:
    load.overdue += more.overdue
    load.month += more.month
    load.later += more.later
    load.unsorted += more.unsorted


def _own(asked: Asked, organisation: Organisation, day: Day) -> dict[str, Load]:
    """What the organisation's own practices ask, by role."""
    kept = standings.of_organisation(organisation.pk)
    found: dict[str, Load] = {}
    for due in whole_dues(asked, unpack(kept.packed) if kept else {}):
        load = found.setdefault(role_of(due.practice), Load())
        group = group_of(due.state, due.due, day)
        load.overdue += group is Group.OVERDUE
        load.month += group is Group.MONTH
        load.later += group is Group.LATER
    return found


def _away(organisation_id: int, day: Day) -> Counter[int]:
    rows = Snooze.rows.of(organisation_id).filter(until__gt=day).values_list("person_id", flat=True)
    return Counter(rows)


__all__ = ["MOST", "Everybody", "Load", "everybody"]

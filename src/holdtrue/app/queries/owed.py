"""What one person owes: the worst of the systems they own, and what their roles answer for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.derive.systems import reached
from holdtrue.core.packing import unpack
from holdtrue.core.scoring import LEVEL_WORDS, target_level
from holdtrue.core.verdicts import State
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.status import Stand, Status
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Practice
    from holdtrue.store.models import Record

SOON = 30
"""Days before its end from which something is owed again."""
_RELATIONS = ("owner", "overseer", "holder", "deputy")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Debt:
    """One thing owed: a practice in a scope, or a system to be sorted."""

    scope: Record | None
    """None for the organisation."""
    practice: Practice | None
    """None where the system is not yet sorted."""
    level: int
    """The level to reach, or to keep, 1 to 4."""
    state: State
    until: Day | None = None
    """The day a level that holds ends."""


def owed(status: Status, person: int | None, role: str, *, systems: bool = True) -> list[Debt]:
    """Return what a person owes, what broke first. `person` is the row of their record; one query, none without it.

    An owner of the organisation answers for the foundations nobody is named for.
    """
    organisation = status.figures.organisation.pk
    held = reading.held_by(organisation, person, _RELATIONS, most=_MOST) if person and systems else []
    roles = {record.key for record, _, _ in held if record.kind == "role"}
    found = [
        debt
        for record, packed, tier in held
        if record.kind == "system" and packed
        for debt in _of_system(status, record, packed, tier)
    ]
    found += _of_organisation(status, roles, whole=role == "owner" and not roles)
    return sorted(found, key=_urgency)


def _of_system(status: Status, system: Record, packed: bytes, tier: str) -> list[Debt]:
    if system.use == "ended":
        return []
    if not tier:
        return [Debt(system, None, 0, State.UNKNOWN)]
    day, figures = status.figures.day, status.figures
    counted: Mapping[str, Stand] = {s.practice.id: s for s in status.stands if s.counted}
    found = []
    for name, held in unpack(packed).items():
        stand = counted.get(name)
        if held is None or stand is None:
            continue
        level, until, state = reached(held, day)
        target = LEVEL_WORDS.index(target_level(figures.library, figures.organisation.profile, name))
        if level < target:
            found.append(Debt(system, stand.practice, level + 1, State(state)))
        elif until - day <= SOON:
            found.append(Debt(system, stand.practice, level, State.HOLDS, until))
    return sorted(found, key=_urgency)[:1]


def _of_organisation(status: Status, roles: set[str], *, whole: bool) -> list[Debt]:
    found = []
    for stand in status.stands:
        practice = stand.practice
        mine = practice.owner_role in roles or (whole and practice.profile == "starter")
        if not mine or practice.per_system or not stand.counted or stand.score is None:
            continue
        if stand.level < stand.target:
            found.append(Debt(None, practice, stand.level + 1, stand.state))
        elif stand.until - status.figures.day <= SOON:
            found.append(Debt(None, practice, stand.level, State.HOLDS, stand.until))
    return found


def _urgency(debt: Debt) -> tuple[int, int]:
    """What broke comes before what was never done, and that before what will end."""
    order = {State.HOLDS: 9, State.MISSING: 5}
    return (order.get(debt.state, 1), debt.until or 0)

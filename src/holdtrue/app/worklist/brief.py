"""A worklist in brief, for a first page: how much is owed by when, and the first few, none of them explained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.worklist.asking import OWN_ROLES, Asked
from holdtrue.app.worklist.duties import answers, dues, whole_dues
from holdtrue.app.worklist.holders import answering
from holdtrue.app.worklist.hour import hour_of, owed_on
from holdtrue.app.worklist.items import Group, group_of
from holdtrue.app.worklist.sources import open_roles
from holdtrue.core.duties import BROKE, MEMBER, NO_END, SORT
from holdtrue.core.packing import unpack
from holdtrue.core.verdicts import State
from holdtrue.store import owed_brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdtrue.app.derive.alike import Stands
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Practice
    from holdtrue.store.models import Organisation
    from holdtrue.store.owed_brief import First

FEW = 3
"""Lines said."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing owed."""

    group: Group
    due: Day | None
    practice: Practice | None = None
    """None where a record is asked something, or where systems wait to be sorted."""
    ref: str = ""
    """'' for the organisation."""
    title: str = ""
    n: int = 0
    """Systems to be sorted."""
    level: int = 0
    """The level of the practice that is asked; 0 where nothing of one is."""
    role: str = ""
    """The role that waits for somebody to be named for it."""


@dataclass(frozen=True, slots=True)
class Brief:
    """How much is owed, and what first: what one act clears of the organisation's own counts as often as it clears."""

    overdue: int
    month: int
    later: int
    lines: tuple[Line, ...]
    early: int = 0
    """Gates opened early of late, whoever did."""

    @property
    def total(self) -> int:
        """Everything within the horizon."""
        return self.overdue + self.month + self.later


def brief_of(organisation: Organisation, person: int, account_role: str, day: Day) -> Brief:
    """Return a person's worklist in brief; 0 for an account that is nobody's. Two queries."""
    hour = hour_of(organisation, person)
    asked = Asked(organisation, person, account_role, day, answering(organisation, day), hour=hour)
    whose = [(role, person) for role in (*OWN_ROLES, SORT)] if person else []
    nobody = open_roles(asked)
    whose += [(role, 0) for role in sorted({*asked.roles, *nobody})]
    found = owed_brief.brief(
        organisation.pk, whose, day=day, month=asked.month, horizon=asked.until, most=FEW
    )
    counts: Counter[Group] = Counter()
    for role, amount in found.counts.items():
        if role != SORT and role not in nobody:
            counts.update(
                {Group.OVERDUE: amount.overdue, Group.MONTH: amount.month, Group.LATER: amount.later}
            )
    own = list(_own(asked, unpack(found.whole) if found.whole else {}))
    own += [Line(Group.MONTH, None, role=role) for role in nobody if role in found.counts]
    if SORT in found.counts:
        own.insert(0, Line(Group.MONTH, None, n=found.counts[SORT].every))
    counts.update(line.group for line in own)
    lines = [*own, *_of_scopes(asked, (x for x in found.first if x.role not in nobody))]
    order = tuple(Group)
    lines.sort(key=lambda line: (order.index(line.group), line.due or NO_END))
    amounts = (counts[Group.OVERDUE], counts[Group.MONTH], counts[Group.LATER])
    return Brief(*amounts, tuple(lines[:FEW]), found.early)


def _own(asked: Asked, stands: Stands) -> Iterator[Line]:
    """What the organisation's own practices ask of them."""
    for due in whole_dues(asked, stands):
        if answers(asked, due.practice):
            owed = owed_on(asked.hour, asked.day, due.due) if due.due is not None else None
            yield Line(group_of(due.state, owed, asked.day), owed, due.practice, level=due.level)


def _of_scopes(asked: Asked, first: Iterable[First]) -> Iterator[Line]:
    for one in first:
        if one.role == SORT:
            continue
        # Beyond the month it is among the first only for what was never done, and that has no day.
        owed = owed_on(asked.hour, asked.day, one.due)
        day = owed if BROKE < one.due <= asked.month else None
        group = group_of(State.MISSING, owed if one.due <= asked.month else None, asked.day)
        if one.role == MEMBER or not one.packed:
            yield Line(group, day, None, one.ref, one.title)
            continue
        order = tuple(Group)
        asks = sorted(
            dues(asked, unpack(one.packed), one.role),
            key=lambda due: (order.index(group_of(due.state, due.due, asked.day)), due.due or NO_END),
        )
        practice, level = (asks[0].practice, asks[0].level) if asks else (None, 0)
        yield Line(group, day, practice, one.ref, one.title, level=level)

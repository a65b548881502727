"""One thing a person owes: the act, why, until when, and everything that one act clears."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from holdtrue.core.duties import BROKE, HORIZON
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.app.worklist.holders import Absence
    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.days import Day
    from holdtrue.core.messages import Message
    from holdtrue.core.practices import Practice
    from holdtrue.store.models import Record

MONTH = 30
_ITEM = 120


class Group(StrEnum):
    """When something is owed."""

    OVERDUE = "overdue"
    """It held once, or was promised, and does no more."""
    MONTH = "month"
    """It ends within a month, or was never done."""
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Clears:
    """One claim that an act would clear."""

    practice: Practice
    level: int
    """1 to 4."""
    state: State
    due: Day | None
    joined: bool = False
    """Whether a law asks for it, so that it cannot be put off past its day."""


@dataclass(frozen=True, slots=True)
class Away:
    """That an item was put off, until when and why."""

    until: Day
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """One act owed."""

    key: str
    """What it is put off by and sent up by; the same as long as the same act is owed."""
    what: Message
    why: Message
    state: State
    due: Day | None
    """The day it was, or will be, no longer held; None where it was never done."""
    minutes: int
    action: str
    """How it is done: edit, sign, add, attach, assign, sort, answer …"""
    ref: str
    """The record acted on; '' where one is added."""
    scope: Record | None = None
    """The system or record it is about; None for the organisation as a whole."""
    clears: tuple[Clears, ...] = ()
    remedy: Remedy | None = None
    because: Message | None = None
    n: int = 1
    """How many things it stands for, where many are done in one place."""
    extra: dict[str, str] = field(default_factory=dict)
    """What the form is opened with."""
    away: Away | None = None
    lapses: Day | None = None
    """The day it ends, where it is owed before: by the quarterly hour."""
    raised: Day | None = None
    """The day it went up to whoever is above."""
    instead: Absence | None = None
    """Whom they stand in for, where it is asked of somebody who is away."""

    def group(self, day: Day) -> Group:
        """Return when it is owed."""
        return group_of(self.state, self.due, day)

    @property
    def legal(self) -> bool:
        """Whether a law asks for any of it."""
        return any(one.joined for one in self.clears)


def group_of(state: State, due: Day | None, day: Day) -> Group:
    """Return when something is owed: what broke is overdue, what was never done is for this month."""
    if due is not None and due <= day:
        return Group.OVERDUE
    if state in (State.DRIFTED, State.OUT_OF_TARGET, State.CONTRADICTED, State.LAPSED):
        return Group.OVERDUE
    if due is None or due <= day + MONTH:
        return Group.MONTH
    return Group.LATER


@dataclass(frozen=True, slots=True)
class Worklist:
    """What one person owes, as far as a page shows it."""

    items: tuple[Item, ...]
    """In the order of urgency; those put off stand in `away`."""
    away: tuple[Item, ...]
    overdue: int
    """Systems, records and claims of the organisation that are overdue, those beyond this page included."""
    month: int
    later: int
    more: bool
    """Whether there is another page."""
    next_due: Day | None = None
    """Where nothing is owed: the day on which something will be."""

    @property
    def minutes(self) -> int:
        """Minutes that the items shown usually take together."""
        return sum(item.minutes for item in self.items)

    @property
    def total(self) -> int:
        """Everything within the horizon."""
        return self.overdue + self.month + self.later


def key_of(scope: str, action: str, target: str) -> str:
    """Return the name of an act: scope, action and what it acts on, within what a column takes."""
    name = f"{scope}/{action}/{target}"
    if len(name) <= _ITEM:
        return name
    return f"{name[: _ITEM - 17]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def joined_by_act(items: Iterable[Item]) -> list[Item]:
    """Put what one act clears into one item that names it all; the most urgent of them speaks.

    What the organisation asks of a record that asks the same for itself is the record's item.
    """
    found: dict[str, Item] = {}
    for item in items:
        known = found.get(item.key)
        if known is None:
            found[item.key] = item
            continue
        first, second = (known, item) if urgency(known) <= urgency(item) else (item, known)
        found[item.key] = _joined(first, second)
    own = [item for item in found.values() if item.scope is not None and item.scope.ref == item.ref]
    for whole in [item for item in found.values() if item.scope is None and item.ref]:
        same = next(
            (x for x in own if (x.action, x.ref, x.what) == (whole.action, whole.ref, whole.what)), None
        )
        if same is not None:
            found[same.key] = _joined(found[same.key], found.pop(whole.key))
    return list(found.values())


def _joined(first: Item, second: Item) -> Item:
    return replace(
        first,
        clears=(*first.clears, *(c for c in second.clears if c not in first.clears)),
        minutes=max(first.minutes, second.minutes),
    )


def urgency(item: Item) -> tuple[int, int, str]:
    """What broke comes first, by how long ago; then what ends soonest; then what was never done."""
    if item.due is not None:
        return (0 if item.due <= BROKE else 1, item.due, item.key)
    broken = item.state in (State.DRIFTED, State.OUT_OF_TARGET, State.CONTRADICTED)
    return (0 if broken else 2, 0, item.key)


__all__ = [
    "HORIZON",
    "MONTH",
    "Away",
    "Clears",
    "Group",
    "Item",
    "Worklist",
    "group_of",
    "joined_by_act",
    "key_of",
    "urgency",
]

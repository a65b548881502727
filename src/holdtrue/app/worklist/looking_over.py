"""What one form settles together is owed as one thing: an owner's look at a tool, and the quarterly hour."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.actions.setting_up.quarter import planned
from holdtrue.app.worklist.items import key_of, urgency
from holdtrue.core.acts import HOUR, LOOK, act_named
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.store import reading, standings

if TYPE_CHECKING:
    from holdtrue.app.worklist.asking import Asked
    from holdtrue.app.worklist.items import Clears, Item
    from holdtrue.store.models import Record

TIERS = ("minimal", "limited")
_ACTS = frozenset({"sign", "edit", "add", "attach"})
_ACTION = re.compile(KINDS["action"].prefix + r"-\d+")
_HELD = frozenset({"do", "add", "attach"})
_STARTER = "starter"
_FEW = 2
"""Things from which one form is quicker than going through them."""


def looked_over(asked: Asked, items: list[Item]) -> list[Item]:
    """Put what an owner's look at a tool settles into one item for each tool; only where starter is chosen."""
    if asked.organisation.profile != _STARTER:
        return items
    return _tools(asked, _hour(asked, items))


def _hour(asked: Asked, items: list[Item]) -> list[Item]:
    """The look itself, the search for unlisted tools and the hour that was planned, as one."""
    act = act_named(HOUR)
    some = [
        item
        for item in items
        if item.action in _HELD
        and item.scope is None
        and item.clears
        and all((c.practice.id, c.level) in act.serves for c in item.clears)
    ]
    due = [item for item in items if _ACTION.fullmatch(item.ref)]
    hour = planned(asked.organisation.pk) if due else None
    some += [item for item in due if hour is not None and item.ref == hour.ref]
    if not some:
        return items
    first = min(some, key=urgency)
    because = Message("quarter.owed.because", {"n": len(some)})
    one = replace(
        first,
        key=key_of("", HOUR, ""),
        what=Message("quarter.owed"),
        why=because,
        because=because,
        minutes=act.minutes(),
        action="quarter",
        ref="",
        scope=None,
        clears=_together(some),
        remedy=None,
    )
    taken = {item.key for item in some}
    return [*(item for item in items if item.key not in taken), one]


def _tools(asked: Asked, items: list[Item]) -> list[Item]:
    served = act_named(LOOK).serves
    by_scope: dict[int, list[Item]] = {}
    for item in items:
        if (
            item.scope is not None
            and item.scope.kind == "system"
            and item.action in _ACTS
            and all((c.practice.id, c.level) in served for c in item.clears)
        ):
            by_scope.setdefault(item.scope.pk, []).append(item)
    scopes = {row: some[0].scope for row, some in by_scope.items() if len(some) >= _FEW}
    mine = _mine(asked, [scope for scope in scopes.values() if scope is not None])
    joined: list[Item] = []
    taken: set[str] = set()
    for row, tier in mine.items():
        some = by_scope[row]
        taken.update(item.key for item in some)
        joined.append(_one(some, tier))
    return [*(item for item in items if item.key not in taken), *joined]


def _mine(asked: Asked, scopes: list[Record]) -> dict[int, str]:
    """Systems the person owns, of the tiers that are looked over together, with their tier."""
    if not scopes:
        return {}
    pk = asked.organisation.pk
    tiers = standings.tiers(pk, [s.pk for s in scopes])
    owners = reading.bodies(pk, [(s.pk, s.head_number) for s in scopes])
    person = reading.by_id(pk, [asked.person]).get(asked.person)
    return {
        s.pk: tiers[s.pk]
        for s in scopes
        if person and tiers.get(s.pk) in TIERS and person.uid in owners[s.pk]["links"].get("owner", ())
    }


def _one(some: list[Item], tier: str) -> Item:
    first = min(some, key=urgency)
    scope = first.scope
    assert scope is not None  # noqa: S101  # grouped by it
    because = Message("look.owed.because", {"n": len(some)})
    return replace(
        first,
        key=key_of(scope.ref, "look_over", scope.ref),
        what=Message("look.owed", {"title": scope.title}),
        why=because,
        because=because,
        minutes=act_named(LOOK).minutes(tier),
        action="look_over",
        ref=scope.ref,
        clears=_together(some),
        remedy=None,
        n=1,
    )


def _together(some: list[Item]) -> tuple[Clears, ...]:
    found: list[Clears] = []
    for item in some:
        found += [one for one in item.clears if one not in found]
    return tuple(found)


__all__ = ["looked_over"]

"""What a starter is to do in plain words: the act itself, where the library knows it, not the claim's remedy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.worklist.hour import STARTER
from holdtrue.core.acts import EVERYONE, acts_for
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.worklist.asking import Asked
    from holdtrue.app.worklist.items import Item
    from holdtrue.core.acts import ActOf

TEAM = "everybody"
"""The action of what others are to do: it leads to what each of them owes."""
DRILL = "drill"
"""The action of playing an incident through, where none is written down."""
_SAID = frozenset({"classify", "oversight-procedure", "drill", "sign-lead", "read-policy", "lesson"})
"""Acts that have words of their own here."""
_ACTIONS = frozenset({"add", "do", "sign"})


def plainly(asked: Asked, items: Sequence[Item]) -> list[Item]:
    """Return the items; where starter is chosen, those that one known act clears are said as that act."""
    if asked.organisation.profile != STARTER:
        return list(items)
    return [_said(item) for item in items]


def act_of(cleared: Iterable[tuple[str, int]]) -> ActOf | None:
    """Return the one act with words of its own that clears all of these practices and levels; None where none does."""
    found: ActOf | None = None
    for practice, level in cleared:
        known = [act for act in acts_for(practice, level) if act.id in _SAID]
        if len(known) != 1 or (found is not None and found.id != known[0].id):
            return None
        found = known[0]
    return found


def words_of(act: ActOf, *, whole: bool, title: str = "") -> Message:
    """Return an act in words: of one system or person by its title, or of the organisation as a whole."""
    name = f"{act.id}.all" if whole and act.who == EVERYONE else act.id
    return Message(f"worklist.act.{name}", {"title": title})


def _said(item: Item) -> Item:
    if item.action not in _ACTIONS or not item.clears:
        return item
    act = act_of((one.practice.id, one.level) for one in item.clears)
    if act is None:
        return item
    whole = item.scope is None
    others = whole and act.who == EVERYONE
    what = words_of(act, whole=whole, title=item.scope.title if item.scope else "")
    why = item.why
    if item.state is State.MISSING:
        why = Message(f"worklist.act.{act.id}.{'all.' if others else ''}why")
    action = TEAM if others else DRILL if act.id == DRILL else item.action
    return replace(
        item,
        what=what,
        why=why,
        minutes=act.whole or max(act.by_tier.values(), default=item.minutes),
        action=action,
        remedy=item.remedy if action == item.action else None,
    )


__all__ = ["DRILL", "TEAM", "act_of", "plainly", "words_of"]

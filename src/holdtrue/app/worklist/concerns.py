"""Concerns raised at the employee's door, on the worklist of those who answer them and whom they do not concern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries import boxed
from holdtrue.app.worklist.items import Item, key_of
from holdtrue.core.messages import Message
from holdtrue.core.refusals import NotAllowed
from holdtrue.core.verdicts import State
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.app.worklist.asking import Asked

MINUTES = 15


def concerns_raised(asked: Asked) -> Iterable[Item]:
    """One item, however many; none where nobody's own worklist is asked for, since others would learn of it."""
    if asked.caller is None:
        return
    mine = reading.by_id(asked.organisation.pk, [asked.person]).get(asked.person)
    if mine is None or mine.uid != asked.caller.actor.person:
        return
    try:
        waiting = [row for row in boxed.visible(asked.caller) if not row.answered]
    except NotAllowed:
        return
    if not waiting:
        return
    yield Item(
        key=key_of("", "concerns", "raised"),
        what=Message("worklist.concerns", {"n": len(waiting)}),
        why=Message("worklist.concerns.why"),
        state=State.MISSING,
        due=min(row.due for row in waiting),
        minutes=MINUTES * len(waiting),
        action="concerns",
        ref="",
        n=len(waiting),
    )


__all__ = ["concerns_raised"]

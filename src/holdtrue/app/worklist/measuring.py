"""Indicators out of target, on the worklist of whoever owns them, until a value is in target again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.indicating import of_owner
from holdtrue.app.worklist.items import Item, key_of
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.app.worklist.asking import Asked

FOLLOW_MINUTES, MEASURE_MINUTES = 15, 5


def out_of_target(asked: Asked) -> Iterable[Item]:
    """One item a figure: to be explained and acted on; once something is open, to be measured again when it is due.

    A figure that counts itself and has something open waits for its next month, so nothing of it is owed meanwhile.
    """
    if not asked.person:
        return
    for one in of_owner(asked.organisation, asked.person, asked.day):
        judged = one.judged
        if not judged.out or judged.newest is None:
            continue
        if one.unanswered:
            name, action, due, minutes = "worklist.follow", "follow", judged.newest.day, FOLLOW_MINUTES
        elif one.computed or judged.due is None:
            continue
        else:
            name, action, due, minutes = "worklist.measure", "measure", judged.due, MEASURE_MINUTES
        yield Item(
            key=key_of(one.record.ref, action, one.record.ref),
            what=Message(name, {"title": one.record.title}),
            why=Message(f"{name}.why", {"because": judged.why}),
            state=State.OUT_OF_TARGET if one.unanswered else State.MISSING,
            due=due,
            minutes=minutes,
            action=action,
            ref=one.record.ref,
            scope=one.record,
        )


__all__ = ["out_of_target"]

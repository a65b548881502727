"""Findings waiting for their next step, on the worklist of whoever owes it; the look at the effect on the checker's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries import mending
from holdtrue.app.worklist.items import Item, key_of
from holdtrue.core.mending import Step
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdtrue.app.queries.mending import Mending
    from holdtrue.app.worklist.asking import Asked
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record

MOST = 50
"""Findings shown at a time, the first due first."""
LEADS, LOOKS = "ai_lead", "internal_auditor"
"""Roles that answer where a finding names nobody: for the mending, and for the look at its effect."""
_MINUTES = {
    Step.CORRECTION: 15,
    Step.CAUSE: 30,
    Step.SIMILAR: 20,
    Step.ACTIONS: 15,
    Step.DOING: 30,
    Step.EFFECT: 20,
}


def findings_open(asked: Asked) -> Iterable[Item]:
    """Return what is theirs to do about findings that are not closed. Six queries, whatever their number."""
    open_ = mending.open_ones(asked.organisation.pk)
    if not open_ or not asked.person:
        return
    records = reading.by_id(asked.organisation.pk, [asked.person, *(one.finding.id for one in open_)])
    me = records[asked.person].uid if asked.person in records else ""
    owed = [line for one in open_ for line in _owed(asked, one, me)]
    owed.sort(key=lambda line: (line[2] is None, line[2] or 0))
    for one, step, due, what in owed[:MOST]:
        yield _item(one, step, due, what, records)


def _owed(asked: Asked, one: Mending, me: str) -> Iterator[tuple[Mending, Step, Day | None, str]]:
    here = one.at(asked.day)
    if here.step is Step.DOING:
        for fix in one.fixes:
            mine = fix.owner == me if fix.owner else _leads(asked, one, me)
            if fix.done is None and mine:
                yield one, here.step, fix.due, f"{fix.title} ({fix.ref})"
    elif here.step is Step.EFFECT and not one.work.slight:
        if _looks(asked, one, me):
            yield one, here.step, here.due, ""
    elif here.step is not Step.WAITING and _leads(asked, one, me):
        yield one, here.step, here.due, ""


def _leads(asked: Asked, one: Mending, me: str) -> bool:
    """Whether they answer for the mending: the finding's owner, else the AI lead."""
    owner = one.one("owner")
    return owner == me if owner else LEADS in asked.roles


def _looks(asked: Asked, one: Mending, me: str) -> bool:
    """Whether they look at the effect: who was named, else the auditor, else the AI lead; never who did the work."""
    if any(fix.owner == me for fix in one.fixes):
        return False
    checker = one.one("checker")
    if checker:
        return checker == me
    return LOOKS in asked.roles or (LEADS in asked.roles and asked.held.nobody(LOOKS))


def _item(one: Mending, step: Step, due: Day | None, what: str, records: Mapping[int, Record]) -> Item:
    ref = one.finding.ref
    name = "answer" if one.work.slight else step.value
    words = {"ref": ref, "title": one.finding.title, "what": what}
    return Item(
        key=key_of(ref, f"mend-{name}", what or ref),
        what=Message(f"worklist.mend.{name}", words),
        why=Message(f"worklist.mend.why.{one.work.weight}", words),
        state=State.MISSING,
        due=due,
        minutes=_MINUTES.get(step, 15),
        action="mend",
        ref=ref,
        scope=records.get(one.finding.id),
    )


__all__ = ["MOST", "findings_open"]

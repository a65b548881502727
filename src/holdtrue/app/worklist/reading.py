"""Reads one person's worklist: the page's items, what is put off, and exact counts for everything."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.worklist import duties
from holdtrue.app.worklist.asking import OWN_ROLES, SHOWN, Asked
from holdtrue.app.worklist.holders import holders
from holdtrue.app.worklist.hour import hour_of, moved, owed_on
from holdtrue.app.worklist.items import Away, Group, Worklist, group_of, joined_by_act, urgency
from holdtrue.app.worklist.looking_over import looked_over
from holdtrue.app.worklist.plain import plainly
from holdtrue.app.worklist.sources import SOURCES
from holdtrue.core.duties import HORIZON, NO_END
from holdtrue.store import owed
from holdtrue.store.models import Snooze

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.worklist.holders import Absence
    from holdtrue.app.worklist.items import Item
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Practice
    from holdtrue.store.models import Organisation, Record

_ORDER = tuple(Group)
MOST_PAGES = 50


def asked_for(  # noqa: PLR0913  # whose, when and how much, each by its name
    organisation: Organisation,
    person: int,
    account_role: str,
    day: Day,
    *,
    caller: Caller | None = None,
    page: int = 1,
    horizon: int = HORIZON,
    shown: int = SHOWN,
) -> Asked:
    """Return the question of one person's worklist."""
    held = holders(organisation, day)
    page = min(max(page, 1), MOST_PAGES)
    hour = hour_of(organisation, person)
    return Asked(organisation, person, account_role, day, held, horizon, caller, page, shown, hour)


def worklist_of(asked: Asked) -> Worklist:
    """Return a person's worklist. About forty queries, whatever they own and however large the register is."""
    found = duties.of_page(asked)
    more = [item for source in SOURCES for item in source(asked)] if asked.page == 1 else []
    items = moved(asked, plainly(asked, looked_over(asked, joined_by_act([*found.items, *more]))))
    away = _away(asked)
    items = [replace(item, away=away.get(item.key), instead=_instead(item, asked)) for item in items]
    counts, next_due = _counted(asked)
    for item in items:
        counts.update(_own_claims(item, asked))
    ordered = sorted(items, key=lambda item: (_ORDER.index(item.group(asked.day)), urgency(item)))
    return Worklist(
        items=tuple(item for item in ordered if item.away is None),
        away=tuple(item for item in ordered if item.away is not None),
        overdue=counts[Group.OVERDUE],
        month=counts[Group.MONTH],
        later=counts[Group.LATER],
        more=found.more,
        next_due=next_due,
    )


def _instead(item: Item, asked: Asked) -> Absence | None:
    """For whom they do it: who holds the role it is asked of and is away."""
    if item.instead is not None or not asked.held.absences:
        return item.instead
    roles = (item.extra.get("of", ""), *(_asked_of(c.practice, item.scope) for c in item.clears))
    found = (asked.held.stood_in(role, asked.person) for role in roles if role in asked.roles)
    return next((one for one in found if one is not None), None)


def _asked_of(practice: Practice, scope: Record | None) -> str:
    return practice.owner_role if scope is not None else duties.role_of(practice)


def _own_claims(item: Item, asked: Asked) -> list[Group]:
    """When each claim of the organisation that an act clears is owed; one act may clear several, and each counts.

    Claims of systems and records are counted where they are stored.
    """
    if item.scope is None and item.clears:
        return [
            group_of(one.state, owed_on(asked.hour, asked.day, one.due) if one.due else None, asked.day)
            for one in item.clears
        ]
    return [item.group(asked.day)] if item.scope is None or item.action in ("answer", "rule", "mend") else []


def _counted(asked: Asked) -> tuple[Counter[Group], Day | None]:
    """How many scopes ask something, by when; and the first day beyond the horizon on which one will."""
    pk, day = asked.organisation.pk, asked.day
    cells = owed.counted_of(pk, OWN_ROLES, asked.person) if asked.person else []
    if asked.roles:
        cells += owed.counted_of(pk, sorted(asked.roles), 0)
    counts: Counter[Group] = Counter()
    ahead: list[Day] = []
    for due, undone, _, n in cells:
        if due <= day:
            counts[Group.OVERDUE] += n
        elif undone or due <= asked.month:
            counts[Group.MONTH] += n
        elif due <= asked.until:
            counts[Group.LATER] += n
        elif due < NO_END:
            ahead.append(due)
    return counts, min(ahead, default=None)


def _away(asked: Asked) -> dict[str, Away]:
    """What they put off and is not due again yet, by act."""
    rows = Snooze.rows.of(asked.organisation.pk).filter(person_id=asked.person, until__gt=asked.day)
    return {row.item: Away(row.until, row.why) for row in rows}


__all__ = ["MOST_PAGES", "asked_for", "worklist_of"]

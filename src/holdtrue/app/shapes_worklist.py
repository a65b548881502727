"""The JSON of worklists that people's scripts read: one person's, and everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import require
from holdtrue.app.actions.snoozing import own_person
from holdtrue.app.queries.asking import today
from holdtrue.app.worklist.everybody import Everybody, Load, everybody
from holdtrue.app.worklist.reading import asked_for, worklist_of
from holdtrue.core.access import EVERYTHING
from holdtrue.core.days import iso
from holdtrue.core.duties import BROKE, NO_END
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.shapes import Json
    from holdtrue.app.worklist.items import Item, Worklist
    from holdtrue.core.days import Day
    from holdtrue.store.models import Record


def worklist_asked(caller: Caller, person: str = "", page: int = 1) -> Json:
    """Return what a person owes: the caller's own without a ref; another's to whoever sees what everybody owes."""
    from holdtrue.app.actions.records import find

    if person:
        record = find(caller, person)
        if record.kind != "person":
            raise BadInput("owner.not_a_person", field="person", ref=record.ref)
        if record.uid != caller.actor.person:
            require(caller, "owed", EVERYTHING)
    else:
        record = own_person(caller)
    own = record.uid == caller.actor.person
    day = today(caller)
    asked = asked_for(
        caller.organisation,
        record.pk,
        caller.actor.role if own else "",
        day,
        caller=caller if own else None,
        page=page,
    )
    return worklist_json(worklist_of(asked), record, day)


def everybody_asked(caller: Caller) -> Json:
    """Return what everybody owes, summed; NotAllowed where the caller may not see it."""
    require(caller, "owed", EVERYTHING)
    return everybody_json(everybody(caller.organisation, today(caller)))


def worklist_json(found: Worklist, person: Record, day: Day) -> Json:
    """Return one person's worklist."""
    return {
        "person": person.ref,
        "name": person.title,
        "at": iso(day),
        "overdue": found.overdue,
        "month": found.month,
        "later": found.later,
        "minutes": found.minutes,
        "next_due": iso(found.next_due) if found.next_due else None,
        "more": found.more,
        "items": [item_json(item, day) for item in found.items],
        "put_off": [item_json(item, day) for item in found.away],
    }


def item_json(item: Item, day: Day) -> Json:
    """Return one item."""
    dated = item.due is not None and BROKE < item.due < NO_END
    return {
        "item": item.key,
        "what": say(item.what),
        "because": say(item.why),
        "when": item.group(day).value,
        "state": item.state.word,
        "until": iso(item.due) if dated and item.due is not None else None,
        "minutes": item.minutes,
        "action": item.action,
        "ref": item.ref or None,
        "scope": item.scope.ref if item.scope else "organisation",
        "n": item.n,
        "by_law": item.legal,
        "clears": [
            {"practice": c.practice.id, "level": LEVEL_WORDS[c.level], "state": c.state.word}
            for c in item.clears
        ],
        "instead_of": {"name": item.instead.name, "away_until": iso(item.instead.until)}
        if item.instead
        else None,
        "put_off_until": iso(item.away.until) if item.away else None,
    }


def everybody_json(found: Everybody) -> Json:
    """Return what everybody owes."""
    return {
        **load_json(found.whole),
        "people": [{"ref": p.ref, "name": p.title, **load_json(load)} for p, load in found.people],
        "more_people": found.more_people,
        "units": [{"ref": u.ref, "title": u.title, **load_json(load)} for u, load in found.units],
        "nobody": load_json(found.nobody),
        "open_roles": [
            {"role": role, "ref": record.ref if record else None, **load_json(load)}
            for role, load, record in found.open_roles
        ],
        "away": [
            {
                "ref": gone.person.ref,
                "name": gone.person.title,
                "until": iso(gone.until),
                "deputies": [{"role": role, "name": name} for role, name in gone.covered],
                "no_deputy": gone.waits,
                **load_json(gone.load),
            }
            for gone in found.gone
        ],
    }


def load_json(load: Load) -> Json:
    """Return how much lies somewhere."""
    return {
        "overdue": load.overdue,
        "month": load.month,
        "later": load.later,
        "to_sort": load.unsorted,
        "put_off": load.away,
    }

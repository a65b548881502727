"""Who holds a role now, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.worklist.holders import answering
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day


def named_for(caller: Caller, role: str, day: Day) -> tuple[tuple[str, str], ...]:
    """Return (ref, name) of those who answer for a role that day, a deputy where its holder left. Two queries."""
    rows = answering(caller.organisation, day).by_role.get(role, ())
    if not rows:
        return ()
    people = Record.rows.of(caller.organisation.pk).filter(pk__in=rows)
    return tuple(people.order_by("number").values_list("ref", "title"))

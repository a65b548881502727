"""What somebody held to a unit is shown of the organisation: figures of its branch, and nothing that lies elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import decision, on_record
from holdtrue.app.queries import figures
from holdtrue.core.tally import WHOLE
from holdtrue.store import reading, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.figures import Figures
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact
    from holdtrue.store.models import Record


def unit_of(caller: Caller) -> Record | None:
    """Return the unit the caller is held to; None for the whole organisation. One query at most."""
    held = caller.actor.held_to
    if not held:
        return None
    ref = held.rstrip("/").rpartition("/")[2]
    return reading.by_ref(caller.organisation.pk, [ref]).get(ref)


def stored(caller: Caller, day: Day) -> Figures:
    """Return the figures of what the caller may see: their unit's branch, or the organisation's."""
    unit = unit_of(caller)
    return figures.stored(caller.organisation, day, unit=unit.pk if unit else WHOLE)


def may_see(caller: Caller, record: Record) -> bool:
    """Whether a record lies within what the caller is held to; everything does for whom no unit holds."""
    return not caller.actor.held_to or decision(caller, "read", on_record(record)).allowed


def within(caller: Caller, records: Iterable[Record]) -> set[int]:
    """Return the row ids of those records that the caller may see, a query or two for each where a unit holds them."""
    return {record.pk for record in records if may_see(caller, record)}


def near(caller: Caller, facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Return facts around a record without those of systems in other units. One query where a unit holds the caller."""
    held = caller.actor.held_to
    if not held:
        return facts
    inside = {unit.uid for unit in units.below(caller.organisation.pk, held)}
    away = {
        uid
        for uid, fact in facts.items()
        if fact.kind == "system" and not inside.issuperset(fact.links.get("unit", ()))
    }
    return {
        uid: fact
        for uid, fact in facts.items()
        if uid not in away and not any(away.issuperset(ends) for ends in _placing(fact))
    }


def _placing(fact: Fact) -> list[tuple[str, ...]]:
    return [tuple(ends) for name in ("system", "systems") if (ends := fact.links.get(name, ()))]


__all__ = ["may_see", "near", "stored", "unit_of", "within"]

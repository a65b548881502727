"""Retiring a system with care: the days on which access was removed, data dealt with and people told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import records
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries.gates import system_named
from holdtrue.app.queries.retiring import retirements
from holdtrue.core.refusals import BadInput
from holdtrue.core.retiring import FACTS, require_done

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record


def note_facts(caller: Caller, ref: str, said: Mapping[str, str]) -> Record:
    """Put what was done onto the change by which a system is retired; its signature stays, since no fact moves it.

    BadInput where nobody asked for its retirement, or a day has not come yet.
    """
    system = system_named(caller, ref)
    require(caller, "read", on_record(system))
    found = retirements(caller.organisation.pk, [system.pk]).get(system.pk)
    if found is None:
        raise BadInput("retiring.not_asked", field="ref", ref=system.ref)
    require_done(said, caller.clock.day(caller.organisation.time_zone))
    known = (*FACTS, "handover")
    fields = {name: said[name].strip() for name in known if name in said}
    return records.edit(caller, found.change.ref, fields)


__all__ = ["note_facts"]

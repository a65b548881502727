"""Finds the indicator a person means: by its ref, or by what it measures and of which system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.records import find
from holdtrue.core.refusals import BadInput
from holdtrue.store.models import Link, Record

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller


def indicator_named(caller: Caller, name: str, *, system: str = "") -> Record:
    """Return the indicator of that ref, or the one that measures `name`, of the system where one is named.

    BadInput where there is none, or where several measure it and no system says which.
    """
    if normal_ref(name):
        return find(caller, name)
    rows = Record.rows.of(caller.organisation.pk).filter(
        kind="indicator", key=name.strip(), retired_day__isnull=True
    )
    if system:
        of = find(caller, system)
        linked = Link.rows.of(caller.organisation.pk).filter(target=of, source__in=rows).values("source_id")
        rows = rows.filter(pk__in=linked)
    found: list[Record] = list(rows.order_by("id")[:11])
    if not found:
        raise BadInput("measure.no_indicator", field="indicator", name=name)
    if len(found) > 1:
        raise BadInput(
            "measure.which_indicator", field="indicator", name=name, known=tuple(r.ref for r in found)
        )
    return found[0]

"""The retirement of a system: the change that carries it, which of its three facts are on record, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.days import to_day
from holdtrue.core.retiring import DAYS, FACTS
from holdtrue.store import reading
from holdtrue.store.models import Link

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from holdtrue.core.days import Day
    from holdtrue.store.models import Record


@dataclass(frozen=True, slots=True)
class Retiring:
    """The newest change by which a system is retired, and what it says."""

    change: Record
    fields: Mapping[str, object]

    @property
    def effective(self) -> Day | None:
        """The day it took effect; None while it waits for its decision."""
        return to_day(self.fields.get("effective_on"))

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that are not on record yet."""
        return tuple(name for name in FACTS if to_day(self.fields.get(name)) is None)

    @property
    def due(self) -> Day | None:
        """The last day for the three facts; None while nothing took effect."""
        return None if self.effective is None else self.effective + DAYS


def retirements(organisation_id: int, systems: Collection[int]) -> Mapping[int, Retiring]:
    """Return system's row → its retirement, where one was asked for and not refused. Three queries, one where none."""
    rows = Link.rows.of(organisation_id).filter(
        target_id__in=list(systems),
        relation="system",
        source__kind="change",
        source__retired_day__isnull=True,
    )
    pairs = sorted(rows.values_list("source_id", "target_id"))
    if not pairs:
        return {}
    changes = reading.by_id(organisation_id, {source for source, _ in pairs})
    bodies = reading.bodies(organisation_id, [(r.pk, r.head_number) for r in changes.values()])
    found = {}
    for source, system in pairs:
        fields = bodies[source]["fields"] if source in bodies else {}
        if fields.get("type") == "retire" and fields.get("decision") != "no_go":
            found[system] = Retiring(changes[source], fields)
    return found


__all__ = ["Retiring", "retirements"]

"""What rests on a record: the practices that look at records like it and hold today, and the systems that see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.derive.asked import claims_of
from holdtrue.app.queries import figures
from holdtrue.app.queries.status import status
from holdtrue.core.practices import library
from holdtrue.store import reach

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.practices import Practice
    from holdtrue.store.models import Record

MOST = 12


@dataclass(frozen=True, slots=True)
class Resting:
    """One practice that may lose by the record's going, and where it stands now."""

    practice: Practice
    level: int
    scopes: int
    """Scopes in which it reaches its target."""


def resting_on(caller: Caller, record: Record) -> tuple[Resting, ...]:
    """Return the practices that hold at some level today and read its kind, and its tag where they name one."""
    day = caller.clock.day(caller.organisation.time_zone)
    reading = {p.id for p in library().practices if _reads(p, record)}
    stands = status(figures.stored(caller.organisation, day)).stands
    found = [Resting(s.practice, s.level, s.holding) for s in stands if s.practice.id in reading and s.level]
    return tuple(sorted(found, key=lambda r: (-r.level, r.practice.id))[:MOST])


def _reads(practice: Practice, record: Record) -> bool:
    reads = {read for claim in claims_of(practice) for read in claim.reads()}
    return any(kind == record.kind and key in ("", record.key) for kind, key in reads)


def reached(caller: Caller, record: Record) -> int:
    """Return how many systems can see the record, itself left out."""
    found = reach.systems(caller.organisation.pk, [(record.pk, record.kind)])
    return len(set(found) - {record.pk})

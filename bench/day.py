"""What beginning a day costs, and how long whoever writes meanwhile may wait for it."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app import rederiving
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.store.models import Job

if TYPE_CHECKING:
    from bench.making import Made
    from holdtrue.store.models import Organisation


@dataclass(slots=True)
class Begun:
    """Seconds, and the milliseconds of each turn."""

    wall: float = 0.0
    cpu: float = 0.0
    each: list[float] = field(default_factory=list)

    @property
    def turns(self) -> int:
        """How often the log was locked."""
        return len(self.each)

    @property
    def longest(self) -> float:
        """The longest turn."""
        return max(self.each, default=0.0)

    @property
    def held(self) -> float:
        """All of them together."""
        return sum(self.each)


def forget(organisation: Organisation) -> None:
    """Let today begin again."""
    Job.rows.of(organisation.pk).filter(what=rederiving.RETELL).delete()


def begun(made: Made) -> Begun:
    """Begin the day as the worker does, without its pauses."""
    organisation, told = made.organisation, Begun()
    forget(organisation)
    wall, cpu = time.perf_counter(), time.process_time()
    rederiving.keep_units(organisation)
    job = rederiving.retell(organisation)
    assert job is not None  # it was forgotten
    going = True
    while going:
        going = _step(organisation, job.pk, told)
    told.wall, told.cpu = time.perf_counter() - wall, time.process_time() - cpu
    forget(organisation)  # the server that is measured next begins it again, beside its clients
    return told


def _step(organisation: Organisation, number: int, told: Begun) -> bool:
    """Do a step and time its turn, from where the log is locked to its end, which is where the lock is given back.

    A step asks its clock what day it is before it locks the log, and once more as soon as it has it.
    """
    asked: list[float] = []

    def now() -> dt.datetime:
        asked.append(time.perf_counter())
        return SYSTEM.now()

    going = rederiving.step(organisation, number, clock=Clock(now=now, entropy=SYSTEM.entropy))
    if len(asked) > 1:
        told.each.append((time.perf_counter() - asked[1]) * 1000)
    return going

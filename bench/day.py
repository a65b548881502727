"""What beginning a day costs, and how long whoever writes meanwhile may wait for it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unittest.mock import patch

from holdtrue.app import rederiving
from holdtrue.store import log
from holdtrue.store.models import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        with _turns(told):
            going = rederiving.step(organisation, job.pk)
    told.wall, told.cpu = time.perf_counter() - wall, time.process_time() - cpu
    forget(organisation)  # the server that is measured next begins it again, beside its clients
    return told


@contextmanager
def _turns(told: Begun) -> Iterator[None]:
    """Time a step from where it locks the log to its end, which is where the lock is given back."""
    locked: list[float] = []
    before = log.lock

    def lock(organisation_id: int) -> log.Head:
        head = before(organisation_id)
        locked.append(time.perf_counter())
        return head

    with patch.object(log, "lock", lock):
        yield
    told.each += [(time.perf_counter() - began) * 1000 for began in locked]

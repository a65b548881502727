"""Times a piece of work: CPU and wall milliseconds at the median and the 95th of a hundred, and the SQL it asks."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdtrue.server.warming import swept

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 3


@dataclass(frozen=True, slots=True)
class Timed:
    """One line of the table; the middle of three runs."""

    name: str
    cpu_p50: float
    cpu_p95: float
    wall_p50: float
    wall_p95: float
    queries: int


def timed(name: str, work: Callable[[], object], *, times: int = 60) -> Timed:
    """Do the work so many times, thrice, after one that warms it up."""
    work()
    with CaptureQueriesContext(connection) as asked:
        work()
    queries = len(asked)
    runs = sorted((_run(work, times) for _ in range(RUNS)), key=lambda run: run[0])
    return Timed(name, *runs[RUNS // 2], queries=queries)


def _run(work: Callable[[], object], times: int) -> tuple[float, float, float, float]:
    cpus, walls = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        cpus.append((time.process_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
        swept()  # as the server does once an answer is sent
    return (_at(cpus, 50), _at(cpus, 95), _at(walls, 50), _at(walls, 95))


def _at(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def pace() -> float:
    """Return the CPU milliseconds of ten thousand squares: how fast this machine is just now."""
    best = 1e9
    for _ in range(20):
        cpu = time.process_time()
        for n in range(10_000):
            n * n  # the work itself
        best = min(best, (time.process_time() - cpu) * 1000)
    return best


def load() -> str:
    """Return the machine's load of the last minutes."""
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def resident(pid: int | None = None) -> float:
    """Return the resident set of a process in MiB (of this one where none is named)."""
    with open(f"/proc/{pid or os.getpid()}/status") as status:  # noqa: PTH123  # no file of ours
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

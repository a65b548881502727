"""The forecast and the roadmap at any size: python -m bench.ahead --folder FOLDER (one made by `make bench`).

With --crowd every level of every system practice ends for some system on four of five days of eighteen months, as if
a hundred thousand systems had been looked at on days of their own; what was added is taken back.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdtrue.core.days import Day
    from holdtrue.core.tally import Cell

RUNS, DAYS, EVERY = 15, 548, 0.8


def main() -> None:
    """Bring the folder's tables up to date and print the times."""
    asked = argparse.ArgumentParser(prog="bench.ahead")
    asked.add_argument("--folder", required=True)
    asked.add_argument("--crowd", action="store_true", help="time it with lapses on four of five days")
    given = asked.parse_args()
    from holdtrue.settings import start

    start(given.folder)
    from holdtrue.server.tables import bring_up_to_date

    bring_up_to_date()
    from django.db import transaction

    from holdtrue.app.callers import console

    organisation = console().organisation
    with transaction.atomic():
        if given.crowd:
            print(f"{_crowd(organisation.pk, organisation.base_day):,} days with an end added", flush=True)
        _time()
        transaction.set_rollback(True)


def _time() -> None:
    from holdtrue.app.callers import console
    from holdtrue.app.queries.forecast import forecast, month_of
    from holdtrue.app.queries.roadmap import roadmap

    caller = console()
    day = caller.clock.day(caller.organisation.time_zone)
    _timed("forecast", lambda: forecast(caller, day, shown=24, explained=10))
    found = forecast(caller, day, shown=24, explained=10)
    _timed("one month of its calendar", lambda: month_of(found, found.days[3].day))
    _timed("roadmap", lambda: roadmap(caller, day, by=day + 200))


def _crowd(organisation_id: int, base: Day) -> int:
    from holdtrue.core.scoring import WEIGHTS
    from holdtrue.core.tally import Counts
    from holdtrue.store import tallies

    counts = Counts()
    for cell in _cells(base):
        unit, practice, variant, level, tier, _ = cell
        counts.cells[cell] += 1
        counts.points[cell] += 25 * WEIGHTS[tier]
        for code, held, points in ((level, 1, 25), (0, int(level == 1 and not variant), 1)):
            key = (unit, practice, variant if code else 0, code, tier)
            counts.held[key] += held
            counts.held_points[key] += held * points * WEIGHTS[tier]
    tallies.apply(organisation_id, counts, base=base)
    return len(counts.cells)


def _cells(base: Day) -> Iterator[Cell]:
    from holdtrue.app.derive.systems import capped
    from holdtrue.core.practices import library
    from holdtrue.core.tally import WHOLE, within

    chance = random.Random(18)  # noqa: S311  # the same each time
    for practice, levels in capped(library()).items():
        for variant in range(1 << sum(levels)):
            for level in range(1, 5):
                if variant != within(variant, levels, level):
                    continue
                for tier in ("minimal", "limited", "high"):
                    for day in range(base + 1, base + DAYS):
                        if chance.random() < EVERY:
                            yield WHOLE, practice, variant, level, tier, day


def _timed(name: str, work: Callable[[], object]) -> None:
    work()
    cpu, wall = [], []
    for _ in range(RUNS):
        began, used = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    print(f"{name}: {statistics.median(cpu):.1f} CPU ms, {statistics.median(wall):.1f} ms", flush=True)


if __name__ == "__main__":
    main()

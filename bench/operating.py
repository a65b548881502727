"""What runs by itself and what an audit draws, at any size: python -m bench.operating --folder FOLDER [--monthly].

Once each, with processor and wall time and the statements asked: the sample of an audit, every figure that counts
itself for one month's end, and what the worker does when a day began.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.app.actions.acting import Caller

MONTHS = 12


def main() -> None:
    """Bring the folder's tables up to date and print the times; with --monthly the snapshots are taken for good."""
    asked = argparse.ArgumentParser(prog="bench.operating")
    asked.add_argument("--folder", required=True)
    asked.add_argument("--monthly", action="store_true", help="take the snapshots of a year, and keep them")
    given = asked.parse_args()
    from holdtrue.settings import start

    start(given.folder)
    from holdtrue.server.tables import bring_up_to_date

    bring_up_to_date()
    from bench.measuring import load, pace
    from holdtrue.app.callers import console

    caller = console()
    print(
        f"load {load()}, pace {pace():.2f}\n\n| what | CPU ms | wall ms | SQL |\n| --- | ---: | ---: | ---: |"
    )
    _sample(caller)
    _figures(caller)
    _day(caller)
    if given.monthly:
        _snapshots(caller)


def _sample(caller: Caller) -> None:
    from holdtrue.core.sampling import draw
    from holdtrue.store import sampled

    _once("stratified sample", lambda: draw(sampled.counted(caller.organisation.pk), seed="0" * 64))


def _figures(caller: Caller) -> None:
    from holdtrue.app.queries.counted import counted
    from holdtrue.core.computed import COMPUTED, month_ends

    today = caller.clock.day(caller.organisation.time_zone)
    end = max(month_ends(today - 70, today - 1))
    for key in COMPUTED:
        _once(f"one month of {key}", lambda key=key: counted(caller.organisation, key, end))  # type: ignore[misc]  # bound now


def _day(caller: Caller) -> None:
    from holdtrue.app import proving, rederiving
    from holdtrue.app.actions import boxing, notifying, overriding, snapshots, staging

    _once("worker: months of units", lambda: rederiving.keep_units(caller.organisation))
    _once("worker: stages entered by themselves", lambda: staging.settle(caller.organisation))
    _once("worker: overrides that ended", lambda: overriding.fall_back(caller.organisation))
    _once("worker: snapshots, none due", lambda: snapshots.take(caller.organisation))
    _once("worker: notices", notifying.every_organisation)
    _once("worker: signed statements", proving.checkpoint_all)
    _once("worker: the box", boxing.deliver_everywhere)


def _snapshots(caller: Caller) -> None:
    from holdtrue.app.actions import records, snapshots
    from holdtrue.core.computed import COMPUTED
    from holdtrue.store.models import Record

    there = set(Record.rows.of(caller.organisation.pk).filter(kind="indicator").values_list("key", flat=True))
    for key in COMPUTED:
        if key not in there:
            records.add(caller, "indicator", {"tag": key})
    _once(f"snapshots of {MONTHS} months", lambda: snapshots.take(caller.organisation))
    _once("snapshots again, none due", lambda: snapshots.take(caller.organisation))


def _once(name: str, work: Callable[[], object]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    wall, busy = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as asked:
        work()
    spent = (time.process_time() - busy) * 1000, (time.perf_counter() - wall) * 1000
    print(f"| {name} | {spent[0]:,.0f} | {spent[1]:,.0f} | {len(asked)} |", flush=True)


if __name__ == "__main__":
    main()

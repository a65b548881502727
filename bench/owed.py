"""What a person owes, and everybody, at any size: python -m bench.owed --folder FOLDER (one made by `make bench`)."""

from __future__ import annotations

import argparse
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 15


def main() -> None:
    """Bring the folder's rows up to date where they are not, and print the times."""
    asked = argparse.ArgumentParser(prog="bench.owed")
    asked.add_argument("--folder", required=True)
    given = asked.parse_args()
    from holdtrue.settings import start

    start(given.folder)
    from holdtrue.server.tables import bring_up_to_date

    bring_up_to_date()
    from django.db import transaction

    from holdtrue.app.callers import console
    from holdtrue.app.derive.owing import owe_everything
    from holdtrue.app.worklist.everybody import everybody
    from holdtrue.app.worklist.reading import asked_for, worklist_of
    from holdtrue.store.models import Owed, OwedCount

    caller = console()
    organisation = caller.organisation
    if not Owed.rows.of(organisation.pk).exists():
        began = time.perf_counter()
        with transaction.atomic():
            owe_everything(organisation)
        print(f"worked out from stored standing in {time.perf_counter() - began:.1f} s", flush=True)
    rows, counts = (m.rows.of(organisation.pk).count() for m in (Owed, OwedCount))
    print(f"{rows:,} rows, {counts:,} counts")
    day = caller.clock.day(organisation.time_zone)
    person = (
        Owed.rows.of(organisation.pk)
        .filter(role="system_owner", person__isnull=False)
        .values_list("person_id", flat=True)[:1]
    )
    mine = person[0] if person else 0
    _timed("one person's worklist", lambda: worklist_of(asked_for(organisation, mine, "contributor", day)))
    _timed("everybody's, in sum", lambda: everybody(organisation, day))


def _timed(name: str, work: Callable[[], object]) -> None:
    work()
    cpu, wall = [], []
    for _ in range(RUNS):
        began, used = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    print(
        f"{name}: CPU {statistics.median(cpu):.1f} ms p50, {max(cpu):.1f} most;"
        f" wall {statistics.median(wall):.1f} ms p50, {max(wall):.1f} most",
        flush=True,
    )


if __name__ == "__main__":
    main()

"""Times lists of 100,000 systems, filtered and in the order of each column offered, on either database.

Run: python -m bench.lists [--systems N] [--folder DIR] [--postgres]. Printed: CPU ms at the
median and the 95th percentile, then wall ms likewise.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bench.making import Made

TIMES = 15
FILTERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "no filter": {},
    "half of them": {"where": ("personal_data=no",)},
    "one in twenty": {"use": ("ended",)},
    "one in ten, owner's": {"where": ("owner=PER-0010",)},
    "text": {"text": ("Claims",)},
}


def main() -> None:
    """Make the register unless it is there, and print the table."""
    asked = argparse.ArgumentParser(prog="bench.lists")
    asked.add_argument("--systems", type=int, default=100_000)
    asked.add_argument("--folder", default="")
    asked.add_argument("--postgres", action="store_true")
    given = asked.parse_args()
    folder = Path(given.folder or tempfile.mkdtemp(prefix="holdtrue-lists-"))
    os.environ["HOLDTRUE_DATA"] = str(folder)
    os.environ.setdefault("HOLDTRUE_SECRET_KEY", "only for the bench: nothing signed with it leaves the run")
    if given.postgres:
        _with_postgres(given.systems)
    else:
        _measure(given.systems)


def _with_postgres(systems: int) -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from harness.postgres import Server

    name = f"ht_{os.getpid()}_lists"
    server = Server()
    os.environ["HOLDTRUE_DATABASE_URL"] = server.create(name)
    try:
        _measure(systems)
    finally:
        from django.db import connections

        connections.close_all()
        server.drop(name)


def _measure(systems: int) -> None:
    from holdtrue.settings import start

    start()
    from bench.making import taken, written
    from bench.measuring import load
    from holdtrue.server.prepare import prepare
    from holdtrue.store.models import Organisation

    prepare()
    made = taken([]) if Organisation.objects.exists() else written(systems)
    print(f"{systems:,} systems, load {load()}", flush=True)
    from holdtrue.app.queries.ordered import sortable

    for name in sortable(made.organisation.pk, "system"):
        for label, asked in FILTERS.items():
            for by in (name, f"-{name}"):
                times = _timed(lambda by=by, asked=asked: _page(made, by, asked))  # type: ignore[misc]  # bound now
                print(f"{by:26} {label:20}", *(f"{one:6.1f}" for one in times), flush=True)


def _page(made: Made, by: str, asked: Mapping[str, tuple[str, ...]]) -> None:
    from holdtrue.app.queries.lists import Asked
    from holdtrue.app.queries.ordered import order_of, page_of

    more = {name: value[0] if name == "text" else value for name, value in asked.items()}
    wanted = Asked(kind="system", **more)  # type: ignore[arg-type]  # the names are Asked's own
    page_of(made.caller, wanted, order_of(made.organisation.pk, "system", by))


def _timed(act: Callable[[], object]) -> tuple[float, ...]:
    act()
    cpu, wall = [], []
    for _ in range(TIMES):
        busy, began = time.process_time(), time.perf_counter()
        act()
        cpu.append((time.process_time() - busy) * 1_000)
        wall.append((time.perf_counter() - began) * 1_000)
    return tuple(
        figure
        for found in (cpu, wall)
        for figure in (statistics.median(found), statistics.quantiles(found, n=20)[-1])
    )


if __name__ == "__main__":
    main()

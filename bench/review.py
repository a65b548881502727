"""The pack of a management review and the year calendar at any size: python -m bench.review --folder FOLDER."""

from __future__ import annotations

import argparse
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 7


def main() -> None:
    """Bring the folder's tables up to date and print the times; the folder's records are not changed."""
    asked = argparse.ArgumentParser(prog="bench.review")
    asked.add_argument("--folder", required=True)
    given = asked.parse_args()
    from holdtrue.settings import start

    start(given.folder)
    from holdtrue.server.tables import bring_up_to_date

    bring_up_to_date()
    from holdtrue.app.callers import console
    from holdtrue.app.documents.review import live
    from holdtrue.app.queries.review_pack import pack_asked
    from holdtrue.app.queries.year import year_asked

    caller = console()
    _timed("review pack", lambda: pack_asked(caller))
    found = pack_asked(caller)
    _timed("the same as PDF", lambda: live(found))
    _timed("year calendar", lambda: year_asked(caller))


def _timed(name: str, work: Callable[[], object]) -> None:
    work()
    wall = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        wall.append((time.perf_counter() - began) * 1000)
    print(f"{name}: {statistics.median(wall):.0f} ms", flush=True)


if __name__ == "__main__":
    main()

"""A gate's answer at any size: python -m bench.gates --folder FOLDER (one made by `make bench`).

Wall and processor time of answers for systems drawn at random, at the gate pipelines ask for and at the widest.
"""

from __future__ import annotations

import argparse
import random
import time

RUNS, STAGES = 60, ("deployed", "monitored")


def main() -> None:
    """Bring the folder's tables up to date and print the times."""
    asked = argparse.ArgumentParser(prog="bench.gates")
    asked.add_argument("--folder", required=True)
    given = asked.parse_args()
    from holdtrue.settings import start

    start(given.folder)
    from holdtrue.server.tables import bring_up_to_date

    bring_up_to_date()
    from holdtrue.app.callers import console
    from holdtrue.app.queries.gates import gate_asked
    from holdtrue.store.models import Record

    caller = console()
    rows = Record.rows.of(caller.organisation.pk).filter(kind="system", retired_day__isnull=True)
    refs = list(rows.values_list("ref", flat=True))
    drawn = random.Random(42).choices(refs, k=RUNS)  # noqa: S311  # repeatable on purpose
    for stage in STAGES:
        gate_asked(caller, drawn[0], stage)
        walls, work = [], []
        for ref in drawn:
            wall, busy = time.perf_counter(), time.process_time()
            gate_asked(caller, ref, stage)
            walls.append(time.perf_counter() - wall)
            work.append(time.process_time() - busy)
        print(f"{stage} · {len(refs):,} systems · wall {_said(walls)} · processor {_said(work)}", flush=True)


def _said(times: list[float]) -> str:
    ranked = sorted(times)
    return f"median {ranked[len(ranked) // 2] * 1000:.0f} ms, p95 {ranked[int(len(ranked) * 0.95)] * 1000:.0f} ms"


if __name__ == "__main__":
    main()

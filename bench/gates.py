"""A gate's answer at any size: python -m bench.gates --folder FOLDER (one made by `make bench`).

Wall and processor time for systems of each tier drawn at random, at the gate pipelines ask for and at the widest.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller

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
    from bench.measuring import load, pace
    from holdtrue.app.callers import console
    from holdtrue.store.models import Record, Standing

    caller = console()
    gc.collect()
    gc.freeze()  # as the server does once it is loaded
    print(f"load {load()}, pace {pace():.2f}")
    rows = Record.rows.of(caller.organisation.pk).filter(kind="system", retired_day__isnull=True)
    for tier in ("minimal", "limited", "high"):
        some = Standing.rows.of(caller.organisation.pk).filter(tier=tier).values("scope_id")
        refs = list(rows.filter(pk__in=some).values_list("ref", flat=True))
        if refs:
            _answers(caller, tier, refs)


def _answers(caller: Caller, tier: str, refs: list[str]) -> None:
    from holdtrue.app.queries.gates import gate_asked

    drawn = random.Random(42).choices(refs, k=RUNS)  # noqa: S311  # repeatable on purpose
    for stage in STAGES:
        gate_asked(caller, drawn[0], stage)
        walls, work = [], []
        for ref in drawn:
            wall, busy = time.perf_counter(), time.process_time()
            gate_asked(caller, ref, stage)
            walls.append(time.perf_counter() - wall)
            work.append(time.process_time() - busy)
        print(
            f"{tier}, {stage} · {len(refs):,} systems · wall {_said(walls)} · processor {_said(work)}",
            flush=True,
        )


def _said(times: list[float]) -> str:
    ranked = sorted(times)
    return f"median {ranked[len(ranked) // 2] * 1000:.0f} ms, p95 {ranked[int(len(ranked) * 0.95)] * 1000:.0f} ms"


if __name__ == "__main__":
    main()

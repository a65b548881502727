"""Prints the tables of README.md in this folder: `make bench`, or python -m bench --sizes 1000,10000."""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.making import Made
    from bench.measuring import Timed

INVENTORY = Path(__file__).parent.parent / "tests/fixtures/2024_consolidated_ai_inventory_raw.csv.gz"
PORT = 8765


def main() -> None:
    """Measure each size in a process of its own, so that memory and caches are its own."""
    asked = argparse.ArgumentParser(prog="bench")
    asked.add_argument("--sizes", default="1000,10000,100000")
    asked.add_argument("--folder", default="", help="keep the registers here and take them again next time")
    asked.add_argument("--make", type=int, default=0, help=argparse.SUPPRESS)
    asked.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    asked.add_argument("--without-import", action="store_true")
    asked.add_argument("--without-scratch", action="store_true", help="do not derive everything anew")
    given = asked.parse_args()
    base = Path(given.folder or tempfile.mkdtemp(prefix="holdtrue-bench-"))
    base.mkdir(parents=True, exist_ok=True)
    try:
        if given.make:
            _made(base / str(given.make), given.make)
            return
        if given.one:
            with _copied(base / str(given.one)) as folder:
                one(folder, given.one, scratch=not given.without_scratch)
            return
        if not given.without_import:
            imported(base / "import")
        for size in given.sizes.split(","):
            command = [sys.executable, "-m", "bench", "--folder", str(base)]
            subprocess.run([*command, "--make", size], check=True)
            scratch = ["--without-scratch"] if given.without_scratch else []
            subprocess.run([*command, "--one", size, *scratch], check=True)
    finally:
        if not given.folder:
            shutil.rmtree(base, ignore_errors=True)


@contextmanager
def _copied(folder: Path) -> Iterator[Path]:
    """Hand out a copy of a register: what is measured adds thousands of records, which the next run does without."""
    copy = folder.with_name(f"{folder.name}-measured")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def one(folder: Path, systems: int, *, scratch: bool) -> None:
    """Print the table of a register that was made."""
    made = _made(folder, systems)
    if scratch:
        _derived_anew(made)
        _begun(made)
    from bench.clients import served
    from bench.figures import api, changes, pages
    from bench.measuring import load, pace, resident
    from holdtrue.app.actions import machines
    from holdtrue.server.warming import made_ready

    made_ready()  # as each of the server's processes does, which keeps what it loaded out of later sweeps
    print(f"\n## {systems:,} systems, load {load()}, pace {pace():.2f}\n")
    _table(chain(pages(made), api(made), changes(made)))
    _, token = machines.make(made.caller, "clients", role="contributor", days=1)
    found = served(folder, PORT, made.organisation.slug, token, [ref for ref, _ in made.systems])
    print(f"\nThe server answers {found.pop('start'):.1f} s after it is started.")
    for clients, told in found.pop("clients").items():
        print(
            f"Create evidence + link over HTTP, {clients}: {told['per_second']:.0f} a second,"
            f" wall ms p50 {told['p50']:.1f}, p95 {told['p95']:.1f}; {told['cpu']:.1f} CPU ms of the server each."
        )
    print(
        f"Resident, MiB: the server's processes {found['resident']}; this one {resident():.0f}.", flush=True
    )


def _derived_anew(made: Made) -> None:
    """Derive everything from scratch on two processes, by the rules that ship."""
    import os

    from bench.making import derived
    from bench.measuring import load

    before, wall = os.times(), time.perf_counter()
    derived(made)
    spent = [b - a for a, b in zip(before[:4], os.times()[:4], strict=True)]
    print(
        f"\nderived from scratch on two processes: {time.perf_counter() - wall:.1f} s wall,"
        f" {sum(spent):.1f} s CPU ({sum(spent[:2]):.1f} s of the one that writes); load {load()}",
        flush=True,
    )


def _begun(made: Made) -> None:
    """What the worker does when a day begins, in this process: how long it takes, and how long others wait for it."""
    from bench.day import begun

    told = begun(made)
    print(
        f"a day begun: {told.wall:.1f} s wall, {told.cpu:.1f} s CPU; the writer's turn taken {told.turns} times,"
        f" at most {told.longest:.0f} ms, {told.held:.0f} ms together",
        flush=True,
    )


def imported(folder: Path) -> None:
    """Time the import of the federal inventory into an empty register."""
    _prepared(folder, anew=True)
    from bench.making import founded
    from holdtrue.app import intake

    made = founded()
    path = folder / "inventory.csv"
    path.write_bytes(gzip.decompress(INVENTORY.read_bytes()))
    wall, cpu = time.perf_counter(), time.process_time()
    outcome = intake.execute(intake.plan(made.caller, path))
    print(
        f"import of {outcome.rows:,} rows with standing: {time.perf_counter() - wall:.1f} s wall,"
        f" {time.process_time() - cpu:.1f} s CPU; {dict(outcome.counts)}",
        flush=True,
    )


def _made(folder: Path, systems: int) -> Made:
    kept = folder / "systems.json"
    there = kept.exists()
    _prepared(folder, anew=not there)
    from bench.making import make, taken

    if there:
        return taken([tuple(pair) for pair in json.loads(kept.read_text())])
    made = make(systems)
    kept.write_text(json.dumps(made.systems))
    return made


def _prepared(folder: Path, *, anew: bool) -> None:
    if anew:
        shutil.rmtree(folder, ignore_errors=True)
    from holdtrue.settings import start

    start(folder)
    from holdtrue.server.tables import bring_up_to_date

    began = time.perf_counter()
    bring_up_to_date()
    if anew:
        print(f"tables made in {time.perf_counter() - began:.1f} s", flush=True)


def _table(lines: Iterable[Timed]) -> None:
    print("| what | CPU ms p50 | p95 | wall ms p50 | p95 | SQL |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for line in lines:
        figures = (line.cpu_p50, line.cpu_p95, line.wall_p50, line.wall_p95)
        print(f"| {line.name} | {' | '.join(f'{one:.1f}' for one in figures)} | {line.queries} |", flush=True)


if __name__ == "__main__":
    main()

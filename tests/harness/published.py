"""A register of the first published inventory, brought in by command once in a run: two parts begin there."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import resource
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from harness.lock import held

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
FIRST = "2024_consolidated_ai_inventory_raw.csv"
SAID = "said.json"


def inventory(folder: Path, name: str, rows: int | None = None) -> Path:
    """Put a published inventory there, or its header and its first rows, which are written in UTF-8."""
    content = gzip.decompress((FIXTURES / f"{name}.gz").read_bytes())
    path = folder / name
    if rows is None:
        path.write_bytes(content)
        return path
    table = csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(islice(table, rows + 1))
    return path


def first_register(shared: Path, data: Path) -> dict[str, Any]:
    """Put a copy of the register where `data` says; return what the commands said and the seconds of the import."""
    kept = shared / "published"
    with held(shared / "published.lock"):
        if not (kept / SAID).exists():
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir()
            _bring_in(kept)
    shutil.copytree(kept / "data", data)
    said: dict[str, Any] = json.loads((kept / SAID).read_bytes())
    return said


def _bring_in(kept: Path) -> None:
    here = ("--data", str(kept / "data"))
    founded = _run(*here, "init", "--name", "US federal government", "--profile", "standard", "--json")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    first = _run(*here, "import", str(inventory(kept, FIRST)), "--json")
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    (kept / SAID).write_text(json.dumps({"founded": founded, "first": first, "seconds": seconds}))


def _run(*words: str) -> object:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HOLDTRUE_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "holdtrue", *words],
        env=kept | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

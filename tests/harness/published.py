"""A register of the first published inventory, brought in by command once in a run: two parts begin there."""

from __future__ import annotations

import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from harness.lock import held

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
FIRST = "2024_consolidated_ai_inventory_raw.csv"
SAID = "said.json"


def inventory(folder: Path, name: str) -> Path:
    """Unpack a published inventory."""
    path = folder / name
    path.write_bytes(gzip.decompress((FIXTURES / f"{name}.gz").read_bytes()))
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

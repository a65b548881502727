"""What `pip install` brings: the command and every file it needs, templates, words and pictures included."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from contracts.sources import PACKAGE, ROOT, tracked


@pytest.mark.slow
def test_the_wheel_carries_all_that_lies_in_the_package(tmp_path):
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-q",
        "-w",
    ]
    subprocess.run([*command, tmp_path, ROOT], check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as wheel:
        carried = set(wheel.namelist())
        entries = wheel.read(next(name for name in carried if name.endswith("entry_points.txt"))).decode()
    assert "holdtrue = holdtrue.cli.entry:main" in entries
    wanted = {str(path.relative_to(PACKAGE.parent)) for path in tracked() if path.is_relative_to(PACKAGE)}
    assert wanted <= carried

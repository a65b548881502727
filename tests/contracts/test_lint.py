"""The linters' word: rules, format, types and the walls between the parts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contracts.sources import ROOT

BIN = Path(sys.executable).parent
COMMANDS = {
    "the rules hold": ("ruff", "check", "--output-format=concise", "."),
    "the format is the formatter's": ("ruff", "format", "--check", "."),
    "the arrows point down only": ("lint-imports",),
    "the types hold": ("mypy",),
}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_lint(command):
    done = subprocess.run(
        [BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]

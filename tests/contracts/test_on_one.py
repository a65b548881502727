"""The tests that run on one kind of database are named one by one; each that is named is there."""

from __future__ import annotations

from contracts.sources import ROOT
from harness.reach import LISTED


def test_each_test_that_is_named_is_there():
    gone = []
    for line in LISTED.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            module, name = line.split("::")
            source = ROOT / "tests" / f"{module}.py"
            if not source.is_file() or f"def {name}(" not in source.read_text("utf-8"):
                gone.append(line)
    assert gone == [], "take out of tests/on_one.txt what was renamed: it runs on both"

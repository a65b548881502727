"""The command begins quickly: what needs no framework loads none."""

from __future__ import annotations

import resource
import subprocess
import sys

import holdtrue
from holdtrue.cli.entry import main


def test_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"holdtrue {holdtrue.__version__}\n"


def test_version_loads_no_framework_and_takes_under_a_seventh_of_a_second():
    program = (
        "import sys\n"
        "from holdtrue.cli.entry import main\n"
        "main(['--version'])\n"
        "sys.exit(bool({'django', 'pydantic', 'typer', 'yaml'} & set(sys.modules)))"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.15

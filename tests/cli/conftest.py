"""A founded organisation to run commands on, in this process or in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.databases import Databases

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"


@dataclass(frozen=True)
class Done:
    """What one command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def process(*words: str, **environment: str) -> Done:
    """Run the command as people do, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "holdtrue", *words],
        env=clean() | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def clean() -> dict[str, str]:
    """The environment of a command that knows nothing of ours."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HOLDTRUE_", "DJANGO_"))
    }
    return kept | {"PYTHONPATH": str(ROOT / "src")}


class Shell:
    """Runs commands in this process on one data folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def __call__(self, *words: object) -> Done:
        from holdtrue.cli.commands import run

        self.capsys.readouterr()
        code = run(["--data", str(self.folder), *map(str, words)])
        printed = self.capsys.readouterr()
        return Done(code, printed.out, printed.err)

    def json(self, *words: object) -> Any:
        """Run a command that must succeed and return its document."""
        done = self(*words, "--json")
        assert done.code == 0, done.err
        return done.json


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test keeps a database with an organisation of the standard profile; the others begin with it."""
    return tmp_path_factory.mktemp("founded") / "holdtrue.sqlite3"


@pytest.fixture
def shell(
    databases: Databases, founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    """A data folder of its own with that organisation in it."""
    from django.db import connection
    from django.test.utils import override_settings

    from holdtrue.settings import DataFolder

    folder = DataFolder(tmp_path / "data").prepare()
    with override_settings(HOLDTRUE_FOLDER=folder), databases.fresh("sqlite", folder.path):
        made = Shell(folder.path, capsys)
        if founded.exists():
            shutil.copyfile(founded, folder.database)
        else:
            made.json("init", "--name", "Acme", "--profile", "standard", "--owner", "ada@example.org")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(founded)])
        yield made

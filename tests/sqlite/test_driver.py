"""Without the driver that brings its own SQLite, Python's is used as safely as its version allows, or refused."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

from harness.service import ROOT
from holdtrue.sqlite.driver import NEEDED, SOUND

PROGRAM = """
import sys
sys.modules["pysqlite3"] = None
from holdtrue.settings import start
start()
from django.db import connection
from holdtrue.core.refusals import Unreachable
from holdtrue.server.prepare import prepare
from holdtrue.words import say
try:
    said = prepare()
except Unreachable as refusal:
    print("refused", say(refusal.message))
else:
    with connection.cursor() as cursor:
        print(cursor.execute("PRAGMA journal_mode").fetchone()[0], *map(say, said))
"""


def test_pythons_own_sqlite_is_used_as_its_version_allows(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "HOLDTRUE_DATA": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    version = sqlite3.sqlite_version_info
    if version < NEEDED:
        assert done.stdout.startswith("refused SQLite")
    elif version < SOUND:
        assert done.stdout.startswith("delete SQLite")
    else:
        assert done.stdout == "wal\n"

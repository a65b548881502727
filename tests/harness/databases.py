"""An empty, migrated database per test, copied from one that the session's first process migrates."""

from __future__ import annotations

import copy
import itertools
import os
import shutil
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from harness.lock import held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from harness.postgres import Server

KINDS = ("sqlite", "postgres")
FILE = "holdtrue.sqlite3"
Made = TypeVar("Made")


class Databases:
    """Templates shared by the processes of one run, and the switch that points Django at a copy."""

    def __init__(self, shared: Path, run: str) -> None:
        self.shared = shared
        self.run = run
        self.serial = itertools.count(1)
        self.beginnings: dict[tuple[str, ...], tuple[Any, Path]] = {}

    @cached_property
    def server(self) -> Server:
        from harness.postgres import Server

        return Server()

    @contextmanager
    def fresh(self, kind: str, folder: Path, *, begun: bool = False) -> Iterator[None]:
        """Django's default connection leads to a new migrated database until the block ends.

        Where the database is to begin with something, `begun` makes it: here it is only named.
        """
        with self._named(kind, folder):
            if not begun:
                self._empty(kind, folder)
            yield

    @contextmanager
    def bare(self, kind: str, folder: Path) -> Iterator[None]:
        """Django's default connection leads to a new database without a table until the block ends."""
        with self._named(kind, folder):
            if kind == "postgres":
                self.server.create(_name())
            yield

    @contextmanager
    def _named(self, kind: str, folder: Path) -> Iterator[None]:
        """Point Django at a database that is still to be made, and drop it at the end."""
        if kind == "sqlite":
            from holdtrue.settings.database import embedded

            with _connected(embedded(folder / FILE)):
                yield
            return
        from holdtrue.settings.database import postgres

        name = f"ht_{os.getpid()}_{next(self.serial)}"
        try:
            with _connected(postgres(self.server.address(name))):
                yield
        finally:
            self.server.drop(name)

    def begun(self, kind: str, folder: Path, make: Callable[..., Made], *names: str) -> Made:
        """Begin an empty database with what `make(*names)` does: done once by a process, copied ever after.

        What it returned is copied too, so that no test sees what another did to it.
        """
        key = (kind, make.__module__, make.__qualname__, *names)
        if key not in self.beginnings:
            self._empty(kind, folder)
            made = make(*names)
            kept = self.shared / f"begun_{os.getpid()}_{len(self.beginnings)}"
            self.beginnings[key] = (copy.deepcopy(made), kept)
            _close()
            shutil.copytree(folder, kept)
            if kind == "postgres":
                self.server.create(_beginning(kept), template=_name())
            return made
        made, kept = self.beginnings[key]
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        if kind == "postgres":
            self.server.create(_name(), template=_beginning(kept))
        return copy.deepcopy(made)

    def _empty(self, kind: str, folder: Path) -> None:
        """Make the database Django is connected to; it is migrated and holds nothing."""
        if kind == "sqlite":
            shutil.copyfile(self._sqlite_template(), folder / FILE)
        else:
            self.server.create(_name(), template=self._postgres_template())

    def close(self) -> None:
        """Drop what this process began, and this run's template: the last to end finds it in nobody's use."""
        for key, (_, kept) in self.beginnings.items():
            if key[0] == "postgres":
                self.server.drop(_beginning(kept))
        if "server" in self.__dict__ and self.run == str(os.getpid()):
            self.server.drop(f"ht_{self.run}_template")

    def _sqlite_template(self) -> Path:
        path = self.shared / "template.sqlite3"
        with held(self.shared / "sqlite.lock"):
            if not path.exists():
                from holdtrue.settings.database import embedded

                draft = self.shared / "draft.sqlite3"
                with _connected(embedded(draft)):
                    _migrate()
                draft.rename(path)
        return path

    def _postgres_template(self) -> str:
        name = f"ht_{self.run}_template"
        done = self.shared / "postgres.done"
        with held(self.shared / "postgres.lock"):
            if not done.exists():
                from holdtrue.settings.database import postgres

                self.server.drop(name)
                with _connected(postgres(self.server.create(name))):
                    _migrate()
                done.touch()
        return name


def _migrate() -> None:
    from django.db import connection

    from holdtrue.server.tables import bring_up_to_date

    bring_up_to_date()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _beginning(kept: Path) -> str:
    """A database's name begins with its maker's process id, so that the next run sweeps what is left."""
    return f"ht_{kept.name.removeprefix('begun_')}_begun"


def _name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def _close() -> None:
    """Let go of the database, whose last connection writes SQLite's log back into its file."""
    from django.db import connection

    connection.close()


@contextmanager
def _connected(to: dict[str, Any]) -> Iterator[None]:
    """Point Django's default connection elsewhere, for every thread that connects meanwhile."""
    from django.db import connections

    before = connections.settings["default"]
    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": dict(to)})["default"]
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = before
        del connections["default"]

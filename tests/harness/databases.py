"""An empty, migrated database per test, copied from one that the session's first process migrates."""

from __future__ import annotations

import copy
import itertools
import os
import pickle
import shutil
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from harness.lock import held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from harness.postgres import Server
    from harness.slates import Slate, Slates, Written

KINDS = ("sqlite", "postgres")
FILE = "holdtrue.sqlite3"
Made = TypeVar("Made")


class Databases:
    """Templates shared by the processes of one run, and the switch that points Django at a copy."""

    def __init__(self, shared: Path, run: str) -> None:
        self.shared = shared
        self.run = run
        self.serial = itertools.count(1)
        self.beginnings: dict[tuple[str, ...], tuple[Any, Path, Written | None]] = {}
        self.taken: dict[str, Slate] = {}

    @cached_property
    def server(self) -> Server:
        from harness.postgres import Server

        return Server()

    @cached_property
    def slates(self) -> Slates:
        from harness.slates import Slates

        return Slates(self.server, self._postgres_template)

    @contextmanager
    def fresh(self, kind: str, folder: Path, *, begun: bool = False) -> Iterator[None]:
        """Django's default connection leads to a migrated database that holds nothing, until the block ends.

        Where the database is to begin with something, `begun` makes it.
        """
        if kind == "sqlite":
            from holdtrue.settings.database import embedded

            if not begun:
                shutil.copyfile(self._sqlite_template(), folder / FILE)
            with _connected(embedded(folder / FILE)):
                yield
            return
        from holdtrue.settings.database import postgres

        with self.slates.taken() as slate, _connected(postgres(slate.address)):
            self.taken[slate.name] = slate
            yield

    @contextmanager
    def bare(self, kind: str, folder: Path) -> Iterator[None]:
        """Django's default connection leads to a new database without a table until the block ends."""
        if kind == "sqlite":
            from holdtrue.settings.database import embedded

            with _connected(embedded(folder / FILE)):
                yield
            return
        from holdtrue.settings.database import postgres

        name = f"ht_{os.getpid()}_{next(self.serial)}"
        try:
            with _connected(postgres(self.server.create(name))):
                yield
        finally:
            self.server.drop(name)

    def begun(
        self,
        kind: str,
        folder: Path,
        make: Callable[..., Made],
        *names: str,
        on: Callable[[], Any] | None = None,
    ) -> Made:
        """Begin an empty database with what `make(*names)` does: done once by a run, copied ever after.

        What it returned is copied too, so that no test sees what another did to it. Given `on`, the database begins
        with what that does, and `make` is given what it returned. Processes share what can be pickled.
        """
        key = (kind, make.__module__, make.__qualname__, *names)
        if key not in self.beginnings:
            note = self.shared / f"begun_{sha256(repr(key).encode()).hexdigest()[:16]}"
            with held(note.with_suffix(".lock")):
                if not note.exists():
                    if on is None and kind == "sqlite":
                        shutil.copyfile(self._sqlite_template(), folder / FILE)
                    given = () if on is None else (self.begun(kind, folder, on),)
                    made = make(*given, *names)
                    self._keep(key, folder, made, note)
                    return made
                self.beginnings[key] = pickle.loads(note.read_bytes())  # noqa: S301 # this run wrote it
        made, kept, written = self.beginnings[key]
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        if written:
            self.taken[_name()].write(written)
        return copy.deepcopy(made)

    def _keep(self, key: tuple[str, ...], folder: Path, made: object, note: Path) -> None:
        """Keep a beginning for this process, and for the others where what was made can be written down."""
        kept = note.with_name(f"{note.name}_{os.getpid()}")
        written = self.taken[_name()].read() if key[0] == "postgres" else None
        self.beginnings[key] = (copy.deepcopy(made), kept, written)
        _close()
        shutil.copytree(folder, kept)
        with suppress(pickle.PicklingError, TypeError, AttributeError):
            note.write_bytes(pickle.dumps(self.beginnings[key]))

    def close(self) -> None:
        """Drop what this process made, and this run's template: the last to end finds it in nobody's use."""
        if "slates" in self.__dict__:
            self.slates.close()
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

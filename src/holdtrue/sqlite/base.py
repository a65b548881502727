"""Django's SQLite connection on our driver; the module's name is the one Django looks for."""

from __future__ import annotations

import datetime as dt
import decimal
import time
from functools import lru_cache
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from holdtrue.sqlite.driver import DRIVER, pragmas

_NAP = 0.0005
"""Seconds between two tries at the writer's turn: SQLite's own waits grow to a hundred milliseconds, so that the
turn lies idle while several wait for it, and whoever came first may be last."""
_PREPARED = 1_000
"""Statements kept prepared. The driver's own 128 are those run most often since it connected, never those run lately:
after a bulk of other work every statement of a change would be prepared anew each time."""


def _register() -> None:
    """Teach our driver the values that Django teaches Python's own."""
    for name, parse in (
        ("date", parse_date),
        ("time", parse_time),
        ("datetime", parse_datetime),
        ("timestamp", parse_datetime),
    ):
        DRIVER.register_converter(name, lambda raw, parse=parse: parse(raw.decode()))
    DRIVER.register_converter("bool", b"1".__eq__)
    DRIVER.register_adapter(decimal.Decimal, str)
    DRIVER.register_adapter(dt.date, dt.date.isoformat)
    DRIVER.register_adapter(dt.datetime, lambda value: value.isoformat(" "))


_register()


@lru_cache(maxsize=2_048)
def _converted(query: str) -> str:
    """Return a statement with the driver's marks; the same few hundred are run over and over."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(DRIVER.Cursor):  # type: ignore[misc]  # the driver is chosen at run time
    """A cursor that takes Django's %s for the driver's ?, as Django's own does for Python's driver."""

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401 # what the driver's own takes and returns
        if params is None:
            return super().execute(query)
        if isinstance(params, dict):
            names = list(params)
            return super().execute(
                base.SQLiteCursorWrapper.convert_query(self, query, param_names=names), params
            )
        return super().execute(_converted(query), params)

    def executemany(self, query: str, param_list: Any) -> Any:  # noqa: ANN401 # as above
        rows = list(param_list)
        if rows and isinstance(rows[0], dict):
            names = list(rows[0])
            return super().executemany(
                base.SQLiteCursorWrapper.convert_query(self, query, param_names=names), rows
            )
        return super().executemany(_converted(query), rows)


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection: foreign keys checked, the journal as the driver's version allows, writers queued at BEGIN."""

    Database = DRIVER
    init_commands: list[str]
    transaction_mode: str | None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 # the driver's connection
        connection = DRIVER.connect(**{"cached_statements": _PREPARED, **conn_params})
        register(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        for pragma in pragmas(DRIVER.sqlite_version_info):
            connection.execute(pragma)
        for command in self.init_commands:
            if command.strip():
                connection.execute(command.strip())
        return connection

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ANN401, ARG002 # Django's signature
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        """Begin as soon as the writer before has ended; OperationalError after the connection's own patience."""
        if self.transaction_mode != "IMMEDIATE":
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django's own, which its stubs leave out
            return
        patience = float(self.get_connection_params().get("timeout", 5))
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            self._take_turn(time.monotonic() + patience)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _take_turn(self, until: float) -> None:
        """Begin, asking again while another writes; first and last as Django does, which tells who listens."""
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # likewise
        except OperationalError as error:
            if not _busy(error.__cause__):
                raise
        else:
            return
        while time.monotonic() < until:
            time.sleep(_NAP)
            # who waits asks often, on the cores that whoever writes needs
            try:
                self.connection.execute("BEGIN IMMEDIATE")
            except DRIVER.OperationalError as error:
                if not _busy(error):
                    raise
            else:
                return
        super()._start_transaction_under_autocommit()  # type: ignore[misc]  # likewise


def _busy(error: object) -> bool:
    return getattr(error, "sqlite_errorname", "") == "SQLITE_BUSY"

"""Which SQLite driver is in use, and how it must keep its journal so that no acknowledged change is lost."""

from __future__ import annotations

import sqlite3
from typing import Any

SOUND = (3, 51, 3)
"""The first release whose write-ahead log cannot be reset under a concurrent checkpoint."""

NEEDED = (3, 43, 0)
"""The first release with what search needs: a full-text index that keeps no copy of the text and can forget a row."""

CHECKPOINT = "PRAGMA wal_autocheckpoint = 8000"
"""Pages of the write-ahead log, 31 MiB, after which whoever commits copies them into the database file.

At SQLite's own thousand, one change in seven waited for it; the same few pages are written by change after change, so
that most of what is copied seldom is never copied. Nothing is less safe: what is committed is in the log, synced.
"""
WRITE_AHEAD = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", CHECKPOINT)
ROLLBACK = ("PRAGMA journal_mode = DELETE", "PRAGMA synchronous = EXTRA")
ALWAYS = (
    "PRAGMA mmap_size = 0",
    "PRAGMA cache_size = -16384",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA recursive_triggers = ON",  # else INSERT OR REPLACE deletes rows behind the append-only guards
)


def choose() -> Any:  # noqa: ANN401 # two drivers of one interface, of which only Python's own has types
    """The driver to use: the one that brings its own sound SQLite where installed, else Python's own."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3.dbapi2
    return max((dbapi2, sqlite3.dbapi2), key=lambda driver: driver.sqlite_version_info >= SOUND)


DRIVER = choose()


def sound(version: tuple[int, ...]) -> bool:
    return version >= SOUND


def pragmas(version: tuple[int, ...]) -> tuple[str, ...]:
    """What each new connection runs: a write-ahead log where it is safe, else a rollback journal synced twice."""
    return (*(WRITE_AHEAD if sound(version) else ROLLBACK), *ALWAYS)

"""PostgreSQL databases that tests use one after the other: wiped in moments, where making one takes a second."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.postgres import Server

SERIAL = itertools.count(1)
WORN = 1000
"""Rows wiped from a table after which clearing away what they left is quicker than walking past it."""

NOTE = """
CREATE SCHEMA harness;
CREATE TABLE harness.altered (tag text);
CREATE FUNCTION harness.note() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO harness.altered VALUES (tg_tag); END $$;
"""
WATCH = "CREATE EVENT TRIGGER harness_note ON ddl_command_end EXECUTE FUNCTION harness.note()"
ALONE = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
TABLES = """
SELECT c.oid::regclass::text, array_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.oid ORDER BY c.oid
"""
SEQUENCES = (
    "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
)
COUNTED = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= 0
"""
FORGET = """
SELECT pg_clear_relation_stats('public', c.relname) FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
JOIN pg_class t ON t.oid = coalesce(i.indrelid, c.oid) AND t.relnamespace = 'public'::regnamespace
WHERE t.relname = ANY(%s)
"""
FORGET_COLUMNS = """
SELECT pg_clear_attribute_stats('public', tablename, attname, inherited) FROM pg_stats WHERE schemaname = 'public'
"""


@dataclass(frozen=True)
class Written:
    """What a database held: each table's rows as the server writes them, and how far each sequence had counted."""

    rows: dict[str, bytes]
    counted: dict[str, int]


class Slate:
    """One migrated database of this process, and a connection to it that no test sees."""

    def __init__(self, server: Server, template: str) -> None:
        self.server = server
        self.name = f"ht_{os.getpid()}_s{next(SERIAL)}"
        self.address = server.create(self.name, template=template)
        self.connection = psycopg.connect(self.address, autocommit=True)
        self.connection.execute(
            "SET session_replication_role = replica"
        )  # no trigger refuses, no key is followed
        self.columns: dict[str, list[str]] = dict(self.connection.execute(TABLES).fetchall())
        self.sequences = [str(name) for (name,) in self.connection.execute(SEQUENCES).fetchall()]
        self.emptied = [name for name in self.columns if not self._holds(name)]
        self.connection.execute(NOTE)
        self.connection.execute(_wiping(self.emptied, self.sequences))
        self.connection.execute(WATCH)
        self.worn: Counter[str] = Counter()
        self.counted = self._counted()

    def _holds(self, table: str) -> bool:
        """Whether migrating wrote something there, which stays."""
        found = self.connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()
        return bool(found and found[0])

    def wipe(self) -> bool:
        """Make it empty again; False where a test changed more than rows."""
        self.connection.execute(ALONE)
        if self._holds("harness.altered"):
            return False
        self.worn.update(dict(self.connection.execute("SELECT * FROM harness.wipe()").fetchall()))
        for table in [name for name, rows in self.worn.items() if rows > WORN]:
            self.connection.execute(f"VACUUM {table}")
            del self.worn[table]
        self._forget()
        return True

    def _counted(self) -> set[str]:
        """The tables that somebody counted, by whose figures the server plans from then on."""
        return {str(name) for (name,) in self.connection.execute(COUNTED).fetchall()}

    def _forget(self) -> None:
        """Forget what a test, or the clearing away, counted: the next is to meet tables that nobody counted."""
        if anew := self._counted() - self.counted:
            self.connection.execute(FORGET, (list(anew),))
            self.connection.execute(FORGET_COLUMNS)

    def read(self) -> Written:
        rows = {}
        for table in self.emptied:
            if self._holds(table):
                with self.connection.cursor().copy(
                    f"COPY {self._named(table)} TO STDOUT (FORMAT binary)"
                ) as copy:
                    rows[table] = b"".join(map(bytes, copy))
        counted = {}
        for name in self.sequences:
            found = self.connection.execute(f"SELECT last_value FROM {name} WHERE is_called").fetchone()
            if found:
                counted[name] = int(found[0])
        return Written(rows, counted)

    def write(self, written: Written) -> None:
        """Fill the wiped database with what another held."""
        for table, rows in written.rows.items():
            with self.connection.cursor().copy(
                f"COPY {self._named(table)} FROM STDIN (FORMAT binary)"
            ) as copy:
                copy.write(rows)
        for name, value in written.counted.items():
            self.connection.execute("SELECT setval(%s, %s)", (name, value))

    def _named(self, table: str) -> str:
        return f"{table} ({', '.join(self.columns[table])})"

    def drop(self) -> None:
        self.connection.close()
        self.server.drop(self.name)


class Slates:
    """The databases of one process: as many as tests hold at once, each taken up again when it is free."""

    def __init__(self, server: Server, template: Callable[[], str]) -> None:
        self.server = server
        self.template = template
        self.free: list[Slate] = []

    @contextmanager
    def taken(self) -> Iterator[Slate]:
        slate = self._clean()
        try:
            yield slate
        finally:
            self.free.append(slate)

    def _clean(self) -> Slate:
        while self.free:
            slate = self.free.pop()
            if slate.wipe():
                return slate
            slate.drop()
        return Slate(self.server, self.template())

    def close(self) -> None:
        while self.free:
            self.free.pop().drop()


def _wiping(tables: list[str], sequences: list[str]) -> sql.Composed:
    """A function on the server that empties the tables and tells how many rows of which; its plans are made once."""
    deletes = "".join(
        f"DELETE FROM {table}; GET DIAGNOSTICS gone = ROW_COUNT;"
        f" IF gone > 0 THEN wiped := '{table}'; RETURN NEXT; END IF;\n"
        for table in tables
    )
    restarts = "".join(f"PERFORM setval('{name}', 1, false);\n" for name in sequences)
    return sql.SQL(
        "CREATE FUNCTION harness.wipe(OUT wiped text, OUT gone bigint) RETURNS SETOF record LANGUAGE plpgsql AS {}"
    ).format(sql.Literal(f"BEGIN\n{deletes}{restarts}END"))

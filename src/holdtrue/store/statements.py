"""Runs hand-written statements: the same text for any number of values, so that the driver keeps it prepared."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import lru_cache
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, connection, connections

Row = tuple[Any, ...]


def rows(query: str, params: Sequence[Any] = ()) -> list[Row]:
    """Return every row of a query."""
    cursor = _executed(query, params)
    try:
        found: list[Row] = cursor.fetchall()
    finally:
        cursor.close()
    return found


def row(query: str, params: Sequence[Any] = ()) -> Row | None:
    """Return the first row of a query, or None."""
    cursor = _executed(query, params)
    try:
        found: Row | None = cursor.fetchone()
    finally:
        cursor.close()
    return found


def row_behind(lock: tuple[str, Sequence[Any]], query: tuple[str, Sequence[Any]]) -> Row | None:
    """Return the first row of a query that is asked once a lock is held; both with their parameters.

    Both go to the database at once. SQLite has one writer, who holds the lock since the transaction began.
    """
    if embedded():
        return row(*query)
    with closing(_executed(f"{lock[0]}; {query[0]}", [*lock[1], *query[1]])) as cursor:
        cursor.nextset()
        found: Row | None = cursor.fetchone()
        return found


def run(query: str, params: Sequence[Any] = ()) -> int:
    """Run one statement and return how many rows it changed."""
    cursor = _executed(query, params)
    try:
        return int(cursor.rowcount)
    finally:
        cursor.close()


def many(query: str, params: Sequence[Sequence[Any]]) -> None:
    """Run one statement once per row of parameters; nothing where there are none.

    PostgreSQL takes new rows a hundred a statement, which costs it a fraction; one that may meet its own rows stays as
    it is written.
    """
    if len(params) > 1:
        with connection.cursor() as cursor:
            if embedded() or _MAY_MEET in query or not _ROW.search(query):
                cursor.executemany(query, params)
                return
            for start in range(0, len(params), _PUT):
                chunk = params[start : start + _PUT]
                cursor.execute(_repeated(query, len(chunk)), [value for one in chunk for value in one])
    elif params:
        run(query, params[0])


_MAY_MEET = "DO UPDATE"
_ROW = re.compile(r"^INSERT .* VALUES (\([^()]*\))")


@lru_cache(maxsize=1_024)
def _repeated(query: str, count: int) -> str:
    row = _ROW.search(query)
    assert row is not None  # noqa: S101  asked before
    return f"{query[: row.end()]}{f', {row[1]}' * (count - 1)}{query[row.end() :]}"


def _executed(query: str, params: Sequence[Any]) -> Any:  # noqa: ANN401  # the driver's cursor, or Django's around it
    """Run a statement on the driver's own cursor; on Django's, which costs as much again, where somebody listens."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None or database.execute_wrappers or database.force_debug_cursor:
        cursor = database.cursor()
        cursor.execute(query, params)
        return cursor
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        cursor = database.create_cursor()
        cursor.execute(query, params)
    return cursor


def put(query: str, params: Sequence[Sequence[Any]]) -> None:
    """Run an INSERT … VALUES %s … over many rows, a hundred a statement; `%s` stands for the rows.

    Where a row that is there is added to, no key may come twice.
    """
    for start in range(0, len(params), _PUT):
        chunk = params[start : start + _PUT]
        run(_spread(query, len(chunk), len(chunk[0])), [v for one in chunk for v in one])


@lru_cache(maxsize=1_024)
def _spread(query: str, count: int, width: int) -> str:
    return query.replace("VALUES %s", f"VALUES {', '.join([_marks(width)] * count)}")


_PUT = 100


def returning(query: str, params: Sequence[Sequence[Any]]) -> list[Row]:
    """Run an INSERT … VALUES %s … RETURNING over many rows, a few hundred a statement; `%s` stands for the rows.

    The order of what comes back is the database's own: return what tells the rows apart.
    """
    found: list[Row] = []
    for start in range(0, len(params), _ROWS):
        chunk = params[start : start + _ROWS]
        found += rows(_spread(query, len(chunk), len(chunk[0])), [v for one in chunk for v in one])
    return found


_ROWS = 200


def _marks(count: int) -> str:
    return f"({', '.join(['%s'] * count)})"


def among(column: str) -> str:
    """Return the condition that a column is one of a list, which `listed` makes a single parameter of."""
    if embedded():
        return f"{column} IN (SELECT value FROM json_each(%s))"
    return f"{column} = ANY(%s)"


def each(kind: type[int | str] = int) -> str:
    """Return the same list as a table `j` of one column `value`, to be read first and joined by CROSS JOIN.

    The planner has no figures of the tables and would at times rather walk all of an organisation than look up a few.
    """
    if embedded():
        return "json_each(%s) j"
    return f"unnest(%s::{'bigint' if kind is int else 'text'}[]) AS j(value)"


def by_id(table: str) -> str:
    """Return a table to be joined with `each` by its id, row by row, with a plus before whatever else is asked of it.

    PostgreSQL begins with an empty table's figures. By those it would read all an organisation has to find a few rows.
    """
    return table if embedded() else f"LATERAL (SELECT * FROM {table} WHERE id = j.value OFFSET 0)"


def at_most(count: int) -> str:
    """Return the end of a statement that gives so many rows at most.

    The number is part of the text: SQLite plans by it, and where it came as a parameter would prepare the statement
    anew each time it is asked, which takes longer than to answer most.
    """
    return f"LIMIT {int(count)}"


def listed(values: Iterable[int] | Iterable[str]) -> object:
    """Return the values as the one parameter of `among` and `each`."""
    return orjson.dumps(list(values)).decode() if embedded() else list(values)


def each_pair() -> str:
    """Return a list of pairs of whole numbers as a table `j` of two columns, `one` and `other`, to be read first."""
    if embedded():
        return (
            "(SELECT json_extract(value, '$[0]') AS one, json_extract(value, '$[1]') AS other"
            " FROM json_each(%s)) j"
        )
    return (
        "(SELECT (value->>0)::bigint AS one, (value->>1)::bigint AS other"
        " FROM jsonb_array_elements(%s::jsonb)) AS j"
    )


def paired(pairs: Iterable[tuple[int, int]]) -> str:
    """Return the pairs as the one parameter of `each_pair`."""
    return orjson.dumps(list(pairs)).decode()


def moment(value: dt.datetime) -> object:
    """Return an aware moment as the database takes it."""
    return str(value.astimezone(dt.UTC).replace(tzinfo=None)) if embedded() else value


def embedded() -> bool:
    """Whether the database is SQLite, told without looking for this thread's connection."""
    return "sqlite" in connections.settings["default"]["ENGINE"]


def aware(value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
    """Return a moment read from the database with its time zone; anything else as it is."""
    return value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) and value.tzinfo is None else value


__all__ = [
    "Row",
    "among",
    "at_most",
    "aware",
    "by_id",
    "each",
    "listed",
    "many",
    "moment",
    "put",
    "returning",
    "row",
    "row_behind",
    "rows",
    "run",
]

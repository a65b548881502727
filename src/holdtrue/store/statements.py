"""Runs hand-written statements: the same text for any number of values, so that the driver keeps it prepared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from django.db import connection, connections

Row = tuple[Any, ...]


def rows(query: str, params: Sequence[Any] = ()) -> list[Row]:
    """Return every row of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return list(cursor.fetchall())


def row(query: str, params: Sequence[Any] = ()) -> Row | None:
    """Return the first row of a query, or None."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        found: Row | None = cursor.fetchone()
        return found


def run(query: str, params: Sequence[Any] = ()) -> int:
    """Run one statement and return how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return int(cursor.rowcount)


def many(query: str, params: Sequence[Sequence[Any]]) -> None:
    """Run one statement once per row of parameters; nothing where there are none."""
    if not params:
        return
    with connection.cursor() as cursor:
        if len(params) == 1:
            cursor.execute(query, params[0])
        else:
            cursor.executemany(query, params)


def returning(query: str, params: Sequence[Sequence[Any]]) -> list[Row]:
    """Run an INSERT … VALUES %s … RETURNING over many rows, a few hundred a statement; `%s` stands for the rows.

    The order of what comes back is the database's own: return what tells the rows apart.
    """
    found: list[Row] = []
    for start in range(0, len(params), _ROWS):
        chunk = params[start : start + _ROWS]
        values = ", ".join([_marks(len(chunk[0]))] * len(chunk))
        found += rows(query.replace("VALUES %s", f"VALUES {values}"), [v for one in chunk for v in one])
    return found


_ROWS = 200


def _marks(count: int) -> str:
    return f"({', '.join(['%s'] * count)})"


def among(column: str) -> str:
    """Return the condition that a column is one of a list, which `listed` makes a single parameter of."""
    if _embedded():
        return f"{column} IN (SELECT value FROM json_each(%s))"
    return f"{column} = ANY(%s)"


def each(kind: type[int | str] = int) -> str:
    """Return the same list as a table `j` of one column `value`, to be read first and joined by CROSS JOIN.

    The planner has no figures of the tables and would at times rather walk all of an organisation than look up a few.
    """
    if _embedded():
        return "json_each(%s) j"
    return f"unnest(%s::{'bigint' if kind is int else 'text'}[]) AS j(value)"


def listed(values: Iterable[int] | Iterable[str]) -> object:
    """Return the values as the one parameter of `among` and `each`."""
    return orjson.dumps(list(values)).decode() if _embedded() else list(values)


def moment(value: dt.datetime) -> object:
    """Return an aware moment as the database takes it."""
    return str(value.astimezone(dt.UTC).replace(tzinfo=None)) if _embedded() else value


def _embedded() -> bool:
    """Whether the database is SQLite, told without looking for this thread's connection."""
    return "sqlite" in connections.settings["default"]["ENGINE"]


def aware(value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
    """Return a moment read from the database with its time zone; anything else as it is."""
    return value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) and value.tzinfo is None else value


__all__ = ["Row", "among", "aware", "each", "listed", "many", "moment", "returning", "row", "rows", "run"]

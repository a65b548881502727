"""An organisation's rows as a whole, in every table there is: counted, read, and erased with nothing left."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, transaction

from holdtrue.store import guards, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORGANISATION, _LOG = "organisation_id", "log_id"


def tables() -> tuple[tuple[str, str], ...]:
    """Return every table that holds an organisation's rows, with the column that names it or its log.

    Read off the models, so that a table made tomorrow is among them.
    """
    found = []
    for model in apps.get_models():
        declared = model._meta  # noqa: SLF001  # Django's own way to ask a model
        ends = {field.column for field in declared.concrete_fields if field.is_relation}
        column = next((name for name in (_ORGANISATION, _LOG) if name in ends), "")
        if column:
            found.append((declared.db_table, column))
    return tuple(sorted(found))


def count(organisation_id: int, log_id: int) -> dict[str, int]:
    """Return how many rows of it there are, by table; tables without any are left out."""
    found = {}
    for table, column in tables():
        key = organisation_id if column == _ORGANISATION else log_id
        rows = statements.rows(f"SELECT count(*) FROM {table} WHERE {column} = %s", [key])
        if rows[0][0]:
            found[table] = int(rows[0][0])
    return found


def rows(table: str, column: str, key: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of one table by column name, in the order they were written."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s ORDER BY 1", [key])
        names = [part[0] for part in cursor.description or ()]
        while some := cursor.fetchmany(500):
            for row in some:
                yield dict(zip(names, row, strict=True))


def erase(organisation_id: int, log_id: int) -> dict[str, int]:
    """Delete every row of an organisation and return how many, by table. Call inside a transaction.

    The append-only guards are lifted for it and put back before it returns: both lie in the same transaction.
    """
    found = count(organisation_id, log_id)
    with _lifted():
        if connection.vendor == "sqlite":
            _forget_words(organisation_id)
        for table, column in tables():
            key = organisation_id if column == _ORGANISATION else log_id
            if table in found and table != "store_log":
                statements.run(f"DELETE FROM {table} WHERE {column} = %s", [key])
        statements.run("DELETE FROM store_log WHERE id = %s", [log_id])
        statements.run("DELETE FROM store_organisation WHERE id = %s", [organisation_id])
    return {**found, "store_organisation": 1}


def _forget_words(organisation_id: int) -> None:
    statements.run(
        "DELETE FROM store_search WHERE rowid IN (SELECT id FROM store_record WHERE organisation_id = %s)",
        [organisation_id],
    )


@contextmanager
def _lifted() -> Iterator[None]:
    if not transaction.get_connection().in_atomic_block:
        message = "guards are lifted inside a transaction only, so that they return whatever happens"
        raise RuntimeError(message)
    guards.lift()
    yield
    guards.put_back()


__all__ = ["count", "erase", "rows", "tables"]

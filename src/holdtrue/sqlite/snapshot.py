"""A read of one moment, on either database: every query inside sees the same state, and none may write."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator


_REFUSED = "attempt to write a readonly database"


@contextmanager
def snapshot(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Open a read-only transaction that keeps no writer waiting; inside another transaction it adds nothing.

    Raises OperationalError where something was written inside, which then is taken back.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor != "sqlite":
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    mode = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # SQLite's wrapper has it, the common one does not
    # by SQLite's own count: its query_only would have every statement of the connection prepared anew, twice a page
    before = connection.connection.total_changes
    try:
        with transaction.atomic(using=using):
            yield
            if connection.connection.total_changes != before:
                raise OperationalError(_REFUSED)
    finally:
        connection.transaction_mode = mode  # type: ignore[attr-defined]  # as above

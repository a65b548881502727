"""What PostgreSQL reckons its tables hold: counted anew once much was written, as it plans by that."""

from __future__ import annotations

from django.db import DatabaseError, connection, transaction

from holdtrue.store import statements

MUCH = 1_000
"""Rows of an import from which on it is worth counting; then each time there are four times as many."""
_MOST = "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"


def renew() -> bool:
    """Have the tables counted now rather than by the server's own round; False where that was not to be had.

    Where the role may not, where another holds a table or where it takes too long, plans stay as they were. SQLite's
    statements say themselves in which order to look, and are not to change with what a register holds.
    """
    if statements.embedded() or connection.in_atomic_block:
        return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_MOST)
            cursor.execute("ANALYZE")
    except DatabaseError:
        return False
    return True


__all__ = ["MUCH", "renew"]

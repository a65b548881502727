"""What a connection to SQLite prepares anew: planning a statement takes longer than answering most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

_READ = 20
"""SQLite's number for reading a column, which it asks about while it prepares a statement."""


def prepared_anew(work: Callable[[], object]) -> list[tuple[object, ...]]:
    """Do the work twice and return what statements prepared in the second go read; nothing on PostgreSQL."""
    seen: list[tuple[object, ...]] = []

    def noted(action: int, *about: object) -> int:
        if action == _READ:
            seen.append(about)
        return 0

    if connection.vendor == "sqlite":
        connection.connection.set_authorizer(noted)  # which has each statement prepared once more
    try:
        work()
        assert seen or connection.vendor != "sqlite"
        seen.clear()
        work()
    finally:
        if connection.vendor == "sqlite":
            connection.connection.set_authorizer(None)
    return seen

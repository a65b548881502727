"""Append-only guards: triggers that refuse what no action does, put back after every migration, checked at start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from holdtrue.store import search

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.backends.utils import CursorWrapper

APPEND_ONLY = (
    "store_revision",
    "store_signoff",
    "store_measurement",
    "store_entry",
    "store_checkpoint",
    "store_standingchange",
    "store_auditdraw",
    "store_auditnote",
)
"""Tables whose rows are never changed or deleted; `store_revision.in_force_from` alone may be set once."""

ERASABLE = {
    "store_payload": ("body", "revision_id"),
    "store_entrytext": ("text", "log_id", "seq", "what"),
}
"""Tables of which a row may be erased, content and salt together: the content's column, then those that stay."""

_LINK_GUARDS = (
    ("store_link_same_organisation", "INSERT"),
    ("store_link_stays_in_organisation", "UPDATE"),
)
_REVISION_FIELDS = (
    "record_id",
    "number",
    "shape",
    "digest",
    "commitment",
    "true_from",
    "recorded_at",
    "author",
)


def install(**_: object) -> None:
    """Put the guard of every table there is, and the search index, in place; safe to repeat.

    Tables of later migrations are not there after an earlier one; `missing` tells at start-up if any lacks its guard.
    """
    search.install()
    there = set(connection.introspection.table_names())
    kept = [table for table in APPEND_ONLY if table in there]
    statements = _sqlite(kept) if connection.vendor == "sqlite" else _postgresql(kept)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lift() -> None:
    """Take the guards against deleting away until `put_back`, for an organisation that is deleted as a whole."""
    with connection.cursor() as cursor:
        for table in (*APPEND_ONLY, *ERASABLE):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        if connection.vendor != "sqlite":
            _switch(cursor, "DISABLE")


def put_back() -> None:
    """Put in place again what `lift` took away."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            _switch(cursor, "ENABLE")
            return
        for table in (*APPEND_ONLY, *ERASABLE):
            said = f"{table} is append-only"
            for statement in _sqlite_guard(f"{table}_no_delete", "DELETE", table, said):
                cursor.execute(statement)


def _switch(cursor: CursorWrapper, way: str) -> None:
    """Switch the guards; a table with checks still ahead of it can neither part with one nor take it back."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in (*APPEND_ONLY, *ERASABLE):
        cursor.execute(f"ALTER TABLE {table} {way} TRIGGER {table}_no_delete")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def missing() -> list[str]:
    """Return the names of guards that are not in place."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(set(_names()) - present)


def _names() -> Iterator[str]:
    for table in APPEND_ONLY:
        yield f"{table}_no_update"
    for table in (*APPEND_ONLY, *ERASABLE):
        yield f"{table}_no_delete"
        if connection.vendor != "sqlite":
            yield f"{table}_no_truncate"
    for table in ERASABLE:
        yield f"{table}_only_erase"
    yield "store_link_same_organisation"
    yield "store_link_stays_in_organisation"


def _fields(table: str) -> str:
    return " OF " + ", ".join(_REVISION_FIELDS) if table == "store_revision" else ""


def _beyond_erasing(table: str) -> str:
    body, *held = ERASABLE[table]
    moved = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in held)
    return f"NEW.{body} IS NOT NULL OR NEW.salt IS NOT NULL OR {moved}"


def _sqlite(kept: Sequence[str]) -> Iterator[str]:
    for table in kept:
        yield from _sqlite_guard(
            f"{table}_no_update", f"UPDATE{_fields(table)}", table, f"{table} is append-only"
        )
    for table in (*kept, *ERASABLE):
        yield from _sqlite_guard(f"{table}_no_delete", "DELETE", table, f"{table} is append-only")
    for table, names in ERASABLE.items():
        said = f"{names[0]} of {table} can only be erased"
        yield from _sqlite_guard(f"{table}_only_erase", "UPDATE", table, said, when=_beyond_erasing(table))
    apart = (
        "NEW.target_id IS NOT NULL AND (SELECT count(*) FROM store_record"
        " WHERE id IN (NEW.source_id, NEW.target_id) AND organisation_id <> NEW.organisation_id) > 0"
    )
    for name, event in _LINK_GUARDS:
        yield from _sqlite_guard(
            name, event, "store_link", "a link may not join two organisations", when=apart
        )


def _sqlite_guard(name: str, event: str, table: str, said: str, *, when: str = "") -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS {name}"
    condition = f"WHEN {when} " if when else ""
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{said}'); END"


def _postgresql(kept: Sequence[str]) -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION store_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    # The server keeps this function's plan, made while the tables were small: it must never walk them.
    yield (
        "CREATE OR REPLACE FUNCTION store_same_organisation() RETURNS trigger LANGUAGE plpgsql "
        "SET enable_seqscan = off AS $$ "
        "BEGIN IF EXISTS (SELECT 1 FROM store_record WHERE id IN (NEW.source_id, NEW.target_id) "
        "AND organisation_id <> NEW.organisation_id) THEN "
        "RAISE EXCEPTION 'a link may not join two organisations'; END IF; RETURN NEW; END $$"
    )
    for table, names in ERASABLE.items():
        yield (
            f"CREATE OR REPLACE FUNCTION {table}_erase() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {_beyond_erasing(table)} THEN "
            f"RAISE EXCEPTION '{names[0]} of {table} can only be erased'; END IF; RETURN NEW; END $$"
        )
        yield _postgresql_guard(f"{table}_only_erase", "UPDATE", table, f"{table}_erase")
    for table in kept:
        yield _postgresql_guard(f"{table}_no_update", f"UPDATE{_fields(table)}", table)
    for table in (*kept, *ERASABLE):
        yield _postgresql_guard(f"{table}_no_delete", "DELETE", table)
        yield _postgresql_guard(f"{table}_no_truncate", "TRUNCATE", table, each="STATEMENT")
    for name, event in _LINK_GUARDS:
        yield _postgresql_guard(name, event, "store_link", "store_same_organisation")


def _postgresql_guard(
    name: str, event: str, table: str, call: str = "store_refuse", *, each: str = "ROW"
) -> str:
    return f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {call}()"

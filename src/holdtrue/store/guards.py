"""Append-only guards: triggers that refuse what no action does, reinstalled after every migration and checked at start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from holdtrue.store import search

if TYPE_CHECKING:
    from collections.abc import Iterator

APPEND_ONLY = ("store_revision", "store_signoff", "store_measurement", "store_entry", "store_checkpoint", "store_standingchange")
"""Tables whose rows are never changed or deleted; `store_revision.in_force_from` alone may be set once."""

_REVISION_FIELDS = ("record_id", "number", "shape", "digest", "commitment", "true_from", "recorded_at", "author")


def install(**_: object) -> None:
    """Put every guard, and the search index, in place; safe to repeat."""
    search.install()
    statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


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
        yield f"{table}_no_delete"
    yield "store_payload_only_erase"
    yield "store_payload_no_delete"
    yield "store_link_same_organisation"


def _sqlite() -> Iterator[str]:
    for table in APPEND_ONLY:
        of = " OF " + ", ".join(_REVISION_FIELDS) if table == "store_revision" else ""
        yield f"DROP TRIGGER IF EXISTS {table}_no_update"
        yield (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        yield f"DROP TRIGGER IF EXISTS {table}_no_delete"
        yield (
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    yield "DROP TRIGGER IF EXISTS store_payload_only_erase"
    yield (
        "CREATE TRIGGER store_payload_only_erase BEFORE UPDATE ON store_payload "
        "WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.revision_id <> OLD.revision_id "
        "BEGIN SELECT RAISE(ABORT, 'a payload can only be erased'); END"
    )
    yield "DROP TRIGGER IF EXISTS store_payload_no_delete"
    yield (
        "CREATE TRIGGER store_payload_no_delete BEFORE DELETE ON store_payload "
        "BEGIN SELECT RAISE(ABORT, 'store_payload is append-only'); END"
    )
    yield "DROP TRIGGER IF EXISTS store_link_same_organisation"
    yield (
        "CREATE TRIGGER store_link_same_organisation BEFORE INSERT ON store_link "
        "WHEN NEW.target_id IS NOT NULL AND (SELECT count(*) FROM store_record WHERE id IN (NEW.source_id, NEW.target_id) "
        "AND organisation_id <> NEW.organisation_id) > 0 "
        "BEGIN SELECT RAISE(ABORT, 'a link may not join two organisations'); END"
    )


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION store_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION store_only_erase() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.revision_id <> OLD.revision_id THEN "
        "RAISE EXCEPTION 'a payload can only be erased'; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION store_same_organisation() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF EXISTS (SELECT 1 FROM store_record WHERE id IN (NEW.source_id, NEW.target_id) "
        "AND organisation_id <> NEW.organisation_id) THEN "
        "RAISE EXCEPTION 'a link may not join two organisations'; END IF; RETURN NEW; END $$"
    )
    for table in APPEND_ONLY:
        of = " OF " + ", ".join(_REVISION_FIELDS) if table == "store_revision" else ""
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION store_refuse()"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION store_refuse()"
        )
    yield (
        "CREATE OR REPLACE TRIGGER store_payload_only_erase BEFORE UPDATE ON store_payload "
        "FOR EACH ROW EXECUTE FUNCTION store_only_erase()"
    )
    yield (
        "CREATE OR REPLACE TRIGGER store_payload_no_delete BEFORE DELETE ON store_payload "
        "FOR EACH ROW EXECUTE FUNCTION store_refuse()"
    )
    yield (
        "CREATE OR REPLACE TRIGGER store_link_same_organisation BEFORE INSERT ON store_link "
        "FOR EACH ROW EXECUTE FUNCTION store_same_organisation()"
    )

"""Brings a database's tables to this version: all at once where it holds none, by migrations where it does.

Beside the migrations it is noted by which of them what is derived was last derived as a whole. A note is written when
that is done, so a start that was cut short in between is made good by the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, router
from django.db.migrations.executor import MigrationExecutor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Progress = Callable[[int, int], None]

KEEPING = frozenset({"0016_members_by_span"})
"""Migrations of the store after which what is derived stands as it is; after any other it is derived anew."""
_NOTED = "derived"
"""What the notes are filed under, where migrations have the name of their app."""


def behind() -> bool:
    """Whether something is missing or has to be derived anew; read each time."""
    executor = MigrationExecutor(connection)
    return bool(_missing(executor)) or not _derived(executor)


def bring_up_to_date(progress: Progress | None = None) -> bool:
    """Make or change what is missing; return whether something was. One process at a time: see prepare."""
    executor = MigrationExecutor(connection)
    missing = _missing(executor)
    if not missing:
        return False
    if connection.introspection.table_names():
        _change(executor, len(missing), progress)
    else:
        _make(executor)
    return True


def stale() -> bool:
    """Whether what is derived was last derived for other tables than these."""
    return not _derived(MigrationExecutor(connection))


def note_derived() -> None:
    """Note that all of it is derived for these tables."""
    executor = MigrationExecutor(connection)
    executor.recorder.record_applied(_NOTED, _form(executor.loader.graph.nodes))


def _derived(executor: MigrationExecutor) -> bool:
    return _form(executor.loader.graph.nodes) in _notes(executor)


def _notes(executor: MigrationExecutor) -> set[str]:
    """What is noted; where nothing is, an older version left what is derived as its tables have it."""
    applied = executor.loader.applied_migrations
    return {name for app, name in applied if app == _NOTED} or {_form(applied)}


def _form(migrations: Iterable[tuple[str, str]]) -> str:
    """Return the last migration that changed what is derived, empty where there is none."""
    return max((name for app, name in migrations if app == "store" and name not in KEEPING), default="")


def _change(executor: MigrationExecutor, count: int, progress: Progress | None) -> None:
    """Walk through the migrations that are missing, each a transaction, once it is noted what is derived by now."""
    executor.recorder.ensure_schema()
    for name in _notes(executor) - {
        name for app, name in executor.loader.applied_migrations if app == _NOTED
    }:
        executor.recorder.record_applied(_NOTED, name)
    done = 0

    def told(action: str, *_: object) -> None:
        nonlocal done
        done += action == "apply_success"
        if progress and action.startswith("apply_"):
            progress(done, count)

    MigrationExecutor(connection, told).migrate(executor.loader.graph.leaf_nodes())
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)


def _missing(executor: MigrationExecutor) -> list[object]:
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _make(executor: MigrationExecutor) -> None:
    """Make every table as its model has it, and note the migrations as done, in one transaction.

    Walking through the migrations one after the other comes to the same tables and takes most of a first start.
    """
    with connection.schema_editor(atomic=True) as editor:
        for app in apps.get_app_configs():
            for model in router.get_migratable_models(app, connection.alias, include_auto_created=False):
                if model._meta.can_migrate(connection):  # noqa: SLF001  documented, in spite of its name
                    editor.create_model(model)
        executor.recorder.ensure_schema()
        for app_label, name in executor.loader.graph.nodes:
            executor.recorder.record_applied(app_label, name)
        executor.recorder.record_applied(_NOTED, _form(executor.loader.graph.nodes))
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)

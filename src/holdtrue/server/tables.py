"""Brings a database's tables to this version: all at once where it holds none, by migrations where it does."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, router
from django.db.migrations.executor import MigrationExecutor


def behind() -> bool:
    """Whether something is missing; read anew each time."""
    return bool(_missing(MigrationExecutor(connection)))


def bring_up_to_date() -> bool:
    """Make or change what is missing; return whether something was. One process at a time: see prepare."""
    executor = MigrationExecutor(connection)
    if not _missing(executor):
        return False
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    else:
        _make(executor)
    return True


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
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)

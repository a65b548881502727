"""The store as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Registers the tables and, after every migration, puts the append-only guards back."""

    name = "holdtrue.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the guards: Django rebuilds tables on SQLite and drops their triggers."""
        from django.db.models.signals import post_migrate

        from holdtrue.store.guards import install

        post_migrate.connect(install, sender=self, dispatch_uid="holdtrue.store.guards")

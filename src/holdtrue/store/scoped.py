"""Managers that refuse a query without an organisation."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class UnscopedQueryError(RuntimeError):
    """A query over an organisation's rows was begun without naming the organisation."""


class ScopedManager(models.Manager[M]):
    """The only way to an organisation's rows: `Model.rows.of(organisation_id)`."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Refuse: every query starts with `of`."""
        message = f"{self.model.__name__}: name the organisation first, with rows.of(organisation_id)"
        raise UnscopedQueryError(message)

    def of(self, organisation_id: int) -> models.QuerySet[M]:
        """Return the rows of that organisation."""
        return super().get_queryset().filter(organisation_id=organisation_id)

    def add(self, rows: list[M]) -> list[M]:
        """Insert rows that already carry their organisation, in one statement."""
        for row in rows:
            if getattr(row, "organisation_id", None) is None:
                message = f"{self.model.__name__}: a row without an organisation"
                raise UnscopedQueryError(message)
        return super().get_queryset().bulk_create(rows, batch_size=500)


class OrganisationRow(models.Model):
    """What every organisation's row has: the organisation first in each key."""

    organisation_id: int
    organisation = models.ForeignKey("store.Organisation", models.PROTECT, db_index=False, related_name="+")

    rows: ScopedManager[Any] = ScopedManager()

    class Meta:
        """Abstract; `rows` is the default manager."""

        abstract = True

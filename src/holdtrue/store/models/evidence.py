"""Stored content by digest, and the measured values of indicators."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Blob(OrganisationRow):
    """A file kept under its organisation by the SHA-256 of its bytes."""

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    stored_at = models.DateTimeField()

    class Meta:
        """One row per content and organisation."""

        constraints = [models.UniqueConstraint(fields=["organisation", "sha256"], name="blob_once")]


class Measurement(OrganisationRow):
    """One dated value of an indicator; of a day's versions the highest counts, and none is ever changed."""

    indicator = models.ForeignKey("store.Record", models.PROTECT, related_name="values", db_index=False)
    day = models.IntegerField()
    recorded_day = models.IntegerField()
    recorded_at = models.DateTimeField()
    value = models.FloatField(null=True)
    count = models.IntegerField(null=True)
    author = models.CharField(max_length=36)
    version = models.IntegerField(default=1)
    """1 for the value first recorded for its day; a correction is the next one, beside it."""

    class Meta:
        """One value an indicator, day and version."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "indicator", "day", "version"], name="measurement_once"
            )
        ]

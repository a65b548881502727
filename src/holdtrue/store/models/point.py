"""The AI Index as it stood at the end of a day, kept when the day was over: what a trend is read from."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Point(OrganisationRow):
    """One dated reading of the index, of the organisation or of a unit's branch; never changed afterwards."""

    unit_key = models.BigIntegerField()
    """Row id of the unit's record; 0 for the whole organisation."""
    day = models.IntegerField()
    hundredths = models.IntegerField()
    """The index times a hundred, rounded down."""
    properties = models.JSONField()
    """Property → its score times a hundred, rounded down; null where no practice of it applied."""
    band = models.CharField(max_length=20)
    profile = models.CharField(max_length=20)
    joined = models.SmallIntegerField()
    """Practices that a law had brought in."""
    holding = models.IntegerField()
    asked = models.IntegerField()
    """Pairs of a practice asked for and what it is asked of; `holding` of them held."""
    systems = models.IntegerField()
    scheme_version = models.IntegerField()
    rules = models.CharField(max_length=64)
    worked_out_later = models.BooleanField(default=False)
    """Whether it was read back from the records on a later day, and not kept on its own."""

    class Meta:
        """One reading a day; read by scope in order of days."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "unit_key", "day"], name="point_once"),
        ]

"""Incidents of others, brought in from a public database to be looked up; none enters the register or a claim."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class ReferenceIncident(OrganisationRow):
    """One incident as its database told it when it was last brought in."""

    number = models.IntegerField()
    """Its number in the database."""
    day = models.IntegerField(default=0)
    """The day it happened; 0 where that is not told."""
    title = models.TextField()
    description = models.TextField(default="")
    deployers = models.TextField(default="")
    developers = models.TextField(default="")
    harmed = models.TextField(default="")
    task = models.TextField(default="")
    """What the system did, as the database's own classifiers wrote it; '' for most."""
    sector = models.TextField(default="")
    domain = models.TextField(default="")
    """The kind of risk by the MIT taxonomy, subdomain included."""
    digest = models.CharField(max_length=64)
    """Of everything above, so that bringing it in again writes only what changed."""

    class Meta:
        """One a number."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="reference_incident_once")
        ]


class ReferenceWord(OrganisationRow):
    """One word of one such incident, by which those alike are found."""

    word = models.CharField(max_length=24)
    weight = models.SmallIntegerField()
    """How much it says: more in the task and the sector than in the telling."""
    incident = models.ForeignKey(ReferenceIncident, models.CASCADE, related_name="words")

    class Meta:
        """Looked up by word."""

        indexes = [models.Index(fields=["organisation", "word"], name="reference_by_word")]

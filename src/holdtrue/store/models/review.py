"""What a review had before it, kept with it; and the days planned on the year calendar. Neither is read by a claim."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class ReviewPack(OrganisationRow):
    """The figures of one period as they were compiled; kept unaltered with the review that had them before it."""

    uid = models.CharField(max_length=36)
    begins = models.IntegerField()
    ends = models.IntegerField()
    """The first day after the period."""
    compiled = models.IntegerField()
    """The day on which it was compiled."""
    digest = models.CharField(max_length=64, default="")
    """Of the content, as the review's record names it; empty while it is being compiled."""
    content = models.JSONField(default=dict)
    review = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_by = models.CharField(max_length=36)
    asked_at = models.DateTimeField()

    class Meta:
        """Found by its review, and newest first."""

        indexes = [
            models.Index(fields=["organisation", "review", "id"], name="review_pack_by_review"),
            models.Index(fields=["organisation", "begins", "ends", "id"], name="review_pack_by_period"),
        ]


class PlannedDate(OrganisationRow):
    """A day on which something periodic is meant to be done: no record, and nothing is done by it."""

    what = models.CharField(max_length=80)
    """review:management_review, audit:internal, practice:ai-policy, indicator:IND-0003 …"""
    person = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.IntegerField()
    planned = models.IntegerField()
    """The day on which it was planned so."""
    entry = models.BigIntegerField()

    class Meta:
        """One a thing; read together."""

        constraints = [models.UniqueConstraint(fields=["organisation", "what"], name="planned_date_once")]

"""Long work shown to people, and what each person last looked at."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Job(OrganisationRow):
    """A resumable piece of work with its progress; carries ids only."""

    what = models.CharField(max_length=40)
    about = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, default="waiting")
    """waiting, running, done, failed, cancelled."""
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    cursor = models.CharField(max_length=60, default="")
    why = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=36)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Open jobs are looked up by state."""

        indexes = [models.Index(fields=["organisation", "state", "id"], name="job_by_state")]


class LastSeen(OrganisationRow):
    """The ledger entry up to which an account has seen what changed."""

    account = models.CharField(max_length=36)
    entry = models.BigIntegerField(default=0)

    class Meta:
        """One an account."""

        constraints = [models.UniqueConstraint(fields=["organisation", "account"], name="seen_once")]

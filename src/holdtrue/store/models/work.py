"""Long work shown to people, what each person last looked at, and what they typed and have not sent."""

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


class WorkingCopy(OrganisationRow):
    """What one person typed into one form and has not sent: no revision, and nothing the ledger knows of."""

    account = models.CharField(max_length=36)
    form = models.CharField(max_length=200)
    """Which form, by the name its page gives it: POL-0001/edit, add/policy."""
    based_on = models.IntegerField(null=True)
    """Number of the revision the form was opened on; null for a record yet to be added."""
    answers = models.TextField()
    """JSON: field → texts, as typed."""
    saved_at = models.DateTimeField()

    class Meta:
        """One a person and form."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "account", "form"], name="working_copy_once")
        ]

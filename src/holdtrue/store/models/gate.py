"""What was decided at the gates of a system, with the answer as it was at that instant."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class GateDecision(OrganisationRow):
    """One decision at one gate; rows are added, never changed. The signature lies with the record that was signed."""

    uid = models.CharField(max_length=36)
    system = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=12)
    decision = models.CharField(max_length=10)
    """go, no_go, not_yet; `entered` where the stage was entered by itself, `back` where it fell back."""
    change = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    """The change record it was taken on; none where the stage was entered by itself."""
    signoff = models.ForeignKey("store.SignOff", models.PROTECT, null=True, related_name="+", db_index=False)
    mode = models.CharField(max_length=10)
    """observe or enforce, as the organisation had it."""
    open = models.BooleanField()
    missing = models.SmallIntegerField()
    """How many things did not hold."""
    tier = models.CharField(max_length=10)
    profile = models.CharField(max_length=20)
    answer = models.JSONField(default=dict)
    """The answer as it was said then."""
    print = models.CharField(max_length=64)
    reason = models.TextField(default="")
    person = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    account = models.CharField(max_length=36)
    day = models.IntegerField()
    decided_at = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        """Read by system, newest first, and by the day something was entered."""

        indexes = [
            models.Index(fields=["organisation", "system", "id"], name="gate_by_system"),
            models.Index(fields=["organisation", "day", "id"], name="gate_by_day"),
            models.Index(fields=["organisation", "change"], name="gate_by_change"),
        ]

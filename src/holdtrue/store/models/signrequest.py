"""Signatures asked for: on which record, or on every record of a kind, of whom, and how many are needed."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class SignRequest(OrganisationRow):
    """One asking; open until it is met or closed. What was asked is in the ledger, this row is for looking up."""

    uid = models.CharField(max_length=36, unique=True)
    record = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    meaning = models.CharField(max_length=30)
    needed = models.SmallIntegerField(default=1)
    note = models.TextField(default="")
    asked_by = models.CharField(max_length=36)
    asked_at = models.DateTimeField()
    day = models.IntegerField()
    due = models.IntegerField(null=True)
    closed_day = models.IntegerField(null=True)
    """Met, or taken back; null while it is open."""

    class Meta:
        """Read by record."""

        indexes = [models.Index(fields=["organisation", "record", "id"], name="signrequest_by_record")]


class SignParty(OrganisationRow):
    """Somebody asked: a person, or whoever holds a role."""

    request = models.ForeignKey(SignRequest, models.PROTECT, related_name="parties")
    person = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=60, default="")

    class Meta:
        """Read by request, and by who is asked."""

        indexes = [
            models.Index(fields=["organisation", "person"], name="signparty_by_person"),
            models.Index(fields=["organisation", "role"], name="signparty_by_role"),
        ]


class SignRule(OrganisationRow):
    """How many signatures every record of a kind needs, and of holders of which roles, from when it was set."""

    kind = models.CharField(max_length=30)
    needed = models.SmallIntegerField()
    roles = models.JSONField(default=list)

    class Meta:
        """One a kind."""

        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="sign_rule_once")]

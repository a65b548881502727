"""What an audit is worked with: planned audits, the sheet that keeps what is audited, samples drawn, and notes made."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class PlannedAudit(OrganisationRow):
    """One audit of the programme: by which day, and which requirements it is to reach; no claim reads it."""

    uid = models.CharField(max_length=36, unique=True)
    framework = models.CharField(max_length=60)
    covers = models.JSONField()
    """Ids of requirements."""
    day = models.IntegerField()
    auditor = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    planned = models.IntegerField()
    """The day on which it was planned so."""
    audit = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    """The audit that was begun for it."""
    entry = models.BigIntegerField()

    class Meta:
        """Read together, in order of day."""

        indexes = [models.Index(fields=["organisation", "day"], name="planned_audit_by_day")]


class AuditSheet(OrganisationRow):
    """What one audit looks at, kept as it stood on the audit's day; and its report, once it is closed."""

    audit = models.OneToOneField("store.Record", models.PROTECT, primary_key=True, related_name="+")
    framework = models.CharField(max_length=60)
    day = models.IntegerField()
    """The day as of which everything is shown."""
    opened_at = models.DateTimeField()
    account = models.CharField(max_length=36)
    kept = models.TextField()
    """Canonical JSON: the framework with its digest, each requirement with how it stood, and the register's log."""
    digest = models.CharField(max_length=64)
    entry = models.BigIntegerField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=36, default="")
    report = models.TextField(default="")
    """Canonical JSON of all that the report says; empty until the audit is closed."""
    report_digest = models.CharField(max_length=64, default="")


class AuditDraw(OrganisationRow):
    """One sample of systems drawn for an audit; a later one does not take it away."""

    audit = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    seed = models.CharField(max_length=64)
    given = models.BooleanField(default=False)
    """Whether the seed came from outside rather than being made here."""
    rule = models.CharField(max_length=20)
    population_digest = models.CharField(max_length=64)
    """SHA-256 of every system there was with its class: a later drawing can tell that it draws from the same."""
    strata = models.JSONField()
    """Class, how many there were, how many the rule asks for, uids drawn."""
    kept = models.TextField()
    """Canonical JSON: each system drawn as it stood on the audit's day."""
    reason = models.TextField(default="")
    account = models.CharField(max_length=36)
    at = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        """Numbered from 1 per audit."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "audit", "number"], name="audit_draw_once")
        ]


class AuditNote(OrganisationRow):
    """What somebody noted on one requirement of an audit; its words lie in its ledger entry, which can be erased."""

    audit = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    requirement = models.CharField(max_length=60)
    number = models.IntegerField()
    result = models.CharField(max_length=20)
    seq = models.BigIntegerField()
    """Number of its entry in the organisation's log."""
    account = models.CharField(max_length=36)
    at = models.DateTimeField()

    class Meta:
        """Numbered from 1 per requirement; the newest counts, earlier ones stay."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "audit", "requirement", "number"], name="audit_note_once"
            )
        ]

"""Attestations of readiness: what an assessor drew, confirmed and signed, and the day on which its floor gives way."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Attestation(OrganisationRow):
    """One assessor's look at an organisation; once signed its statement is a file that never changes."""

    number = models.IntegerField()
    assessor = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    account = models.CharField(max_length=36)
    drawn = models.IntegerField()
    """The day of the draw."""
    seed = models.CharField(max_length=64)
    rule = models.CharField(max_length=20)
    population_digest = models.CharField(max_length=64)
    strata = models.JSONField()
    """Class, how many there were, how many the rule asks for, uids drawn."""
    levels = models.JSONField(default=dict)
    """Practice → level confirmed, the level derived that day, the reason, the day."""
    statement = models.CharField(max_length=64, default="")
    """SHA-256 of the signed statement; empty until it is signed."""
    document = models.CharField(max_length=64, default="")
    """SHA-256 of its PDF."""
    entry = models.BigIntegerField(null=True)
    """Number of the statement's entry in the log; the document's is the next."""
    proofs = models.JSONField(default=dict)
    """statement and document → the receipt of its entry under a checkpoint signed afterwards."""
    signed = models.IntegerField(null=True)
    until = models.IntegerField(null=True)
    """The first day on which it no longer stands, come what may."""
    floor = models.JSONField(default=dict)
    falls = models.IntegerField(null=True)
    """The first day on which what is derived lies below the floor, as it stands; null where none is in sight."""
    fall = models.JSONField(default=dict)
    """What gives way on that day; under `pending` the day from which that is still to be searched."""
    withdrawn = models.IntegerField(null=True)
    withdrawn_why = models.TextField(default="")
    code = models.CharField(max_length=40, unique=True, null=True)  # noqa: DJ001  # unique, so none is null
    """The address of its public page; null while it is not published."""

    class Meta:
        """Numbered from 1."""

        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="attestation_once")]

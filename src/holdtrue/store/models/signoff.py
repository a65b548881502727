"""Sign-offs: named people's decisions on one revision, with the basis they rest on."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class SignOff(OrganisationRow):
    """One decision; never changed, never back-dated."""

    uid = models.CharField(max_length=36, unique=True)
    record = models.ForeignKey("store.Record", models.PROTECT, related_name="signoffs", db_index=False)
    revision = models.ForeignKey("store.Revision", models.PROTECT, related_name="+", db_index=False)
    signer = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    account = models.CharField(max_length=36)
    meaning = models.CharField(max_length=30)
    day = models.IntegerField()
    signed_at = models.DateTimeField()
    good_for = models.CharField(max_length=20, default="")
    good_until = models.IntegerField(null=True)
    roles = models.JSONField(default=list)
    basis = models.JSONField()
    """[[uid, revision number, digest], …], the signed record first, then the records on its rests_on paths."""
    self_signed = models.BooleanField(default=False)
    console = models.BooleanField(default=False)
    """Signed at the console, without re-authentication."""

    class Meta:
        """Read by record."""

        indexes = [models.Index(fields=["organisation", "record", "id"], name="signoff_by_record")]

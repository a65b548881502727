"""Sign-offs: named people's decisions on one revision, with the basis they rest on."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class SignOff(OrganisationRow):
    """One decision, a refusal and a withdrawal included; never changed, never back-dated."""

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
    method = models.CharField(max_length=20, default="")
    """How the signer had just proved who they are; '' where nothing was noted."""
    needed = models.SmallIntegerField(default=1)
    """How many people had to sign when this was signed; below that number on one basis none of them counts."""
    set_uid = models.CharField(max_length=36, default="")
    set_name = models.CharField(max_length=200, default="")
    """The set it was signed in, as one decision over several records; '' where it stands alone."""
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, related_name="withdrawn_by")
    entry = models.BigIntegerField(null=True)
    """Number of the ledger entry that commits to it; its reason lies there."""

    class Meta:
        """Read by record, and by set."""

        indexes = [
            models.Index(fields=["organisation", "record", "id"], name="signoff_by_record"),
            models.Index(
                fields=["organisation", "set_uid", "id"],
                condition=~models.Q(set_uid=""),
                name="signoff_by_set",
            ),
        ]

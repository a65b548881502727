"""A pack that an adviser keeps, ready to be offered to the organisations that invited them."""

from __future__ import annotations

from django.db import models

from holdtrue.accounts.models.user import User


class KeptPack(models.Model):
    """One pack in its latest version; it belongs to whoever keeps it and reaches nobody before it is offered."""

    user = models.ForeignKey(User, models.CASCADE, db_index=False, related_name="+")
    pack = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    """The files themselves, packed as in an organisation's own row."""
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "pack"], name="kept_pack_once")]

"""Packs installed in an organisation: an adviser's practices, templates and branding, kept as they came."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Pack(OrganisationRow):
    """One pack in its version at hand; the ledger tells of every version before."""

    pack = models.CharField(max_length=40)
    """Its own name, the same in every organisation."""
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    """SHA-256 over its files in canonical form."""
    content = models.BinaryField()
    """The files themselves, packed."""
    installed_at = models.DateTimeField()
    installed_by = models.CharField(max_length=36)

    class Meta:
        """One version of a pack at a time."""

        constraints = [models.UniqueConstraint(fields=["organisation", "pack"], name="pack_once")]


class OfferedPack(OrganisationRow):
    """A pack as an adviser offered it here: nothing of it counts before somebody installs it."""

    account = models.CharField(max_length=36)
    """uid of whoever offers it."""
    pack = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    """The files as offered: what the adviser keeps may move on meanwhile."""
    offered_at = models.DateTimeField()

    class Meta:
        """One offer of a pack by each adviser at a time."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "account", "pack"], name="offered_pack_once")
        ]

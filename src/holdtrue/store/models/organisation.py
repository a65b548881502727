"""Organisations, their counters for refs, and the rule sets installed in them."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Organisation(models.Model):
    """One organisation, sealed from every other; its own facts are its ORG-0001 record."""

    uid = models.CharField(max_length=36, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    profile = models.CharField(max_length=20)
    time_zone = models.CharField(max_length=60, default="UTC")
    language = models.CharField(max_length=5, default="en")
    created_at = models.DateTimeField()
    demo = models.BooleanField(default=False)
    rules = models.CharField(max_length=64)
    """Digest of the practice set, tier rules and frameworks in force; standing stores which it was derived with."""
    rederiving = models.BigIntegerField(default=0)
    """The job that is bringing every system's standing up to date; 0 where all of it is."""
    gate_mode = models.CharField(max_length=10, default="observe")
    """observe: a shut gate is stated and people may go on; enforce: it refuses."""
    base_day = models.IntegerField()
    """The day the running totals in Holding are counted for; cells that end later are subtracted on reading."""


class RuleSet(OrganisationRow):
    """The rules in force from a day on, kept so that a past day is read with the rules of its time."""

    digest = models.CharField(max_length=64)
    from_day = models.IntegerField()
    installed_at = models.DateTimeField()
    content = models.BinaryField(default=b"")
    """The files themselves, packed, so that a later version of the product still judges by them."""

    class Meta:
        """One row per installation."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "from_day", "digest"], name="ruleset_once")
        ]


class RefCounter(OrganisationRow):
    """The last number given to a kind."""

    kind = models.CharField(max_length=30)
    last = models.IntegerField()

    class Meta:
        """One row per kind."""

        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="counter_once")]


class RefAlias(OrganisationRow):
    """An old ref that leads to the record it was merged into."""

    ref = models.CharField(max_length=20)
    record = models.ForeignKey("store.Record", models.CASCADE, related_name="+")

    class Meta:
        """One row per old ref."""

        constraints = [models.UniqueConstraint(fields=["organisation", "ref"], name="alias_once")]

"""Counters shared by all web workers: how often somebody tried, and the cache that the sign-in pages count in."""

from __future__ import annotations

from django.db import models


class Attempt(models.Model):
    """How often one key was tried in one window of time; the key is a digest, so no address is kept."""

    key = models.CharField(max_length=64)
    window = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="attempt_once")]


class SharedCache(models.Model):
    """The table of Django's database cache, declared here so that a migration makes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "shared_cache"

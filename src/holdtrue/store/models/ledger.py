"""The append-only log of changes: its head, its entries, their erasable texts and the signed checkpoints."""

from __future__ import annotations

from django.db import models


class Log(models.Model):
    """The head of one log; locking this row orders an organisation's actions. The installation's own has none."""

    organisation = models.OneToOneField("store.Organisation", models.PROTECT, null=True, related_name="log")
    origin = models.CharField(max_length=120, unique=True)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")


class Entry(models.Model):
    """One logged change, stored as the very bytes that are hashed; no foreign key leads out of it."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="entries", db_index=False)
    seq = models.BigIntegerField()
    leaf = models.BinaryField(max_length=32)
    body = models.BinaryField()
    at = models.DateTimeField()
    action_id = models.CharField(max_length=36)
    action = models.CharField(max_length=40)
    actor = models.CharField(max_length=36)
    record_uid = models.CharField(max_length=36, default="")
    revision = models.IntegerField(default=0)

    class Meta:
        """Numbered from 0 per log; history is read by record."""

        constraints = [models.UniqueConstraint(fields=["log", "seq"], name="entry_seq_once")]
        indexes = [
            models.Index(fields=["log", "record_uid", "seq"], name="entry_by_record"),
            models.Index(fields=["log", "action_id"], name="entry_by_action"),
        ]


class EntryText(models.Model):
    """What an entry commits to where that is no revision: a reason, or a sign-off's or value's content. Erasable."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    what = models.CharField(max_length=8)
    """contents or reason."""
    salt = models.BinaryField(max_length=32, null=True)
    text = models.TextField(null=True)  # noqa: DJ001  # null is erased, empty is not

    class Meta:
        """At most one of each an entry."""

        constraints = [models.UniqueConstraint(fields=["log", "seq", "what"], name="entry_text_once")]


class Checkpoint(models.Model):
    """A signed statement of a log's size and root."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="checkpoints", db_index=False)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """One a size."""

        constraints = [models.UniqueConstraint(fields=["log", "size"], name="checkpoint_once")]

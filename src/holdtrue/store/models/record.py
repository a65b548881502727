"""Records, their immutable revisions with erasable payloads, and the typed links between them."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Record(OrganisationRow):
    """One thing in the register, as it stands now; its content lives in revisions.

    The columns beside identity are promoted copies of a few facts that lists sort and filter by.
    """

    uid = models.CharField(max_length=36, unique=True)
    kind = models.CharField(max_length=30)
    number = models.IntegerField()
    ref = models.CharField(max_length=20)
    title = models.TextField()
    head_number = models.IntegerField(default=1)
    in_force_number = models.IntegerField(default=0)
    """Number of the revision in force; 0 while a drafted kind has nothing signed."""
    digest = models.CharField(max_length=64, default="")
    """Digest of the revision in force; empty while nothing is."""
    event_day = models.IntegerField(null=True)
    """The day in the kind's dated field."""
    recorded_day = models.IntegerField()
    retired_day = models.IntegerField(null=True)
    source_key = models.CharField(max_length=400, null=True)  # noqa: DJ001  # only set keys are unique
    unit = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    path = models.CharField(max_length=400, default="")
    """For a unit: the refs from the top down to it, each followed by a slash."""
    use = models.CharField(max_length=12, default="")
    key = models.CharField(max_length=60, default="")
    """What claims pick records of a kind by: an evidence's or indicator's tag, a topic, a type, a role's name…"""
    search_text = models.TextField(default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    key_before: str | None = None
    """The key before the revision just written; no column."""

    class Meta:
        """Refs and uids are unique; lists read by kind."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "number"], name="record_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "kind", "source_key"],
                condition=models.Q(source_key__isnull=False, retired_day__isnull=True),
                name="record_source_key_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "kind", "key", "number"], name="record_by_key"),
            models.Index(fields=["organisation", "unit", "kind", "number"], name="record_by_unit"),
            models.Index(fields=["organisation", "kind", "changed_at"], name="record_by_change"),
        ]


class Revision(OrganisationRow):
    """An immutable, numbered version of a record."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="revisions", db_index=False)
    number = models.IntegerField()
    shape = models.SmallIntegerField()
    digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    """Salted commitment to the payload; all that the ledger knows of its content."""
    true_from = models.IntegerField()
    recorded_at = models.DateTimeField()
    recorded_day = models.IntegerField()
    author = models.CharField(max_length=36)
    """uid of the account, token or console that wrote it."""
    in_force_from = models.DateTimeField(null=True)
    """When a drafted revision came into force; equal to recorded_at for kinds edited immediately."""

    class Meta:
        """Numbered from 1 per record."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "record", "number"], name="revision_number_once")
        ]


class Payload(OrganisationRow):
    """The content of a revision; only erasing a person may empty it."""

    revision = models.OneToOneField(Revision, models.PROTECT, primary_key=True, related_name="payload")
    salt = models.BinaryField(max_length=32, null=True)
    body = models.TextField(null=True)  # noqa: DJ001  # null is erased, empty is not
    """Canonical JSON: fields, links (relation to uids or catalog ids) and, for imports, source_fields."""


class Link(OrganisationRow):
    """A typed, directed edge from a record's newest revision to another record or to a catalog item."""

    source = models.ForeignKey(Record, models.PROTECT, related_name="links_out", db_index=False)
    relation = models.CharField(max_length=30)
    target = models.ForeignKey(Record, models.PROTECT, null=True, related_name="links_in", db_index=False)
    target_key = models.CharField(max_length=60, default="")

    class Meta:
        """Read from either end."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source", "relation", "target", "target_key"], name="link_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "target", "relation", "source", "target_key"], name="link_by_target"
            ),
            models.Index(
                fields=["organisation", "target_key"], name="link_by_key", condition=~models.Q(target_key="")
            ),
        ]

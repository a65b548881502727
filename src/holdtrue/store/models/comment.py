"""What people say about a record: comments and questions, whom they mention, and pairs said to be no duplicates."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Comment(OrganisationRow):
    """One comment or question; its words lie in the text of its ledger entry, which alone can be erased."""

    uid = models.CharField(max_length=36, unique=True)
    record = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    """Number of its entry in the organisation's log."""
    account = models.CharField(max_length=36)
    at = models.DateTimeField()
    question = models.BooleanField(default=False)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    """The comment it replies to."""
    settled_at = models.DateTimeField(null=True)
    """When the question was marked answered; null while it waits."""
    settled_by = models.CharField(max_length=36, default="")

    class Meta:
        """Read by record; open questions by organisation."""

        indexes = [
            models.Index(fields=["organisation", "record", "id"], name="comment_by_record"),
            models.Index(
                fields=["organisation", "id"],
                name="comment_open_question",
                condition=models.Q(question=True, settled_at__isnull=True),
            ),
        ]


class Mention(OrganisationRow):
    """A person named in a comment; open until they say that they have seen it, or reply on that record."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions", db_index=False)
    person = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """Once a comment and person; read by person."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "comment"], name="mention_once")
        ]


class Apart(OrganisationRow):
    """Two records that look alike, of which a person said that they are not the same."""

    one = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    """The one with the higher row id."""
    account = models.CharField(max_length=36)
    at = models.DateTimeField()

    class Meta:
        """Said once a pair."""

        constraints = [models.UniqueConstraint(fields=["organisation", "one", "other"], name="apart_once")]

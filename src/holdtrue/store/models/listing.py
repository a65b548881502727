"""What lists keep beside records: the value each record sorts by, fields an organisation adds, and saved views."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class SortKey(OrganisationRow):
    """One value a record sorts by, in a form whose order is the order of its text; a field left empty has none."""

    record = models.ForeignKey("store.Record", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    retired = models.BooleanField(default=False)
    field = models.CharField(max_length=70)
    value = models.CharField(max_length=80)

    class Meta:
        """Walked in order of value; looked up by record."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "record", "field"], name="sort_key_once")
        ]
        indexes = [
            models.Index(
                fields=["organisation", "kind", "retired", "field", "value", "record"], name="sort_key_order"
            )
        ]


class CustomField(OrganisationRow):
    """A field an organisation adds to a kind; values lie in payloads under its key, so it is ended, never deleted."""

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=12)
    """text, number, date, yes_no, choice or choices."""
    help = models.CharField(max_length=400, default="")
    options = models.JSONField(default=list)
    material = models.BooleanField(default=False)
    """Whether it enters the digest, so that a change of it drifts sign-offs."""
    position = models.IntegerField(default=0)
    ended = models.BooleanField(default=False)

    class Meta:
        """A key is used once a kind."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "key"], name="custom_field_once")
        ]


class SavedView(OrganisationRow):
    """A list somebody wants to see again: its filters, order, columns and layout, as they stand in the address."""

    account = models.CharField(max_length=36)
    """Whose it is."""
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    shared = models.BooleanField(default=False)
    """Whether everybody in the organisation sees it."""
    opens = models.BooleanField(default=False)
    """Whether its owner's list of the kind opens with it."""
    query = models.TextField()

    class Meta:
        """One of a name for each person and kind."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "account", "kind", "name"], name="saved_view_once"
            )
        ]

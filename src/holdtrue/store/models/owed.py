"""What is owed, by scope and by who answers for it; what was put off; and how people are told of it."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Owed(OrganisationRow):
    """What one scope asks of one role: derived with the standing, and read by whom it is asked of.

    It says where to look and how soon, and nothing that a day could change; the items themselves are read from the
    standing of the scopes on a page.
    """

    scope = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=30)
    """sort; system_owner or overseer, by the system's own links; member, by a record's owner; or a role of the firm."""
    person = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    """Who answers; null where nobody is named, or where it is whoever holds the role."""
    unit = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    due = models.IntegerField()
    """The first day on which something here is, or was, no longer held; 1 where it broke; far off for none."""
    undone = models.SmallIntegerField()
    """How many of its claims were never done, or cannot be told."""
    n = models.SmallIntegerField()
    """How many claims it is about."""

    class Meta:
        """One row a scope and role; a person's, or a role's, in the order of their days from one index."""

        constraints = [models.UniqueConstraint(fields=["organisation", "scope", "role"], name="owed_once")]
        indexes = [
            models.Index(
                fields=["organisation", "role", "person", "due", "undone", "scope"], name="owed_by_person"
            )
        ]


class OwedCount(OrganisationRow):
    """How many rows of Owed lie alike, so that a summary of everybody reads no scopes."""

    role = models.CharField(max_length=30)
    person_key = models.BigIntegerField()
    """0 where nobody is named."""
    unit_key = models.BigIntegerField()
    due = models.IntegerField()
    undone = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        """One row each."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role", "person_key", "unit_key", "due", "undone"],
                name="owed_count_once",
            )
        ]


class Snooze(OrganisationRow):
    """An item put off until a day, with the reason that the ledger holds too."""

    item = models.CharField(max_length=120)
    """The act put off: scope, action and what it acts on."""
    person = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    until = models.IntegerField()
    why = models.TextField()
    entry = models.BigIntegerField()

    class Meta:
        """One an item and person."""

        constraints = [models.UniqueConstraint(fields=["organisation", "person", "item"], name="snooze_once")]


class Escalation(OrganisationRow):
    """That somebody above was told of an item whose day had passed: once for each day that passed."""

    item = models.CharField(max_length=120)
    person = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    above = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    due = models.IntegerField()
    told = models.IntegerField()
    """The day on which it went up."""
    entry = models.BigIntegerField()

    class Meta:
        """Once an item and day."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "item", "due"], name="escalation_once")
        ]
        indexes = [models.Index(fields=["organisation", "above", "told"], name="escalation_by_above")]


class NoticePlan(OrganisationRow):
    """How one person is told what they owe."""

    person = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    rhythm = models.CharField(max_length=8, default="never")
    """daily, weekly (on Mondays) or never."""
    way = models.CharField(max_length=8, default="mail")
    """mail, to their own address; or chat, to the address below."""
    address = models.TextField(default="")
    """Where chat messages go; it holds a secret of theirs and is shown to nobody again."""
    sent = models.IntegerField(default=0)
    """The day it was last sent for."""

    class Meta:
        """One a person."""

        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="notice_plan_once")]


class NoticeRule(OrganisationRow):
    """What an organisation says of notices: when what is overdue goes up, and where everybody's summary is sent."""

    escalate_after = models.SmallIntegerField(default=14)
    """Days; 0 for never."""
    rhythm = models.CharField(max_length=8, default="never")
    address = models.TextField(default="")
    """A chat address for the summary of everybody; secret as a person's is."""
    sent = models.IntegerField(default=0)

    class Meta:
        """One an organisation."""

        constraints = [models.UniqueConstraint(fields=["organisation"], name="notice_rule_once")]


class CalendarFeed(OrganisationRow):
    """The secret address of a person's calendar, kept as its digest only."""

    person = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        """One a person: a new one ends the one before."""

        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="calendar_feed_once")]

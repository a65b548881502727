"""The employee's door, and the box of concerns beside the register: nothing here knows a time finer than a day.

Rows of the box have random keys, so that neither a key nor where a row lies tells in which order they came.
"""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Door(OrganisationRow):
    """What an organisation says of its door; shut unless somebody opened it."""

    open = models.BooleanField(default=False)
    code = models.CharField(max_length=40, unique=True)
    """What the QR code leads to; a new one makes every poster before it useless."""
    free = models.BooleanField(default=False)
    """Whether the QR code alone shows the rules and takes requests; concerns it takes as long as the door is open."""
    answers = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    """The person who answers concerns, beside owners and managers."""
    outside = models.TextField(default="")
    """An address outside that is told of each concern, never its contents; shown to nobody again."""

    class Meta:
        """One an organisation."""

        constraints = [models.UniqueConstraint(fields=["organisation"], name="door_once")]


class DoorLink(OrganisationRow):
    """One person's way in, kept as its digest only."""

    person = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64, unique=True)
    made = models.IntegerField()
    """The day."""
    until = models.IntegerField()
    """The first day on which it no longer opens."""

    class Meta:
        """One a person: a new one ends the one before."""

        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="door_link_once")]


class ToolRule(OrganisationRow):
    """What somebody said of one tool and one kind of data, where what is on record does not say it."""

    system = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    data = models.CharField(max_length=20)
    answer = models.CharField(max_length=4)
    """yes, ask or no."""

    class Meta:
        """One a tool and kind of data."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "system", "data"], name="tool_rule_once")
        ]


class ToolRequest(OrganisationRow):
    """Who asked for a system at the door, and the code by which somebody without a link follows the answer."""

    system = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    who = models.CharField(max_length=200)
    receipt = models.CharField(max_length=64, unique=True)

    class Meta:
        """One a system."""

        constraints = [models.UniqueConstraint(fields=["organisation", "system"], name="tool_request_once")]


class Boxed(OrganisationRow):
    """A concern raised at the door, with its words; a bare record of it lies in the register where nobody is named."""

    id = models.BigIntegerField(primary_key=True)
    """Random."""
    receipt = models.CharField(max_length=64, unique=True)
    raised = models.IntegerField()
    """The day."""
    due = models.IntegerField()
    shown_from = models.IntegerField()
    """The first day on which anybody inside may read it: the day after for one without a name."""
    person = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    """Who raised it; null where they gave no name."""
    category = models.CharField(max_length=30)
    text = models.TextField()
    about = models.JSONField(default=list)
    """The names of people and tools as they were typed."""
    concerned = models.JSONField(default=list)
    """uids of people and systems named, and of the people it was hidden from that day."""
    file_name = models.CharField(max_length=200, default="")
    file = models.BinaryField(default=b"")
    """Its bytes; kept here since a file on disk would carry a time."""
    answered = models.IntegerField(default=0)
    """The day of the first answer; 0 for none."""
    delivered = models.BooleanField(default=False)
    """Whether the register's bare record and the notice were seen to."""
    record = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        """Read by day."""

        indexes = [models.Index(fields=["organisation", "shown_from"], name="boxed_by_day")]


class BoxedWord(OrganisationRow):
    """Something added to a concern: by who raised it, or an answer from inside."""

    id = models.BigIntegerField(primary_key=True)
    """Random."""
    concern = models.ForeignKey(Boxed, models.CASCADE, related_name="words")
    day = models.IntegerField()
    place = models.IntegerField()
    """The first is 1: the order within one concern, and of nothing else."""
    inside = models.BooleanField()
    """An answer from the organisation."""
    by = models.CharField(max_length=36, default="")
    """uid of the person who answered; empty for who raised it."""
    text = models.TextField()
    shown_from = models.IntegerField()

"""Stored verdicts: per scope, per member of an organisation claim, and their tallies."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class Standing(OrganisationRow):
    """The stored verdicts of every practice for one scope: a system, or the organisation by its own record."""

    scope = models.OneToOneField("store.Record", models.PROTECT, primary_key=True, related_name="standing")
    packed = models.BinaryField()
    tier = models.CharField(max_length=10, default="")
    """Empty for a system not yet sorted and for the organisation."""
    population = models.CharField(max_length=16, default="")
    """The class it is tallied in; empty where system practices do not count it (planned, ended, out of scope)."""
    weight = models.SmallIntegerField(default=0)
    """What it counts in the mean of a practice."""
    use = models.CharField(max_length=12, default="")
    in_scope = models.BooleanField(default=True)
    unit = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    worst = models.SmallIntegerField(default=6)
    """The most definite state among its practices at the profile's target, without organisation-wide parts; 6 holds."""
    next_change = models.IntegerField(default=0)
    """The first day after derivation on which one of its levels ends; 0 where none does."""
    rules = models.CharField(max_length=64)
    entry = models.BigIntegerField(default=0)
    """Number of the ledger entry it was derived after."""

    class Meta:
        """Any filter of a list is answered from one index, in the order of the scopes."""

        indexes = [
            models.Index(
                fields=["organisation", "scope", "tier", "use", "unit", "worst", "in_scope"],
                name="standing_filters",
            ),
            models.Index(fields=["organisation", "next_change"], name="standing_by_next_change"),
            models.Index(fields=["organisation", "tier", "scope"], name="standing_by_tier"),
            models.Index(fields=["organisation", "worst", "scope"], name="standing_by_worst"),
        ]


class StandingChange(OrganisationRow):
    """Append-only: a practice's level in a scope went from old to new, dated when it became true."""

    scope = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    practice = models.CharField(max_length=40)
    old = models.SmallIntegerField()
    new = models.SmallIntegerField()
    old_until = models.IntegerField()
    new_until = models.IntegerField()
    state = models.SmallIntegerField()
    """Why the next level does not hold after the change, as a State number."""
    day = models.IntegerField()
    entry = models.BigIntegerField()
    cause = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    """The record whose change brought it about."""

    class Meta:
        """Read by scope, newest first over the organisation, and counted by practice over a period."""

        indexes = [
            models.Index(fields=["organisation", "scope", "id"], name="change_by_scope"),
            models.Index(fields=["organisation", "id"], name="change_newest"),
            models.Index(fields=["organisation", "day", "practice", "old", "new"], name="change_by_day"),
        ]


class Member(OrganisationRow):
    """The verdict of one member of one organisation claim, so that each, share and newest are index look-ups."""

    part = models.CharField(max_length=16)
    member = models.CharField(max_length=60)
    """uid of the record, or id of the catalog item."""
    flag = models.SmallIntegerField()
    until = models.IntegerField()
    best = models.IntegerField()
    cause = models.SmallIntegerField()
    bearing = models.SmallIntegerField()
    event = models.IntegerField(null=True)
    number = models.IntegerField()
    rank = models.IntegerField()

    class Meta:
        """Ordered by until for the k-th, by state and by rank for the witness, by event for the newest.

        Unique by member first: all rows of one record stand beside each other, and are written and looked up together.
        """

        constraints = [models.UniqueConstraint(fields=["organisation", "member", "part"], name="member_once")]
        indexes = [
            models.Index(
                fields=["organisation", "part", "flag", "-until", "bearing", "number"], name="member_by_until"
            ),
            models.Index(fields=["organisation", "part", "flag", "-best"], name="member_by_best"),
            models.Index(
                fields=["organisation", "part", "flag", "until", "cause", "rank", "number", "best"],
                name="member_by_state",
            ),
            models.Index(fields=["organisation", "part", "flag", "rank", "number"], name="member_by_rank"),
            models.Index(
                fields=["organisation", "part", "flag", "rank", "number"],
                name="member_unsure",
                condition=models.Q(best__gt=models.F("until")),
            ),
            models.Index(
                fields=["organisation", "part", "flag", "event", "number"],
                name="member_by_event",
                condition=models.Q(event__isnull=False),
            ),
        ]


class MemberCount(OrganisationRow):
    """How many members of a part are alike, so that none are counted when asked: see store.spans."""

    part = models.CharField(max_length=16)
    flag = models.SmallIntegerField()
    bearing = models.SmallIntegerField()
    until = models.IntegerField(default=0)
    """The first day of the span of days in which it ends; `best` likewise. 0 for what is no member."""
    best = models.IntegerField(default=0)
    cause = models.SmallIntegerField(default=0)
    n = models.IntegerField()

    class Meta:
        """One row each."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "part", "flag", "bearing", "until", "best", "cause"],
                name="member_group_once",
            )
        ]


class Tally(OrganisationRow):
    """How many systems hold a level of a practice until a day, with the points they stop giving then.

    `variant` is the set of organisation-wide caps up to the level taken as failing, as bits by level; `unit_key` 0 is
    the whole.
    """

    unit_key = models.BigIntegerField()
    practice = models.CharField(max_length=40)
    variant = models.SmallIntegerField()
    level = models.SmallIntegerField()
    population = models.CharField(max_length=16)
    until = models.IntegerField()
    n = models.IntegerField()
    points = models.IntegerField()

    class Meta:
        """One cell each; read by day."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit_key", "practice", "variant", "level", "population", "until"],
                name="tally_once",
            )
        ]
        indexes = [models.Index(fields=["organisation", "unit_key", "until"], name="tally_by_day")]


class TallyMonth(OrganisationRow):
    """The cells of Tally after the base day, added up by the month of the last day they hold; the forecast reads it."""

    unit_key = models.BigIntegerField()
    practice = models.CharField(max_length=40)
    variant = models.SmallIntegerField()
    level = models.SmallIntegerField()
    population = models.CharField(max_length=16)
    month = models.IntegerField()
    """Months since year 0."""
    n = models.IntegerField()
    points = models.IntegerField()

    class Meta:
        """One row each."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit_key", "practice", "variant", "level", "population", "month"],
                name="tally_month_once",
            )
        ]


class Holding(OrganisationRow):
    """Running totals of Tally for the organisation's base day, so that the first page reads no cells."""

    unit_key = models.BigIntegerField()
    practice = models.CharField(max_length=40)
    variant = models.SmallIntegerField()
    level = models.SmallIntegerField()
    """0 counts the systems the practice applies to, with their weight as points; 1 to 4 those that hold the level.

    10 x level + state counts those that fail from the level on, once and under the lowest.
    """
    population = models.CharField(max_length=16)
    n = models.IntegerField()
    points = models.IntegerField()

    class Meta:
        """One row each."""

        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit_key", "practice", "variant", "level", "population"],
                name="holding_once",
            )
        ]

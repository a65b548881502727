"""A user's place in one organisation: the role, the person record they are, and the unit they are held to."""

from __future__ import annotations

from django.db import models

from holdtrue.accounts.models.user import User


class Role(models.TextChoices):
    """The roles in the order of what they may do; auditors read all and write findings."""

    OWNER = "owner"
    MANAGER = "manager"
    CONTRIBUTOR = "contributor"
    AUDITOR = "auditor"
    ADVISER = "adviser"
    MEMBER = "member"


class Membership(models.Model):
    """One per user and organisation; switched off, never deleted, since entries name it."""

    organisation = models.ForeignKey("store.Organisation", models.PROTECT, db_index=False, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    person = models.ForeignKey("store.Record", models.PROTECT, null=True, db_index=False, related_name="+")
    unit = models.ForeignKey("store.Record", models.PROTECT, null=True, db_index=False, related_name="+")
    """The unit whose branch of the tree this member may act in; none means the whole organisation."""
    active = models.BooleanField(default=True)
    until = models.IntegerField(null=True)
    """The last day on which it counts, as an ordinal; none where it has no end."""
    outside = models.BooleanField(default=False)
    """Whether they belong to another house: no person record of the organisation stands for them."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

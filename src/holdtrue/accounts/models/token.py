"""A machine's key to one organisation; its secret is shown once and kept as a digest."""

from __future__ import annotations

from django.db import models

from holdtrue.accounts.models.membership import Role
from holdtrue.accounts.models.user import User, new_uid

MACHINE_ROLES = (Role.CONTRIBUTOR, Role.MEMBER)
"""A machine proposes and attaches; it never signs, manages or audits."""


class ApiToken(models.Model):
    uid = models.CharField(max_length=36, unique=True, default=new_uid, editable=False)
    organisation = models.ForeignKey("store.Organisation", models.PROTECT, db_index=False, related_name="+")
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    """What people may see of the token afterwards, and what it is found by."""
    digest = models.CharField(max_length=64)
    role = models.CharField(max_length=12, choices=[(role.value, role.label) for role in MACHINE_ROLES])
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """None where the token was made at the console."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used = models.DateField(null=True)
    """The day alone: enough to find tokens nobody uses, and one write a day."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in MACHINE_ROLES]),
                name="token_role_of_a_machine",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "created_at"], name="token_by_organisation")]

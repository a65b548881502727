"""A one-time link that signs one user in; kept as a digest, used by pressing a button, never by opening it."""

from __future__ import annotations

from django.db import models

from holdtrue.accounts.models.user import User


class SignInLink(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

"""A person who signs in, by e-mail; what they may do is said by their memberships."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from holdtrue.core.identity import uuid7

if TYPE_CHECKING:
    import datetime as dt


def new_uid() -> str:
    """A UUIDv7 in its usual spelling, as records carry it."""
    return uuid7(time.time_ns() // 1_000_000, os.urandom(10))


class Users(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, *, created_at: dt.datetime | None = None
    ) -> User:
        """Add a user; without a password they can sign in by a link only."""
        user = self.model(email=folded(email), created_at=created_at or timezone.now())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=folded(username or ""))


class User(AbstractBaseUser):
    uid = models.CharField(max_length=36, unique=True, default=new_uid, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def clean(self) -> None:
        super().clean()
        self.email = folded(self.email)


def folded(email: str) -> str:
    """One spelling per address: people type capitals, mail servers ignore them."""
    return email.strip().lower()

"""One-time sign-in links: the way in that needs no mail server and no password yet."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from holdtrue.accounts.models import SignInLink
from holdtrue.accounts.refusals import NotSignedIn

if TYPE_CHECKING:
    from holdtrue.accounts.models import User

GOOD_FOR = dt.timedelta(hours=24)


def issue(user: User, *, now: dt.datetime, good_for: dt.timedelta = GOOD_FOR) -> str:
    """Store a new link's digest and return its secret, which goes into /sign-in/<secret>/."""
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.create(user=user, digest=_digest(secret), created_at=now, expires_at=now + good_for)
    return secret


def path(secret: str) -> str:
    return f"/sign-in/{secret}/"


def usable(secret: str, *, now: dt.datetime) -> bool:
    """Whether pressing the button would sign somebody in; reads only."""
    return SignInLink.objects.filter(
        digest=_digest(secret), used_at__isnull=True, expires_at__gt=now, user__is_active=True
    ).exists()


def use(secret: str, *, now: dt.datetime) -> User:
    """Spend the link and return its user; of two who press at once one gets in."""
    with transaction.atomic():
        spent = SignInLink.objects.filter(
            digest=_digest(secret), used_at__isnull=True, expires_at__gt=now, user__is_active=True
        ).update(used_at=now)
        if not spent:
            raise NotSignedIn("accounts.link.spent")
        return SignInLink.objects.select_related("user").get(digest=_digest(secret)).user


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

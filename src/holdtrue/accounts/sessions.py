"""Ends where somebody is signed in: for whoever belongs nowhere any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from holdtrue.accounts.models import SignInLink

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.accounts.models import User


def end_all(user: User, *, now: dt.datetime) -> int:
    """End every session of a user and every link that would sign them in; return how many sessions there were."""
    SignInLink.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
    theirs = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=now).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)

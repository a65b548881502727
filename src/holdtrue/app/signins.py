"""Writes sign-ins and sign-outs to the installation's own log, as they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction

from holdtrue.app.clock import SYSTEM
from holdtrue.store import log
from holdtrue.store.models import Log

if TYPE_CHECKING:
    from django.http import HttpRequest

    from holdtrue.accounts.models import User


def listen() -> None:
    """Begin to write; called once, when the interfaces start."""
    user_logged_in.connect(_signed_in, dispatch_uid="holdtrue.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="holdtrue.signed_out")


def note(action: str, account: str | None) -> None:
    """Append one entry to the installation's log. Atomic; the log begins with its first entry."""
    with transaction.atomic():
        if not Log.objects.filter(organisation__isnull=True).exists():
            log.begin(None, log.INSTALLATION)
        log.append(
            log.lock(None),
            [log.Line()],
            action=action,
            action_id=SYSTEM.uid(),
            actor=account,
            at=SYSTEM.now(),
            entropy=SYSTEM.entropy,
        )


def _signed_in(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    del sender, request
    note("account.sign_in", user.uid)


def _signed_out(sender: object, request: HttpRequest, user: User | None, **_: object) -> None:
    del sender, request
    note("account.sign_out", user.uid if user else None)

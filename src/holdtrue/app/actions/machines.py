"""Tokens of machines: made by an owner or manager, shown once, ended; each with its entry in the log."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.accounts import tokens
from holdtrue.accounts.models import ApiToken, User
from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.core.refusals import BadInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 366
"""Days a token may live: one forgotten ends by itself."""


def make(caller: Caller, name: str, *, role: str, days: int) -> tuple[ApiToken, str]:
    """Return a new token and its text, which is shown this once and never kept."""
    if not name.strip():
        raise BadInput("token.no_name", field="name")
    if not 1 <= days <= LONGEST:
        raise BadInput("token.days", field="days", most=LONGEST)
    with acting(caller, "token.make", "make_token", on_organisation()) as act:
        token, text = tokens.issue(
            caller.organisation.pk,
            name.strip(),
            role=role,
            now=act.now,
            expires_at=act.now + dt.timedelta(days=days),
            made_by=User.objects.filter(uid=caller.actor.account).first(),
        )
        act.note(None, contents={"token": token.uid, "role": token.role, "prefix": token.prefix})
    return token, text


def end(caller: Caller, uid: str) -> ApiToken:
    """End a token; ending it twice changes nothing."""
    token = ApiToken.objects.filter(organisation=caller.organisation, uid=uid).first()
    if token is None:
        raise NotFound("token.not_found")
    with acting(caller, "token.revoke", "make_token", on_organisation()) as act:
        token.refresh_from_db()
        if token.revoked_at is None:
            tokens.revoke(token, now=act.now)
            act.note(None, contents={"token": token.uid, "prefix": token.prefix})
        token.refresh_from_db()
    return token


def listed(caller: Caller) -> Sequence[ApiToken]:
    """Return the organisation's tokens, newest first."""
    rows = ApiToken.objects.filter(organisation=caller.organisation).select_related("made_by")
    return list(rows.order_by("revoked_at", "-created_at")[:200])

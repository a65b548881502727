"""Machine tokens: made once, shown once, found by their prefix, compared by digest."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from holdtrue.accounts import limits
from holdtrue.accounts.models import ApiToken, Role
from holdtrue.accounts.models.token import MACHINE_ROLES
from holdtrue.accounts.refusals import NotSignedIn
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    import datetime as dt

    from holdtrue.accounts.models import User

MARK = "hdt"
"""Tokens begin with this, so that a scanner for leaked secrets can know one."""


def issue(
    organisation_id: int,
    name: str,
    *,
    role: str,
    now: dt.datetime,
    expires_at: dt.datetime,
    made_by: User | None = None,
) -> tuple[ApiToken, str]:
    """Store a new token and return it with the text that is shown this once."""
    if role not in MACHINE_ROLES:
        raise BadInput("accounts.token.role", field="role", role=role)
    if expires_at <= now:
        raise BadInput("accounts.token.past", field="expires_at")
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        organisation_id=organisation_id,
        name=name,
        prefix=prefix,
        digest=_digest(prefix, secret),
        role=Role(role),
        made_by=made_by,
        created_at=now,
        expires_at=expires_at,
    )
    return token, f"{MARK}_{prefix}_{secret}"


def find(text: str, *, now: dt.datetime, address: str) -> ApiToken:
    """The live token that `text` is, with its organisation. One query.

    A wrong one counts against the address and is refused without saying why; a right one is never made to wait for
    the wrong ones of a neighbour, and of 256 bits nobody guesses one.
    """
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    token = None
    if mark == MARK and secret and "\x00" not in prefix:
        token = ApiToken.objects.select_related("organisation").filter(prefix=prefix).first()
    if (
        token is None
        or not hmac.compare_digest(token.digest, _digest(prefix, secret))
        or token.revoked_at is not None
        or token.expires_at <= now
    ):
        limits.check(limits.TOKEN_FAILED, address, now=now)
        limits.take(limits.TOKEN_FAILED, address, now=now)
        raise NotSignedIn("accounts.token.unknown")
    today = now.date()
    if token.last_used != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used=today)
    return token


def revoke(token: ApiToken, *, now: dt.datetime) -> None:
    """End a token; ending it twice keeps the first moment."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now)


def _digest(prefix: str, secret: str) -> str:
    return hashlib.sha256(f"{prefix}\n{secret}".encode()).hexdigest()

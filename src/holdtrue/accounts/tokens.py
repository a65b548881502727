"""Machine tokens: made once, shown once, found by their prefix, compared by digest."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache
from typing import TYPE_CHECKING

from holdtrue.accounts import limits
from holdtrue.accounts.models import ApiToken, Role
from holdtrue.accounts.models.token import MACHINE_ROLES
from holdtrue.accounts.refusals import NotSignedIn
from holdtrue.core.refusals import BadInput
from holdtrue.store import statements
from holdtrue.store.instances import made_of
from holdtrue.store.models import Organisation

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

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


def find(text: str, *, now: dt.datetime, address: Callable[[], str]) -> ApiToken:
    """The live token that `text` is, with its organisation. One query.

    A wrong one counts against the address and is refused without saying why; a right one is never made to wait for
    the wrong ones of a neighbour, and of 256 bits nobody guesses one.
    """
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    token = None
    if mark == MARK and secret and "\x00" not in prefix:
        token = _bearing(prefix)
    if (
        token is None
        or not hmac.compare_digest(token.digest, _digest(prefix, secret))
        or token.revoked_at is not None
        or token.expires_at <= now
    ):
        whence = address()
        limits.check(limits.TOKEN_FAILED, whence, now=now)
        limits.take(limits.TOKEN_FAILED, whence, now=now)
        raise NotSignedIn("accounts.token.unknown")
    today = now.date()
    if token.last_used != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used=today)
    return token


def _bearing(prefix: str) -> ApiToken | None:
    """The token of a prefix with its organisation; every request of a machine asks, so no query is built for it."""
    columns, query = _look_up()
    row = statements.row(query, [prefix])
    if row is None:
        return None
    values = [statements.aware(value) for value in row]
    token = made_of(ApiToken, columns[0], values[: len(columns[0])])
    token.organisation = made_of(Organisation, columns[1], values[len(columns[0]) :])
    return token


@cache
def _look_up() -> tuple[tuple[list[str], list[str]], str]:
    """The columns of both tables, and the statement that reads them."""
    own, of = (
        [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001  # public, as Django documents it
        for model in (ApiToken, Organisation)
    )
    read = ", ".join([*(f"t.{name}" for name in own), *(f"o.{name}" for name in of)])
    query = (
        f"SELECT {read} FROM accounts_apitoken t JOIN store_organisation o ON o.id = t.organisation_id"  # noqa: S608  # our own names
        " WHERE t.prefix = %s"
    )
    return (own, of), query


def revoke(token: ApiToken, *, now: dt.datetime) -> None:
    """End a token; ending it twice keeps the first moment."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now)


def _digest(prefix: str, secret: str) -> str:
    return hashlib.sha256(f"{prefix}\n{secret}".encode()).hexdigest()

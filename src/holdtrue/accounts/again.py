"""Who it is, asked once more before a signature: by password, second factor, or a sign-in a moment ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows

from holdtrue.accounts import limits
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from holdtrue.accounts.models import User

RECENT = 300
"""Seconds for which a sign-in, by whatever way, still says who sits there."""
_TRIED = limits.Limit("again.tried", 10, 600)


def proof(request: HttpRequest, user: User, *, now: dt.datetime) -> str:
    """Return how they proved who they are within the last five minutes; '' where they did not."""
    proofs = get_authentication_records(request, user)
    if not proofs or now.timestamp() - float(proofs[-1]["at"]) >= RECENT:
        return ""
    method = str(proofs[-1].get("method", ""))
    if method == "mfa":
        return "passkey" if proofs[-1].get("type") == "webauthn" else "second_factor"
    return _METHODS.get(method, "code")


_METHODS = {"password": "password", "link": "link", "socialaccount": "single_sign_on", "code": "code"}


def ways(user: User) -> frozenset[str]:
    """Return how they could prove it now: password, factor; none for somebody who only ever came by a link."""
    flows = {flow["id"] for flow in get_reauthentication_flows(user)}
    return frozenset({"password"} if "reauthenticate" in flows else ()) | frozenset(
        {"factor"} if "mfa_reauthenticate" in flows else ()
    )


def by_password(request: HttpRequest, user: User, password: str, *, now: dt.datetime) -> None:
    """Take the password as proof; BadInput where it is not theirs. Tries are counted."""
    limits.take(_TRIED, user.uid, now=now)
    if not password or not user.check_password(password):
        raise BadInput("accounts.again.password", field="password")
    record_authentication(request, user, method="password", reauthenticated=True)


def by_link(request: HttpRequest, user: User) -> None:
    """Note that a one-time link proved who they are."""
    record_authentication(request, user, method="link")

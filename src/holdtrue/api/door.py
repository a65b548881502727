"""The door of the API: whoever comes in is one caller in one organisation, or is not let in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.middleware.csrf import CsrfViewMiddleware

from holdtrue.accounts import again, limits, tokens
from holdtrue.accounts.address import caller as address_of
from holdtrue.accounts.models import ApiToken, User
from holdtrue.accounts.refusals import NotSignedIn
from holdtrue.app import callers
from holdtrue.app.actions.acting import Caller
from holdtrue.app.clock import SYSTEM
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
from holdtrue.sqlite import snapshot

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST_REF = 64
_LONGEST_QUERY = 8_000

View = Callable[..., "HttpResponse"]


def door(request: HttpRequest) -> Caller:
    """Return who is calling. A bearer token stands alone; a session's change must carry its CSRF token.

    Whoever is nobody is refused before anything is looked up, so that no answer tells what is there.
    """
    slug = _slug(request)
    found = known(request)
    if isinstance(found, User):
        return callers.member(found, slug)
    limits.spend(limits.TOKEN_ASKED, found.uid, now=SYSTEM.now())
    caller = callers.machine(found)
    if caller.organisation.slug != slug:
        raise NotFound("organisation.not_found")
    return caller


def known(request: HttpRequest) -> ApiToken | User:
    """Return the token or the user behind a request, wherever they belong; NotSignedIn where there is none."""
    authorization = request.headers.get("Authorization", "")
    if authorization:
        return _token(request, authorization)
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise NotSignedIn("api.sign_in")
    if request.method not in _SAFE and not _from_our_page(request):
        raise NotAllowed("api.csrf")
    return user


def caller_of(request: HttpRequest) -> Caller:
    """Return the caller the door let in."""
    caller = getattr(request, "auth", None)
    if not isinstance(caller, Caller):
        raise NotSignedIn("api.sign_in")
    return caller


def proof_of(request: HttpRequest, caller: Caller) -> str:
    """Return how the signer proved who they are moments ago; NotAllowed where they did not."""
    user = request.user
    proof = again.proof(request, user, now=caller.clock.now()) if isinstance(user, User) else ""
    if not proof:
        raise NotAllowed("sign.prove_first")
    return proof


def moment(view: View) -> View:
    """Let a reading operation see one snapshot, in which a write is an error; the door is behind it by then."""

    @functools.wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  # the operation's own
        if request.method not in _SAFE:
            return view(request, *args, **kwargs)
        with snapshot():
            return view(request, *args, **kwargs)

    return seen


def _slug(request: HttpRequest) -> str:
    """The organisation named in the address; whatever no address of ours can hold is not there."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    if "\x00" in request.path_info or len(str(named.get("ref", ""))) > _LONGEST_REF:
        raise NotFound("not_found")
    query = request.META.get("QUERY_STRING", "")
    if "%00" in query or "\x00" in query or len(query) > _LONGEST_QUERY:
        raise BadInput("api.query")
    return str(named.get("slug", ""))


def _token(request: HttpRequest, authorization: str) -> ApiToken:
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NotSignedIn("api.bearer")
    return tokens.find(secret.strip(), now=SYSTEM.now(), address=functools.partial(address_of, request))


def _from_our_page(request: HttpRequest) -> bool:
    guard = CsrfViewMiddleware(_nothing)
    request.csrf_processing_done = False  # type: ignore[attr-defined]  # Django's own mark, set where it skipped us
    guard.process_request(request)
    return guard.process_view(request, _nothing, (), {}) is None


def _nothing(request: HttpRequest) -> HttpResponse:
    raise NotFound("not_found")

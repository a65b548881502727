"""What the API answers with: JSON encoded once, and every error in one shape."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja.errors import AuthenticationError, ValidationError

from holdtrue.accounts.refusals import NotSignedIn, TooMany
from holdtrue.app.actions.acting import Caller
from holdtrue.app.shapes import refusal_json
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound, Refusal, Unreachable
from holdtrue.words import say

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja import NinjaAPI

_LOG = logging.getLogger(__name__)
_TYPE = "application/json"


class TooLarge(Refusal):
    """More was sent than is taken at once."""

    status = 413


class WrongMethod(Refusal):
    """The address is there and does not take this method."""

    status = 405


class WrongType(Refusal):
    """What was sent is of a type this address does not take."""

    status = 415


def answer(body: object, status: int = 200, *, revision: int | None = None) -> HttpResponse:
    """Return a JSON response; with a revision it carries the ETag that an edit's If-Match names."""
    response = HttpResponse(orjson.dumps(body), status=status, content_type=_TYPE)
    if revision is not None:
        response["ETag"] = f'"{revision}"'
    return response


def refused(refusal: Refusal, **more: object) -> HttpResponse:
    """Return an expected error. What is not there and what may not be known of are told in the same bytes."""
    if isinstance(refusal, NotFound):
        return _expected(HttpResponse(NOTHING_HERE, status=404, content_type=_TYPE))
    response = answer({**refusal_json(refusal), **more}, refusal.status)
    _expected(response)
    if isinstance(refusal, NotSignedIn):
        response["WWW-Authenticate"] = "Bearer"
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.message.params["n"])
    if isinstance(refusal, Unreachable):
        response["Retry-After"] = "5"
    return response


def _expected(response: HttpResponse) -> HttpResponse:
    """A refusal is an answer, not a warning for whoever runs the service."""
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  # Django's own mark
    return response


def _plain(message_id: str) -> bytes:
    return orjson.dumps({"code": message_id, "message": say(Message(message_id)), "field": None})


NOTHING_HERE = _plain("not_found")


def install(api: NinjaAPI) -> None:
    """Answer every exception in the one shape; what nobody expected is logged and told without its insides."""
    for kind in (
        Refusal,
        AuthenticationError,
        ValidationError,
        Http404,
        OperationalError,
        Exception,
        *_READING,
    ):
        api.add_exception_handler(kind, told)


_TOO_LARGE = (RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent)
_READING = (*_TOO_LARGE, MultiPartParserError, SuspiciousOperation, UnreadablePostError)
_KNOWN: tuple[tuple[tuple[type[Exception], ...], Refusal], ...] = (
    ((AuthenticationError,), NotSignedIn("api.sign_in")),
    ((Http404,), NotFound("not_found")),
    ((OperationalError,), Unreachable("api.busy")),
    (_TOO_LARGE, TooLarge("api.too_large")),
    (_READING, BadInput("api.form")),
    ((RecursionError,), BadInput("api.too_deep")),
)


def told(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Return the answer to an exception."""
    match error:
        case Refusal():
            caller = getattr(request, "auth", None)
            if isinstance(error, NotAllowed) and isinstance(caller, Caller):
                request.refused_access = (caller, error)  # type: ignore[attr-defined]  # for server.refusing
            return refused(error)
        case ValidationError():
            return refused(_invalid(error))
        case OperationalError():
            _LOG.warning("%s %s: %s", request.method, request.path_info, error)
    for kinds, refusal in _KNOWN:
        if isinstance(error, kinds):
            return refused(refusal)
    _LOG.error("%s %s failed", request.method, request.path_info, exc_info=cast("Exception", error))
    return HttpResponse(_plain("api.failed"), status=500, content_type=_TYPE)


def _invalid(error: ValidationError) -> BadInput:
    """The first thing wrong with the address's parameters."""
    found = error.errors[0]
    return BadInput("api.parameter", field=str(found["loc"][-1]), wrong=str(found["msg"]))

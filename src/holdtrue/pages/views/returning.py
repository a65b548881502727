"""A form opened from a worklist leads back to it once it is sent: the page that was asked for says so."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect

from holdtrue.pages.places import with_query

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from holdtrue.pages.views.frame import Visit

ASKED, WORKLIST, QUARTER = "back", "worklist", "quarter"
_PLACES = (WORKLIST, QUARTER)
_COOKIE = "back"
_MINUTES_30 = 30 * 60


def and_back(href: str, to: str = WORKLIST) -> str:
    """Return a form's address that leads back to the worklist, or to the quarterly hour."""
    start, _, query = href.partition("?")
    return f"{start}?{query}&{ASKED}={to}" if query else with_query(start, **{ASKED: to})


def led_back(visit: Visit, response: HttpResponseBase) -> HttpResponseBase:
    """Note which form was opened from where; after that very form was sent and taken, go back there."""
    request, path = visit.request, visit.request.path
    if request.method == "GET" and request.GET.get(ASKED) in _PLACES:
        response.set_cookie(
            _COOKIE,
            f"{path}!{request.GET[ASKED]}",
            max_age=_MINUTES_30,
            path=visit.places.home,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
        return response
    form, _, place = request.COOKIES.get(_COOKIE, "").rpartition("!")
    sent = request.method == "POST" and form == path and place in _PLACES
    if not sent or response.status_code != HTTPStatus.FOUND or response["Location"].startswith(path):
        return response
    back = HttpResponseRedirect(visit.places.at(place))
    back.cookies = response.cookies
    back.delete_cookie(_COOKIE, path=visit.places.home)
    return back


__all__ = ["and_back", "led_back"]

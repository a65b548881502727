"""A form opened from a worklist, or from a gate, leads back there once it is sent: the page asked for says so."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect

from holdtrue.pages.places import with_query

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from holdtrue.pages.views.frame import Visit

ASKED, WORKLIST, QUARTER = "back", "worklist", "quarter"
_PLACES = re.compile(r"worklist|quarter|r/[A-Z]{3}-[0-9]{1,9}/gate/[a-z]{1,20}")
"""Where a form may lead back to; nothing else that an address says is followed."""
_COOKIE = "back"
_MINUTES_30 = 30 * 60


def and_back(href: str, to: str = WORKLIST) -> str:
    """Return a form's address that leads back to the worklist, the quarterly hour, or the gate of a system."""
    start, _, query = href.partition("?")
    return f"{start}?{query}&{ASKED}={to}" if query else with_query(start, **{ASKED: to})


def led_back(visit: Visit, response: HttpResponseBase) -> HttpResponseBase:
    """Note which form was opened from where; after that very form was sent and taken, go back there."""
    request, path = visit.request, visit.request.path
    if request.method == "GET" and _PLACES.fullmatch(request.GET.get(ASKED, "")):
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
    sent = request.method == "POST" and form == path and _PLACES.fullmatch(place)
    if not sent or response.status_code != HTTPStatus.FOUND or response["Location"].startswith(path):
        return response
    back = HttpResponseRedirect(visit.places.at(*place.split("/")))
    back.cookies = response.cookies
    back.delete_cookie(_COOKIE, path=visit.places.home)
    return back


__all__ = ["and_back", "led_back"]

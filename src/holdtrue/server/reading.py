"""A page is read from one moment of the database, and reading it writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.sqlite import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
UNREAD = ("/account/", "/api/", "/check/", "/healthz", "/static/")
"""Sign-in pages count tries and the API notes a token's day, then opens its own snapshot; the rest holds no facts."""


class Reading:
    """Innermost: the view, its queries and its template see one snapshot in which a write is an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE or request.path_info.startswith(UNREAD):
            return self.get_response(request)
        with snapshot():
            return self.get_response(request)

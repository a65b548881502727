"""Refused access becomes an entry of the log once the request is over, since pages are read without writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class Refusing:
    """Just outside the reading of a page; a view leaves what was refused, and to whom, as `refused_access`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        left = getattr(request, "refused_access", None)
        if left is not None:
            from holdtrue.app.actions.refused import note

            note(*left)
        return response

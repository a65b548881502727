"""Turns a view's name into what Django calls: its module is loaded when it is first asked for."""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


def told(request: HttpRequest, response: HttpResponseBase, slug: str) -> HttpResponseBase:
    """Return the page that says an address is not asked for in this way, where the view gave none."""
    frame = import_module("holdtrue.pages.views.frame")
    said: HttpResponseBase = frame.not_in_this_way(request, slug)
    said["Allow"] = response["Allow"]
    return said


def view(name: str) -> Callable[..., HttpResponseBase]:
    """Return the view `module.function` of this folder."""
    module, _, function = name.partition(".")

    def asked(request: HttpRequest, **given: Any) -> HttpResponseBase:  # noqa: ANN401  # what the address says
        found = getattr(import_module(f"holdtrue.pages.views.{module}"), function)
        response: HttpResponseBase = found(request, **given)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return told(request, response, given.get("slug", ""))
        return response

    asked.__name__ = name
    return asked

"""Where the API lies: its operations, its document, and the one answer for every other address below it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from holdtrue.api.answers import WrongMethod, refused
from holdtrue.api.document import encoded
from holdtrue.api.site import api
from holdtrue.core.refusals import NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Serve the document; it says nothing of anybody's records."""
    return HttpResponse(encoded(), content_type="application/json")


@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for an address that is none."""
    return refused(NotFound("not_found"))


def _in_one_shape(routes: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Answer a method that an address does not take in JSON too."""
    for route in routes:
        if isinstance(route, URLPattern):
            route.callback = _told(route.callback)
    return routes


def _told(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  # a view's own
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        taken = sorted(response["Allow"].split(", "))
        told = refused(WrongMethod("api.method", known=tuple(taken)))
        told["Allow"] = ", ".join(taken)
        return told

    return answered


routes, app_name, namespace = api.urls
urlpatterns = [
    path("v1/openapi.json", openapi, name="api-document"),
    path("v1/", (_in_one_shape(routes), app_name, namespace)),
    re_path(r"^(?P<rest>.*)$", nothing),
]

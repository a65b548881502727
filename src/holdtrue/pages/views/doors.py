"""Pages outside any organisation: the way in, and how pages look and speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from holdtrue.accounts.models import User
from holdtrue.app import callers
from holdtrue.pages.language import speaking, t
from holdtrue.pages.places import Places
from holdtrue.pages.shapes.acts import ErrorView
from holdtrue.pages.shapes.page import THEMES, Link
from holdtrue.pages.views import checks
from holdtrue.pages.views.frame import language_of, nothing_here, plain
from holdtrue.words import LOCALES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_YEAR = 365 * 24 * 3600


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """Lead to the only organisation or the choice among several; a stranger is offered the checks and the way in."""
    if not isinstance(request.user, User):
        return checks.entrance(request)
    found = callers.organisations_of(request.user)
    if len(found) == 1:
        return HttpResponseRedirect(Places(found[0].organisation.slug).home)
    return HttpResponseRedirect("/organisations/")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the colours chosen, without script."""
    return _kept(request, "theme", THEMES)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen."""
    return _kept(request, "language", LOCALES)


def _kept(request: HttpRequest, name: str, known: tuple[str, ...]) -> HttpResponse:
    """Remember a choice in this browser and go back to where it was made."""
    back = request.headers.get("Referer", "")
    inside = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if inside else "/")
    chosen = request.POST.get(name, "")
    if chosen in known:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(name, chosen, max_age=_YEAR, samesite="Lax", secure=secure)
    return response


def not_taken(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer what cannot be read at all: ten thousand files at once, or a form that is none."""
    with speaking(language_of(request)):
        view = ErrorView(
            400, t("page.error.400"), t("page.error.400_words"), (Link(t("page.error.home"), "/"),)
        )
        return render(request, "error.html", {"page": plain(request, view.title), "view": view}, status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer where the program itself failed: what it says needs neither a person nor a register."""
    with speaking(language_of(request)):
        view = ErrorView(
            500, t("page.error.500"), t("page.error.500_words"), (Link(t("page.error.home"), "/"),)
        )
        return render(request, "error.html", {"page": plain(request, view.title), "view": view}, status=500)


def nothing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer an address that leads nowhere."""
    with speaking(language_of(request)):
        return nothing_here(request)

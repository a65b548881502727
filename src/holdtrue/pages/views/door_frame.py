"""What stands around every page of the employee's door: which way somebody came, how often, what no one is told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.shortcuts import render

from holdtrue.accounts import passing
from holdtrue.accounts.address import caller as address_of
from holdtrue.accounts.limits import Limit
from holdtrue.app.clock import SYSTEM
from holdtrue.app.documents.branding import brand_of
from holdtrue.app.door import ways
from holdtrue.core.refusals import NotFound, Refusal
from holdtrue.pages.language import said, speaking, spoken, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import ErrorView
from holdtrue.pages.shapes.page import Link, Notice, Page
from holdtrue.pages.views.frame import CLOCK, language_of, nothing_here, plain, theme_of
from holdtrue.words import PSEUDO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from holdtrue.app.door.ways import Way

COOKIE = "holdtrue_door"
OWN = "/door/me/"
"""Below it alone the browser sends the personal link's secret: a concern without a name is raised elsewhere."""
SEEN, SENT, TRIED = (
    Limit("door.seen", 240, 60),
    Limit("door.sent", 12, 60),
    Limit("door.tried", 20, 60),
)
"""Requests, things sent, and codes that opened nothing: of one address, in a minute, by one web worker.

What is sent counts for each personal link by itself: a firm of twelve reads its policy behind one address.
"""

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class AtDoor:
    """One request at the door."""

    request: HttpRequest
    way: Way
    base: str

    def at(self, *words: str, **asked: str) -> str:
        """Return an address on the same way."""
        return with_query(self.base + "".join(f"{word}/" for word in words), **asked)

    @property
    def nameless(self) -> str:
        """Where a concern is raised and followed without a name."""
        return f"/door/o/{self.way.door.code}/"


def at_door(view: Callable[Concatenate[AtDoor, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view be asked for by a personal link's cookie or the organisation's code; all else is the same 404."""

    @wraps(view)
    def asked(request: HttpRequest, code: str = "", *args: P.args, **given: P.kwargs) -> HttpResponseBase:
        with speaking(language_of(request)):
            return closed(_answer(request, code, lambda here: view(here, *args, **given)))

    return asked


def _answer(request: HttpRequest, code: str, view: Callable[[AtDoor], HttpResponseBase]) -> HttpResponseBase:
    now, who = SYSTEM.now(), address_of(request)
    clock = request.META.get(CLOCK, SYSTEM)
    here: AtDoor | None = None
    try:
        passing.take(SEEN, who, now=now)
        if request.method == "POST":
            passing.take(SENT, _sender(request, code, who), now=now)
        try:
            if code:
                here = AtDoor(request, ways.by_code(code, clock=clock), f"/door/o/{code}/")
            else:
                here = AtDoor(request, ways.by_link(request.COOKIES.get(COOKIE, ""), clock=clock), OWN)
        except NotFound:
            passing.take(TRIED, who, now=now)
            raise
        return view(here)
    except NotFound as refusal:
        return nothing_here(request, refusal.status)
    except Refusal as refusal:
        return _refused(request, here, refusal)


def _sender(request: HttpRequest, code: str, who: str) -> str:
    """Return whom something sent counts for: an address, with the personal link, since an office has one address."""
    held = "" if code else request.COOKIES.get(COOKIE, "")
    return f"{who} {ways.digest_of(held)[:16]}" if held else who


def closed(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a page of the door out of indexes, caches and other sites' logs."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers.setdefault("Cache-Control", "private, no-store")
    # Not "no-referrer": a form sent under it carries no origin, and would be refused as sent from elsewhere.
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response


def _refused(request: HttpRequest, here: AtDoor | None, refusal: Refusal) -> HttpResponse:
    home = here.base if here else "/"
    view = ErrorView(
        refusal.status,
        t(f"page.error.{refusal.status}"),
        said(refusal.message),
        (Link(t("page.error.home"), home),),
    )
    return render(
        request, "error.html", {"page": plain(request, view.title), "view": view}, status=refusal.status
    )


def show(
    here: AtDoor,
    template: str,
    title: str,
    *,
    status: int = 200,
    wrong: Sequence[str] = (),
    back: bool = True,
    **context: Any,  # noqa: ANN401  # the template names what it takes
) -> HttpResponse:
    """Return a page of the door."""
    brand = brand_of(here.way.organisation.pk)
    given = Page(
        title,
        brand=(brand.name, brand.colour),
        logo=here.at("logo", v=brand.digest) if brand.logo else "",
        organisation=Link(here.way.organisation.name, here.base),
        theme=theme_of(here.request),
        locale=spoken() if spoken() != PSEUDO else "en",
        crumbs=(Link(t("door.home"), here.base),) if back else (),
        notices=tuple(Notice(sentence, "wrong") for sentence in wrong),
    )
    return render(here.request, template, {"page": given, **context}, status=status)


__all__ = ["COOKIE", "OWN", "AtDoor", "at_door", "closed", "show"]

"""What stands around every page of an organisation: who asks, in which language, and what a refusal shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render as rendered
from django.urls import reverse

from holdtrue.accounts.models import User
from holdtrue.app import callers, rederiving, rules
from holdtrue.app.actions.permission import decision
from holdtrue.app.clock import SYSTEM
from holdtrue.core.access import allowed_kinds
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import NotAllowed, NotFound, Refusal
from holdtrue.pages.language import said, speaking, spoken, t
from holdtrue.pages.places import SIGN_IN, Places, with_query
from holdtrue.pages.shapes.acts import ErrorView
from holdtrue.pages.shapes.page import THEMES, Link, Notice, Page, Station
from holdtrue.pages.views.returning import led_back
from holdtrue.pages.views.starter_navigation import PROFILE, own_things, plainly
from holdtrue.words import LOCALES, PSEUDO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpRequest, HttpResponseBase

    from holdtrue.accounts.models import Membership
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.permission import Asked
    from holdtrue.core.days import Day
    from holdtrue.core.messages import Message

CLOCK = "holdtrue.clock"
"""Where a server that keeps its own time puts its clock; no header can bear such a name."""
PHASES = ("plan", "do", "check", "act")
NAMES = {"en": "English"}
"""Each language by the name its speakers give it."""
_NOT_LISTED = frozenset({"organization"})
"""Kinds of which there is one record only."""
_ALSO = {
    "do": (("page.life.title", "lifecycle"),),
    "check": (
        ("calendar.entry", "calendar"),
        ("page.audit.programme", "audit-programme"),
        ("attest.list_title", "attestations"),
    ),
    "act": (("page.loop.entry", "loop"),),
}
"""Phase → pages beside its kinds, for whoever reads everything: (words, where it lies)."""
_AS_ONE = {"applicability": "applicability", "certificate": "certification", "indicator": "figures"}
"""Kinds whose records are read on a page of its own: kind → that page, whose title has its name."""

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to a page of an organisation, by a member of it."""

    request: HttpRequest
    caller: Caller
    memberships: Sequence[Membership]
    day: Day
    places: Places

    @property
    def membership(self) -> Membership:
        """Theirs in this organisation."""
        return next(m for m in self.memberships if m.organisation_id == self.caller.organisation.pk)

    @property
    def person(self) -> str:
        """The name people know them by."""
        mine = self.membership
        return mine.person.title if mine.person else mine.user.email

    @property
    def partial(self) -> bool:
        """Whether a part of a page is asked for, to be put into the one that is open."""
        return self.request.headers.get("HX-Request") == "true"

    def may(self, act: str, target: Asked) -> bool:
        """Whether the access decision allows it."""
        return decision(self.caller, act, target).allowed


def inside(
    view: Callable[Concatenate[Visit, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let a view be asked for by members only, in their language; a refusal it raises becomes its page."""

    @wraps(view)
    def asked(request: HttpRequest, slug: str, *args: P.args, **given: P.kwargs) -> HttpResponseBase:
        with speaking(language_of(request)):
            if not isinstance(request.user, User):
                return to_sign_in(request)
            try:
                visit = visiting(request, request.user, slug)
            except NotFound as refusal:
                return nothing_here(request, refusal.status)
            try:
                return led_back(visit, view(visit, *args, **given))
            except Refusal as refusal:
                if isinstance(refusal, NotAllowed):
                    request.refused_access = (visit.caller, refusal)  # type: ignore[attr-defined]  # for server.refusing
                return refused(visit, refusal)

    return asked


def visiting(request: HttpRequest, user: User, slug: str) -> Visit:
    """Return the visit; NotFound where the user is no member, as where there is no such organisation. No query."""
    memberships = callers.visited_by(user)
    caller = callers.among(memberships, slug, clock=request.META.get(CLOCK, SYSTEM))
    return Visit(request, caller, memberships, caller.clock.day(caller.organisation.time_zone), Places(slug))


def language_of(request: HttpRequest) -> str:
    """Return the language chosen, English where none is."""
    chosen = request.COOKIES.get("language", "en")
    return chosen if chosen in LOCALES else "en"


def theme_of(request: HttpRequest) -> str:
    """Return the colours chosen, the system's where none are."""
    chosen = request.COOKIES.get("theme", "system")
    return chosen if chosen in THEMES else "system"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page, which leads back here; a part of a page cannot, so the whole page is sent there."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": SIGN_IN})
    back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    return HttpResponseRedirect(with_query(SIGN_IN, next=back))


def page(  # noqa: PLR0913  # one keyword per part of the frame
    visit: Visit,
    title: str,
    *,
    station: str = "",
    kind: str = "",
    crumbs: Sequence[Link] = (),
    counts: Mapping[str, int | None] | None = None,
    notices: Sequence[Notice] = (),
    as_of: str = "",
) -> Page:
    """Return the frame of a page. `station` is where it lies; `kind` opens that kind's phase and marks it."""
    here = station or (KINDS[kind].phase if kind else "")
    places = visit.places
    organisation = visit.caller.organisation
    shown, more = _walked(visit, here, kind, counts or {})
    return Page(
        title,
        organisation=Link(organisation.name, places.home),
        organisations=_organisations(visit),
        stations=shown,
        more=more,
        person=visit.person,
        theme=theme_of(visit.request),
        locale=spoken() if spoken() != PSEUDO else "en",
        languages=tuple((code, NAMES[code]) for code in LOCALES if code in NAMES),
        crumbs=tuple(crumbs),
        notices=(*notices_of(visit.request), *notices, *_under_way(visit)),
        addresses={
            "search": places.at("search"),
            "find": places.at("find"),
            "theme": "/theme/",
            "language": "/language/",
            "account": reverse("account_change_password"),
            "sign_out": reverse("account_logout"),
        },
        as_of=as_of,
    )


def _under_way(visit: Visit) -> tuple[Notice, ...]:
    """Say on every page that standings are being derived again, and to those who may install that rules wait."""
    organisation = visit.caller.organisation
    manages = visit.caller.actor.role in ("owner", "manager")
    link = Link(t("rules.look"), visit.places.at("settings", "rules")) if manages else None
    job = rederiving.current(organisation)
    if job is not None:
        words = "rules.under_way" if job.state in ("waiting", "running") else "rules.halted"
        return (Notice(t(words, done=job.done, total=job.total), "soon", link),)
    if manages and rules.outdated(organisation):
        return (Notice(t("rules.available"), "soon", link),)
    return ()


def _walked(
    visit: Visit, here: str, kind: str, counts: Mapping[str, int | None]
) -> tuple[tuple[Station, ...], tuple[Station, ...]]:
    """The navigation as role and profile shape it: all of it, a starter's few entries, or an employee's own things."""
    if visit.caller.actor.role == "member":
        return own_things(visit.places, here=here, kind=kind, path=visit.request.path), ()
    full = stations(visit, here, kind, counts)
    if visit.caller.organisation.profile != PROFILE:
        return full, ()
    return plainly(full, visit.places, here=here, kind=kind)


def stations(visit: Visit, here: str, kind: str, counts: Mapping[str, int | None]) -> tuple[Station, ...]:
    """Return the navigation as this person may walk it; the phase they are in shows its kinds."""
    places, readable = visit.places, allowed_kinds(visit.caller.actor, "read")
    found = [
        Station(name, places.at(name) if name != "home" else places.home, current=here == name)
        for name in ("home", "worklist")
    ]
    for phase in PHASES:
        children = _kinds(visit, phase, kind, counts, readable) if phase == here else ()
        at = phase == here and not kind and not any(child.current for child in children)
        found.append(Station(phase, places.at(phase), current=at, children=children))
    if readable is None or "ruling" in readable:
        found.append(Station("rulings", places.at("judgement"), current=here == "rulings"))
    if readable is None:
        found += [
            Station(name, places.at(name), current=name == here)
            for name in ("frameworks", "roadmap", "forecast", "ledger")
        ]
    if visit.caller.actor.role in ("owner", "manager"):
        found.append(Station("settings", places.at("settings"), current=here == "settings"))
    return tuple(found)


def _kinds(
    visit: Visit, phase: str, here: str, counts: Mapping[str, int | None], readable: frozenset[str] | None
) -> tuple[Link, ...]:
    kinds = tuple(
        replace(kind_link(visit, name, counts.get(name)), current=name == here)
        for name, kind in KINDS.items()
        if kind.phase == phase and name not in _NOT_LISTED and (readable is None or name in readable)
    )
    if readable is not None:
        return kinds
    also = ((words, visit.places.at(place)) for words, place in _ALSO.get(phase, ()))
    at = visit.request.path
    return (*kinds, *(Link(t(words), href, current=at.startswith(href)) for words, href in also))


def kind_link(visit: Visit, kind: str, count: int | None = None) -> Link:
    """Return where the records of a kind are shown: in their list, or on the page that reads them as one thing."""
    if kind in _AS_ONE:
        return Link(t(f"{_AS_ONE[kind]}.title"), visit.places.at(_AS_ONE[kind]), count=count)
    return Link(said(KINDS[kind].label_plural), visit.places.listing(kind), count=count)


def _organisations(visit: Visit) -> tuple[Link, ...]:
    if len(visit.memberships) < 2:  # noqa: PLR2004  # one is where you are
        return ()
    here = visit.caller.organisation.pk
    return tuple(
        Link(m.organisation.name, Places(m.organisation.slug).home, m.organisation_id == here)
        for m in visit.memberships
    )


def notify(visit: Visit, message: Message | str, *, kind: str = "done", link: Link | None = None) -> None:
    """Put a sentence on top of the next page they open; `kind` is done, soon or wrong."""
    level = {"done": messages.SUCCESS, "soon": messages.WARNING, "wrong": messages.ERROR}[kind]
    tags = f"{link.href}\n{link.label}" if link else ""
    messages.add_message(visit.request, level, said(message), extra_tags=tags)


def notices_of(request: HttpRequest) -> tuple[Notice, ...]:
    """Return what was said of the request before, once."""
    kinds = {messages.WARNING: "soon", messages.ERROR: "wrong"}
    found = []
    for given in messages.get_messages(request):
        href, _, label = (given.extra_tags or "").partition("\n")
        found.append(
            Notice(
                str(given.message), kinds.get(given.level or 0, "done"), Link(label, href) if label else None
            )
        )
    return tuple(found)


def show(visit: Visit, template: str, given: Page, *, status: int = 200, **context: Any) -> HttpResponse:  # noqa: ANN401  # the template names what it takes
    """Return the page."""
    return rendered(visit.request, template, {"page": given, **context}, status=status)


def part(visit: Visit, template: str, **context: Any) -> HttpResponse:  # noqa: ANN401  # the template names what it takes
    """Return a part of a page, to be put into the one that is open."""
    return rendered(visit.request, template, context)


def refused(visit: Visit, refusal: Refusal) -> HttpResponse:
    """Return the page of a refusal; for what is not here one that repeats nothing asked and carries no token."""
    places = visit.places
    if isinstance(refusal, NotFound):
        view = ErrorView(
            refusal.status,
            t("page.error.nothing"),
            t("page.error.nothing_words"),
            (Link(t("page.error.home"), places.home), Link(t("page.error.search"), places.at("search"))),
        )
        given = replace(_bare(visit), title=view.title)
    else:
        view = ErrorView(
            refusal.status,
            t(f"page.error.{refusal.status}"),
            said(refusal.message),
            (*_own_ways(visit, refusal), Link(t("page.error.home"), places.home)),
        )
        given = page(visit, view.title)
    return show(visit, "error.html", given, status=refusal.status, view=view)


def _own_ways(visit: Visit, refusal: Refusal) -> tuple[Link, ...]:
    """Where an employee tells what they saw, though they may not write it down as those who answer for it do."""
    if not isinstance(refusal, NotAllowed) or visit.caller.actor.role != "member":
        return ()
    return (Link(t("page.error.raise"), visit.places.add("concern")),)


def _bare(visit: Visit) -> Page:
    """A frame in which nothing can be posted, so that it is the same each time."""
    organisation = visit.caller.organisation
    return Page(
        "",
        organisation=Link(organisation.name, visit.places.home),
        stations=_walked(visit, "", "", {})[0],
        theme=theme_of(visit.request),
        locale=spoken() if spoken() != PSEUDO else "en",
        addresses={"search": visit.places.at("search"), "find": visit.places.at("find")},
    )


def nothing_here(request: HttpRequest, status: int = 404) -> HttpResponse:
    """Return the page for an address that leads nowhere this person may know of; always the same."""
    view = ErrorView(
        status, t("page.error.nothing"), t("page.error.nothing_words"), (Link(t("page.error.home"), "/"),)
    )
    given = plain(request, view.title)
    return rendered(request, "error.html", {"page": given, "view": view}, status=status)


def not_in_this_way(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the page for an address that only takes a form, or only shows; of an organisation, for its members."""
    with speaking(language_of(request)):
        shows = request.method in ("GET", "HEAD")
        links: tuple[Link, ...] = (Link(t("page.error.home"), "/"),)
        given = plain(request, t("page.error.405"))
        if slug and isinstance(request.user, User):
            try:
                visit = visiting(request, request.user, slug)
            except NotFound as refusal:
                return nothing_here(request, refusal.status)
            links = (Link(t("page.error.home"), visit.places.home),)
            given = page(visit, t("page.error.405"))
        sentence = t("page.error.405_form" if shows else "page.error.405_page")
        view = ErrorView(HTTPStatus.METHOD_NOT_ALLOWED.value, given.title, sentence, links)
        return rendered(request, "error.html", {"page": given, "view": view}, status=view.code)


def plain(request: HttpRequest, title: str, *, person: str = "") -> Page:
    """Return a frame without an organisation."""
    locale = spoken() if spoken() != PSEUDO else "en"
    return Page(title, theme=theme_of(request), locale=locale, person=person)

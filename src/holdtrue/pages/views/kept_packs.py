"""The packs somebody keeps as an adviser: put there, looked at, offered to the organisations that invited them."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from holdtrue.accounts import limits
from holdtrue.accounts.models import User
from holdtrue.accounts.refusals import TooMany
from holdtrue.app import callers, packing
from holdtrue.app.actions import offering
from holdtrue.app.clock import SYSTEM
from holdtrue.core.refusals import BadInput, NotFound, Refusal
from holdtrue.pages.language import said, speaking, t
from holdtrue.pages.places import Places
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import instant
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.settings import PortfolioView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.frame import language_of, nothing_here, notices_of, plain, to_sign_in
from holdtrue.pages.views.pack_parts import FILE, facts_of, picture_of, told, uploaded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest

    from holdtrue.app.actions.offering import Place
    from holdtrue.app.packing import Pack

PUT = limits.Limit("pack.put", 60, 600)
"""Packs one person may put here: unpacking each is work, and nobody makes so many by hand."""
DO, TO = "do", "to"
OFFER, WITHDRAW, DROP = "offer", "withdraw", "drop"

P = ParamSpec("P")


def _signed_in(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **given: P.kwargs) -> HttpResponse:
        with speaking(language_of(request)):
            if not isinstance(request.user, User):
                return to_sign_in(request)
            try:
                return view(request, request.user, *args, **given)
            except NotFound as refusal:
                return nothing_here(request, refusal.status)

    return asked


@_signed_in
def every(request: HttpRequest, user: User) -> HttpResponse:
    """Show the packs somebody keeps; keep another, or a newer version of one."""
    wrong, status = "", 200
    if request.method == "POST":
        try:
            limits.take(PUT, user.uid, now=SYSTEM.now())
            row = offering.keep(user, packing.from_zip(_zip(request)))
            messages.success(request, t("page.kept.done", title=row.title, version=row.version))
            return HttpResponseRedirect(reverse("kept-pack", args=[row.pack]))
        except (BadInput, TooMany) as refusal:
            wrong, status = said(refusal.message), refusal.status
    fields = (
        Field(FILE, t("page.packs.file"), "file", help=t("page.kept.file_help"), accept=".zip", error=wrong),
    )
    form = Form(
        reverse("kept-packs"), (Section(t("page.kept.put"), fields),), t("page.kept.keep"), files=True
    )
    view = PortfolioView(_kept(user), None, (), form=form, words=(t("page.kept.lead"),), links=_back())
    return _shown(request, user, t("page.kept.title"), view, status=status)


def _zip(request: HttpRequest) -> bytes:
    content = uploaded(request)
    if not content:
        raise BadInput("page.packs.nothing", field=FILE)
    return content


@_signed_in
def one(request: HttpRequest, user: User, name: str) -> HttpResponse:
    """Show what a pack carries and where it got; offer it, take offers back, or stop keeping it."""
    pack = offering.kept_pack(user, name)
    wrong: tuple[str, ...] = ()
    if request.method == "POST":
        do, slugs = request.POST.get(DO), request.POST.getlist(TO)
        if do == DROP:
            offering.drop(user, name)
            messages.success(request, t("page.kept.dropped", title=pack.title))
            return HttpResponseRedirect(reverse("kept-packs"))
        wrong = _to_each(request, user, pack, slugs, withdraw=do == WITHDRAW)
        if not wrong:
            return HttpResponseRedirect(reverse("kept-pack", args=[name]))
    found = offering.places(user, pack)
    view = PortfolioView(
        _places(found),
        None,
        (),
        words=(t("page.packs.one_lead", version=pack.version),),
        wrong=wrong,
        links=(Link(t("page.kept.title"), reverse("kept-packs")), *_back()),
        carried=told(facts_of(pack)),
        picture=picture_of(pack),
        sections=_forms(name, pack, found),
    )
    return _shown(request, user, pack.title, view, status=422 if wrong else 200)


def _to_each(
    request: HttpRequest, user: User, pack: Pack, slugs: Sequence[str], *, withdraw: bool
) -> tuple[str, ...]:
    """Offer to each organisation chosen, or take back; what was refused, each in its sentence."""
    if not slugs:
        return (t("page.kept.none_chosen"),)
    wrong, done = [], []
    for slug in dict.fromkeys(slugs):
        try:
            caller = callers.member(user, slug)
            if withdraw:
                offering.withdraw(caller, pack.name)
            else:
                offering.offer(caller, pack)
            done.append(caller.organisation.name)
        except Refusal as refusal:
            wrong.append(said(refusal.message))
    if done:
        words = "page.kept.withdrawn" if withdraw else "page.kept.offered"
        messages.success(request, t(words, title=pack.title, to=", ".join(done)))
    return tuple(wrong)


def _kept(user: User) -> Table | None:
    rows = offering.kept(user)
    if not rows:
        return None
    columns = (
        Column(t("page.packs.title"), wide=True),
        Column(t("page.packs.version")),
        Column(t("page.packs.digest")),
        Column(t("page.kept.since")),
    )
    today = SYSTEM.day("UTC")
    listed = []
    for row in rows:
        href = reverse("kept-pack", args=[row.pack])
        since = Cell(moment=instant(row.kept_at, today))
        name = Cell(row.title, href, note=row.pack)
        listed.append(Row((name, Cell(row.version), Cell(row.digest[:16]), since), href))
    return Table(t("page.kept.title"), columns, tuple(listed))


def _places(found: Sequence[Place]) -> Table | None:
    if not found:
        return None
    columns = (
        Column(t("portfolio.organisation"), wide=True),
        Column(t("page.kept.waits")),
        Column(t("page.kept.in_place")),
    )
    rows = []
    for place in found:
        organisation = place.membership.organisation
        home = Places(organisation.slug).home
        waits = (
            Cell(t("page.kept.version", version=place.offered), note=t("page.kept.not_answered"))
            if place.offered
            else Cell(t("page.kept.no_offer"), state="quiet")
        )
        here = Cell(place.installed or t("page.kept.not_installed"), state="" if place.installed else "quiet")
        rows.append(Row((Cell(organisation.name, home), waits, here), home))
    return Table(t("page.kept.places"), columns, tuple(rows))


def _forms(name: str, pack: Pack, found: Sequence[Place]) -> tuple[Form, ...]:
    """Offer where the newest is not; take back where one waits; stop keeping."""
    to = tuple(_choice(place) for place in found if not place.newest)
    back = tuple(_choice(place) for place in found if place.offered)
    asked = ((OFFER, to), (WITHDRAW, back), (DROP, ()))
    here = reverse("kept-pack", args=[name])
    made = []
    for do, choices in asked:
        if do != DROP and not choices:
            continue
        chosen = (Field(TO, t("page.kept.to"), "choices", choices=choices),) if choices else ()
        lead = t(f"page.kept.{do}_lead", version=pack.version)
        section = Section(t(f"page.kept.{do}"), (Field(DO, "", "hidden", do), *chosen), lead)
        made.append(Form(here, (section,), t(f"page.kept.{do}_now"), destructive=do == DROP))
    return tuple(made)


def _choice(place: Place) -> Choice:
    organisation = place.membership.organisation
    return Choice(organisation.slug, organisation.name)


def _back() -> tuple[Link, ...]:
    return (Link(t("portfolio.title"), reverse("organisations")),)


def _shown(request: HttpRequest, user: User, title: str, view: PortfolioView, *, status: int) -> HttpResponse:
    given = replace(plain(request, title, person=user.email), notices=notices_of(request))
    return render(request, "organisations.html", {"page": given, "view": view}, status=status)


__all__ = ["every", "one"]

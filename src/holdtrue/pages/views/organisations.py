"""The organisations somebody belongs to, side by side; founding another; what was deleted and the proof of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdtrue.accounts.models import User
from holdtrue.app import callers
from holdtrue.app.actions import leaving
from holdtrue.app.actions.organisation import found
from holdtrue.app.queries.portfolio import portfolio_of
from holdtrue.app.queries.profiles import usual
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import speaking, t
from holdtrue.pages.places import Places
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute, instant, moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.settings import PortfolioView
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.frame import language_of, nothing_here, plain, to_sign_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from holdtrue.app.queries.portfolio import Line

NAME, PROFILE, ZONE = "name", "profile", "time_zone"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show where each organisation stands, as far as this person reads it."""
    with speaking(language_of(request)):
        if not isinstance(request.user, User):
            return to_sign_in(request)
        lines = portfolio_of(callers.organisations_of(request.user))
        table = _table(lines) if lines else None
        gone = tuple(
            Link(str(one["name"]), reverse("deleted", args=[one["organisation"]]))
            for one in leaving.deletions(request.user.uid).values()
        )
        links = (Link(t("page.kept.title"), reverse("kept-packs")),) if table else ()
        view = PortfolioView(table, Act(t("portfolio.found"), reverse("found")), gone, links=links)
        given = plain(request, t("portfolio.title"), person=request.user.email)
        return render(request, "organisations.html", {"page": given, "view": view})


def _table(lines: list[Line]) -> Table:
    columns = (
        Column(t("portfolio.organisation"), wide=True),
        Column(t("portfolio.role")),
        Column(t("portfolio.index"), numeric=True),
        Column(t("portfolio.next")),
        Column(t("portfolio.owes")),
        Column(t("portfolio.unsorted"), numeric=True),
        Column(t("portfolio.active")),
    )
    return Table(t("portfolio.title"), columns, tuple(_row(line) for line in lines))


def _row(line: Line) -> Row:
    organisation = line.membership.organisation
    home = Places(organisation.slug).home
    until = line.membership.until
    name = Cell(organisation.name, href=home, note=t("portfolio.demo") if organisation.demo else "")
    role = Cell(
        t(f"access.role.{line.membership.role}"),
        note=t("portfolio.until", date=absolute(until)) if until is not None else "",
    )
    found = line.status
    if found is None:
        return Row((name, role, *(Cell() for _ in range(5))), home)
    lapse = found.holds_until
    return Row(
        (
            name,
            role,
            Cell(f"{float(found.index.value):.0f}", note=t(f"band.{found.index.band.id}")),
            Cell(t("portfolio.none"), moment=moment(lapse.day, line.day), note=lapse.practice.title)
            if lapse
            else Cell(t("portfolio.none"), state="quiet"),
            Cell(line.owes[0], note=t("portfolio.overdue", n=line.owes[1]))
            if line.owes
            else Cell(t("portfolio.nobody"), state="quiet"),
            Cell(f"{found.unsorted:,}"),
            Cell(moment=instant(line.active, line.day)) if line.active else Cell(),
        ),
        home,
    )


def found_another(request: HttpRequest) -> HttpResponse:
    """Found one more organisation, of which whoever founds it is the owner."""
    with speaking(language_of(request)):
        if not isinstance(request.user, User):
            return to_sign_in(request)
        answers = posted(request.POST, (NAME, PROFILE, ZONE))
        if request.method == "POST":
            try:
                made = found(
                    answers.text(NAME),
                    profile=answers.text(PROFILE) or "starter",
                    owner=request.user.email,
                    time_zone=answers.text(ZONE) or "UTC",
                )
                return HttpResponseRedirect(Places(made.organisation.slug).at("set-up"))
            except BadInput as refusal:
                answers.blame(refusal)
        given = plain(request, t("portfolio.found"), person=request.user.email)
        view = PortfolioView(None, None, (), form=_founding(answers), wrong=tuple(answers.general))
        status = 422 if answers.wrong else 200
        return render(request, "organisations.html", {"page": given, "view": view}, status=status)


def _founding(answers: Answers) -> Form:
    chosen = answers.text(PROFILE) or "starter"
    told = {name: usual(name) for name in library().profiles}
    profiles = tuple(
        Choice(
            name,
            t(
                "profiles.choice",
                profile=t(f"profile.{name}"),
                n=effort.hours(),
                later=effort.hours(later=True),
            ),
            name == chosen,
        )
        for name, effort in told.items()
    )
    errors = answers.errors
    fields = (
        Field(NAME, t("portfolio.name"), value=answers.text(NAME), required=True, error=errors.get(NAME, "")),
        Field(
            PROFILE,
            t("act.settings.profile.label"),
            "choice",
            choices=profiles,
            help=t("profiles.choice.help"),
            required=True,
        ),
        Field(
            ZONE,
            t("portfolio.zone"),
            value=answers.text(ZONE) or "UTC",
            help=t("portfolio.zone.help"),
            error=errors.get(ZONE, ""),
        ),
    )
    section = Section(t("portfolio.found"), fields, t("portfolio.found_words"))
    return Form(reverse("found"), (section,), t("portfolio.found.submit"), reverse("organisations"))


@require_safe
def deleted(request: HttpRequest, uid: object) -> HttpResponse:
    """Say what was deleted, to whoever deleted it, with the statement to keep."""
    with speaking(language_of(request)):
        if not isinstance(request.user, User):
            return to_sign_in(request)
        gone = next(
            (x for x in leaving.deletions(request.user.uid).values() if x["organisation"] == str(uid)), None
        )
        if gone is None:
            return nothing_here(request)
        words = (
            t("leaving.deleted.lead", name=gone["name"], rows=gone["rows"], files=gone["files"]),
            t("leaving.deleted.words", entries=gone["entries"]),
        )
        act = Act(t("leaving.deleted.statement"), reverse("statement", args=[uid]))
        view = PortfolioView(None, act, (), words=words)
        given = plain(request, t("leaving.deleted.title"), person=request.user.email)
        return render(request, "organisations.html", {"page": given, "view": view})


@require_safe
def statement(request: HttpRequest, uid: object) -> HttpResponse:
    """Send the signed statement of a deletion to whoever deleted it."""
    with speaking(language_of(request)):
        if not isinstance(request.user, User):
            return to_sign_in(request)
        try:
            content = leaving.statement(str(uid), account=request.user.uid)
        except NotFound:
            return nothing_here(request)
        response = HttpResponse(content, content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="deleted-{uid}.json"'
        return response


__all__ = ["deleted", "found_another", "show", "statement"]

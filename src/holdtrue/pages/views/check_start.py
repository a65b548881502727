"""Turning answers into the start of an AIMS: who is signed in chooses where they are written, and confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST

from holdtrue.accounts.models import User
from holdtrue.app import callers
from holdtrue.app.actions import declaring
from holdtrue.app.actions.permission import decision, on_kind
from holdtrue.core.checks import check
from holdtrue.core.checks.texts import practice_title
from holdtrue.core.practices import PROFILES, library
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import posted
from holdtrue.pages.language import spoken, t
from holdtrue.pages.places import SIGN_IN, Places
from holdtrue.pages.shapes.checks import StartView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.check_frame import asking, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from holdtrue.core.checks import CheckResult
    from holdtrue.pages.forms import Answers
    from holdtrue.pages.views.check_frame import Asking

WHERE, NAME, PROFILE, SYSTEM = "where", "name", "profile", "system"
NEW = "new organisation"
"""No slug has a space in it."""


@require_POST
@asking
def start(here: Asking) -> HttpResponse:
    """Show what would be written, and where; who is not signed in is told how to come back with the answers."""
    answers = here.answers()
    found = check(here.name, answers, spoken())
    return _page(here, answers, found, posted(here.request.POST, (WHERE, NAME, PROFILE, SYSTEM)))


@require_POST
@asking
def begin(here: Asking) -> HttpResponse:
    """Write the answers as declarations, into an organisation there is or one founded for it."""
    answers = here.answers()
    found = check(here.name, answers, spoken())
    typed = posted(here.request.POST, (WHERE, NAME, PROFILE, SYSTEM))
    user = here.request.user
    if not isinstance(user, User):
        return _page(here, answers, found, typed)
    where, system = typed.text(WHERE), typed.text(SYSTEM)
    try:
        if where and where != NEW:
            done = declaring.start(callers.member(user, where), here.name, answers, system=system)
        else:
            done = declaring.begin(
                user,
                typed.text(NAME),
                here.name,
                answers,
                profile=typed.text(PROFILE) or "starter",
                system=system,
            )
    except BadInput as refusal:
        typed.blame(refusal)
        return _page(here, answers, found, typed)
    return HttpResponseRedirect(Places(done.organisation.slug).home)


def _page(here: Asking, answers: Mapping[str, object], found: CheckResult, typed: Answers) -> HttpResponse:
    user = here.request.user
    signed_in = isinstance(user, User)
    declares = tuple((practice_title(d.practice, spoken()), d.sentence) for d in found.declares)
    hidden = here.hidden(answers)
    form = _form(here, user, typed, found) if isinstance(user, User) else None
    if form is not None:
        get_token(here.request)
    view = StartView(
        t("check.start.title"),
        t("check.start.lead" if signed_in else "check.start.lead_stranger", n=len(declares)),
        (t("check.start.carries"),),
        declares,
        hidden,
        here.speech(),
        f"{here.action}start/",
        "" if signed_in else SIGN_IN,
        f"{here.action}answers/",
        form,
        tuple(typed.general),
    )
    return show(here, "check_start.html", view.title, view=view, status=422 if typed.wrong else 200)


def _suggested(result: CheckResult) -> str:
    """The profile that size and aim speak for, the higher of the two; a starter where the check asks of neither."""
    marks = result.details.get("suggested", ())
    spoken_for = (
        {str(mark).partition("_")[2] for mark in marks} if isinstance(marks, (list, tuple)) else set()
    )
    return next((name for name in reversed(PROFILES) if name in spoken_for), PROFILES[0])


def _form(here: Asking, user: User, typed: Answers, result: CheckResult) -> Form:
    mine = [
        m.organisation
        for m in callers.organisations_of(user)
        if decision(callers.member(user, m.organisation.slug), "add", on_kind("declaration")).allowed
    ]
    chosen = typed.text(WHERE) or (mine[0].slug if mine else NEW)
    places = (*((o.slug, o.name) for o in mine), (NEW, t("check.start.new")))
    suggested = typed.text(PROFILE) or _suggested(result)
    errors = typed.errors
    fields = [Field(name, "", "hidden", value) for name, value in here.hidden(here.answers())]
    if mine:
        choices = tuple(Choice(slug, name, slug == chosen) for slug, name in places)
        fields.append(Field(WHERE, t("check.start.where"), "choice", choices=choices, required=True))
    fields += [
        Field(
            NAME,
            t("check.start.name"),
            value=typed.text(NAME),
            help=t("check.start.name_help") if mine else "",
            error=errors.get(NAME, ""),
            required=not mine,
        ),
        Field(
            PROFILE,
            t("check.start.profile"),
            "choice",
            choices=tuple(Choice(p, t(f"profile.{p}"), p == suggested) for p in library().profiles),
            required=True,
        ),
    ]
    if here.name == "eu_ai_act":
        fields.append(
            Field(
                SYSTEM, t("check.start.system"), value=typed.text(SYSTEM), help=t("check.start.system_help")
            )
        )
    section = Section("", tuple(fields))
    return Form(f"{here.action}begin/", (section,), t("check.start.write"))


__all__ = ["begin", "start"]

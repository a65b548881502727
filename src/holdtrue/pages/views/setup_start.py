"""Setting up: the whole of it, then the facts conditions read, the profile with its hours, and the named people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from holdtrue.app.actions import records
from holdtrue.app.actions.profile import choose
from holdtrue.app.actions.setting_up.people import Named, name_people
from holdtrue.app.queries.profiles import profiles
from holdtrue.app.queries.roles import roles
from holdtrue.app.queries.setting_up import FACTS
from holdtrue.core.content import content
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, Offers, checked, kept, posted, shown
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Act, Notice
from holdtrue.pages.shapes.setup import SetupFormView, SetupProfileView, SetupView
from holdtrue.pages.views import frame
from holdtrue.pages.views.acts_profile import PROFILE, basis, card
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.setup_way import begun, onward, place, show, way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.pages.views.frame import Visit

ROLES = ("ai_lead", "top_management", "incident_lead", "people_lead", "compliance_lead")
"""Who is asked for by name; the first stands in where one is left blank."""
ASKED = ROLES[:3]
OTHERS = "others"


@require_safe
@frame.inside
def whole(visit: Visit) -> HttpResponse:
    """Show every step with what it is for, and lead to the first that is not done."""
    now = begun(visit)
    go_on = (
        Act(t("setup.begin" if not now.count else "setup.go_on"), place(visit, now.next))
        if now.next
        else Act(t("setup.home"), visit.places.home)
    )
    view = SetupView(way(visit, now), go_on, t("setup.words"))
    return show(visit, "", "setup.html", view)


@frame.inside
def facts(visit: Visit) -> HttpResponse:
    """Ask for what conditions read of the organisation, and for nothing else."""
    now = begun(visit)
    kind = KINDS["organization"]
    answers = posted(visit.request.POST, FACTS)
    if visit.request.method == "POST":
        raw = checked(visit.caller, kind, answers, required=False)
        if not answers.wrong:
            try:
                with outcome(visit) as done:
                    records.edit(visit.caller, "ORG-1", raw)
                    done.say(t("setup.facts.done"))
                if not begun(visit).done["facts"]:
                    frame.notify(visit, t("setup.facts.lacking"), kind="soon")
                return HttpResponseRedirect(onward(visit, "facts"))
            except BadInput as refusal:
                answers.blame(refusal)
    else:
        answers = kept(kind, now.organization, {})
        for name, value in _guessed(visit).items():
            if not answers.values.get(name):
                answers.values[name] = value
    offers = Offers(visit.caller, visit.places)
    # What signatures rest on is no concern of somebody who has signed nothing yet.
    fields = tuple(replace(shown(kind.spec(name), answers, offers), material=False) for name in FACTS)
    form = Form(place(visit, "facts"), (Section("", fields),), t("setup.next"))
    view = SetupFormView(way(visit, now, "facts"), form)
    return show(visit, "facts", "setup_form.html", view, status=422 if answers.wrong else 200)


def _guessed(visit: Visit) -> dict[str, tuple[str, ...]]:
    """What may be guessed of an organisation that has said nothing: where its clocks are, that it uses AI."""
    zone = visit.caller.organisation.time_zone
    raw: Mapping[str, Any] = content("setup/places.yaml")
    near = next((place for place, zones in raw["zones"].items() if zone in zones), "")
    near = near or next((place for place, start in raw["rest"].items() if zone.startswith(start)), "")
    return {"jurisdictions": (near,) if near else (), "ai_roles": ("deployer",)}


@frame.inside
def profile(visit: Visit) -> HttpResponse:
    """Show the hours of each profile; choosing one, or keeping the one there is, leads on."""
    now = begun(visit)
    notices = []
    if visit.request.method == "POST":
        try:
            before = visit.caller.organisation.profile
            chosen = visit.request.POST.get(PROFILE, "")
            if chosen == before:
                choose(visit.caller, chosen)
            else:
                with outcome(visit) as done:
                    choose(visit.caller, chosen)
                    done.say(t("act.settings.profile.done", profile=t(f"profile.{chosen}")))
            after = onward(visit, "profile")
            return HttpResponseRedirect(place(visit, "people") if after == place(visit) else after)
        except BadInput as refusal:
            notices.append(Notice(said(refusal.message), "wrong"))
    found = profiles(visit.caller)
    address = place(visit, "profile")
    view = SetupProfileView(
        way(visit, now, "profile"), tuple(card(one, address) for one in found.choices), address, basis(found)
    )
    status = 422 if notices else 200
    return show(visit, "profile", "setup_profile.html", view, status=status, notices=notices)


@frame.inside
def people(visit: Visit) -> HttpResponse:
    """Name several people at once: who is in charge, who is at the top, who takes in incidents, and the others."""
    now = begun(visit)
    names = (*(f"{role}_{part}" for role in ASKED for part in ("name", "email")), OTHERS)
    answers = posted(visit.request.POST, names)
    if visit.request.method == "POST":
        try:
            with outcome(visit) as done:
                made = name_people(visit.caller, _named(answers))
                done.say(t("setup.people.done", n=len({person.pk for person in made})))
            return HttpResponseRedirect(onward(visit, "people"))
        except BadInput as refusal:
            answers.blame(refusal)
    else:
        _known(visit, answers)
    view = SetupFormView(way(visit, now, "people"), _people_form(visit, answers))
    return show(visit, "people", "setup_form.html", view, status=422 if answers.wrong else 200)


def _known(visit: Visit, answers: Answers) -> None:
    """Fill in who holds each role, and whoever sits there where nobody does."""
    held = {one.role: one.holder for one in roles(visit.caller.organisation, visit.day) if one.holder}
    mine = visit.membership
    for role in ASKED:
        holder = held.get(role)
        answers.values[f"{role}_name"] = (holder.title if holder else visit.person,)
        if holder is None:
            answers.values[f"{role}_email"] = (mine.user.email,)


def _named(answers: Answers) -> list[Named]:
    """Who was named, each with all their roles; what nobody was named for stays with who is in charge."""
    said_of = {
        role: (answers.text(f"{role}_name").strip(), answers.text(f"{role}_email").strip()) for role in ASKED
    }
    if not said_of["ai_lead"][0]:
        raise BadInput("setup.nobody", field="ai_lead_name")
    held: dict[tuple[str, str], list[str]] = {}
    for role in ROLES:
        who = said_of.get(role) or ("", "")
        held.setdefault(who if who[0] else said_of["ai_lead"], []).append(role)
    found = [Named(name, email, tuple(some)) for (name, email), some in held.items()]
    for line in answers.text(OTHERS).replace(";", ",").splitlines():
        name, _, email = line.partition(",")
        found.append(Named(name.strip(), email.strip()))
    return found


def _people_form(visit: Visit, answers: Answers) -> Form:
    sections = []
    for role in ASKED:
        pair = tuple(
            Field(
                f"{role}_{part}",
                t(f"setup.people.{part}"),
                "email" if part == "email" else "text",
                answers.text(f"{role}_{part}"),
                error=answers.errors.get(f"{role}_{part}", ""),
                required=role == "ai_lead" and part == "name",
            )
            for part in ("name", "email")
        )
        sections.append(Section(t(f"setup.people.{role}"), pair, t(f"setup.people.{role}.help")))
    others = Field(
        OTHERS,
        t("setup.people.others"),
        "list",
        answers.text(OTHERS),
        t("setup.people.others.help"),
        t("setup.people.others.example"),
        error=answers.errors.get(OTHERS, ""),
    )
    sections.append(Section(t("setup.people.everyone"), (others,)))
    return Form(
        place(visit, "people"), tuple(sections), t("setup.people.submit"), intro=" ".join(answers.general)
    )


__all__ = ["facts", "people", "profile", "whole"]

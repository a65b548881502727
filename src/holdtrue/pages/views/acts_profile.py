"""The profile an organisation measures itself by: the hours of each first, then what choosing one would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.actions.profile import choose
from holdtrue.app.queries.profiles import profiles
from holdtrue.core.acts import EVERYONE, WHO
from holdtrue.core.messages import Message
from holdtrue.core.practices import PROFILES
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.profiles import Changes, Hours, PracticeNamed, ProfileCard, ProfilesView
from holdtrue.pages.views.acts_members import tabs
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.queries.profiles import ByLaw, Chosen, Profiles
    from holdtrue.core.effort import Effort
    from holdtrue.core.practices import Practice

PROFILE, TO = "profile", "to"


@inside
def profile(visit: Visit) -> HttpResponse:
    """Show the profiles side by side; `to` in the address shows what choosing one would change; POST chooses it."""
    require(visit.caller, "settings", on_organisation())
    notices = []
    if visit.request.method == "POST":
        try:
            with outcome(visit) as done:
                choose(visit.caller, visit.request.POST.get(PROFILE, ""))
                done.say(
                    t("act.settings.profile.done", profile=t(f"profile.{visit.caller.organisation.profile}"))
                )
            return HttpResponseRedirect(visit.places.at("settings"))
        except BadInput as refusal:
            notices.append(Notice(said(refusal.message), "wrong"))
    found = profiles(visit.caller)
    asked = visit.request.POST.get(PROFILE, "") or visit.request.GET.get(TO, "")
    view = _view(visit, found, asked if asked in PROFILES else "")
    given = page(visit, t("act.settings.profile"), station="settings", notices=notices)
    return show(visit, "profiles.html", given, status=422 if notices else 200, view=view)


def _view(visit: Visit, found: Profiles, asked: str) -> ProfilesView:
    here = visit.caller.organisation.profile
    wanted = found.named(asked) if asked and asked != here else None
    name = t(f"profile.{asked}") if asked else ""
    return ProfilesView(
        tabs=tabs(visit, "settings"),
        lead=t("act.settings.profile.words"),
        cards=tuple(card(one, visit.places.at("settings"), asked) for one in found.choices),
        by_law=tuple(by_law(visit, one) for one in found.named(asked or here).by_law),
        changes=_changes(visit, found, wanted, name) if wanted else None,
        action=visit.places.at("settings"),
        chosen=asked,
        submit=t("profiles.choose", profile=name),
        basis=basis(found),
    )


def basis(found: Profiles) -> str:
    """Return what the hours were worked out for."""
    words = "profiles.basis_assumed" if found.assumed else "profiles.basis"
    return t(words, people=found.size.people, systems=found.size.systems)


def card(one: Chosen, address: str, asked: str = "") -> ProfileCard:
    """Return one profile as its card."""
    name = one.profile.id
    told = one.effort
    look = (
        None if one.current else Link(t("profiles.look"), with_query(address, **{TO: name}) + "#what-changes")
    )
    return ProfileCard(
        id=name,
        name=t(f"profile.{name}"),
        meant_for=t(f"profiles.for.{name}"),
        promise=t(f"profiles.promise.{name}"),
        hours=t("profiles.first_year", n=told.hours()),
        then=t("profiles.then", n=told.hours(later=True)),
        asked=t("profiles.asked", n=one.asked),
        lines=hours(told),
        current=one.current,
        look=look,
        looked_at=asked == name,
    )


def hours(told: Effort) -> tuple[Hours, ...]:
    """Return the hours by who spends them; of everyone, what each of them spends."""
    return tuple(
        Hours(
            t(f"profiles.of.{who}"),
            _spent(told, who, later=False),
            _spent(told, who, later=True),
        )
        for who in WHO
    )


def _spent(told: Effort, who: str, *, later: bool) -> str:
    if who == EVERYONE:
        return t("profiles.minutes_each", n=told.each(who, later=later))
    return t("profiles.hours", n=told.hours(who, later=later))


def by_law(visit: Visit, one: ByLaw) -> PracticeNamed:
    """Return a practice that a law asks for, with the law and the level."""
    level = t(f"level.{one.level}")
    return PracticeNamed(
        one.practice.title,
        visit.places.practice(one.practice.id),
        t("profiles.by_law_at", laws=", ".join(one.laws), level=level),
        t("law.asks", laws=", ".join(one.laws)),
    )


def _changes(visit: Visit, found: Profiles, wanted: Chosen, name: str) -> Changes:
    now = found.named(visit.caller.organisation.profile)
    lower = PROFILES.index(wanted.profile.id) < PROFILES.index(now.profile.id)
    refs = found.open_audits if lower else ()
    message = Message("profile.audits_open", {"n": len(refs), "refs": refs})
    return Changes(
        title=t("profiles.changes", profile=name),
        lead=t(
            "profiles.difference",
            before=now.effort.hours(later=True),
            after=wanted.effort.hours(later=True),
            first=wanted.effort.hours(),
        ),
        new=tuple(_named(visit, p) for p in wanted.new),
        dropped=tuple(_named(visit, p) for p in wanted.dropped),
        kept=t("profiles.kept"),
        refused=said(message) if refs else "",
    )


def _named(visit: Visit, practice: Practice) -> PracticeNamed:
    return PracticeNamed(practice.title, visit.places.practice(practice.id), practice.statement)


__all__ = ["basis", "by_law", "card", "hours", "profile"]

"""The starter's first page: six components as cards, what you are to do, and what ends next; no jargon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.queries.components import standing_components
from holdtrue.app.queries.documents import of_topic
from holdtrue.app.queries.setting_up import STEPS, setting
from holdtrue.core.components import FIRST, VIABLE
from holdtrue.core.days import ALWAYS
from holdtrue.core.verdicts import State
from holdtrue.pages.language import t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.starter import ComponentCard, StarterView
from holdtrue.pages.views import frame, home_lapses
from holdtrue.pages.views.home_owed import counted, owed
from holdtrue.pages.views.starter_navigation import PROFILE

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.components import Standing
    from holdtrue.app.queries.status import Status
    from holdtrue.app.worklist.brief import Brief
    from holdtrue.pages.views.frame import Visit

_SOON = 30
_SET_UP = {
    "policy": "policy",
    "roles": "people",
    "inventory": "tools",
    "impact": "impact",
    "improvement": "quarter",
}
"""Component → the step of setting up that writes it."""


def wanted(visit: Visit) -> bool:
    """Whether this organisation's first page is the plain one."""
    return visit.caller.organisation.profile == PROFILE


def view_of(visit: Visit, found: Status, mine: Brief) -> StarterView:
    """Return the page from stored standing. Three queries more for who manages, five where a unit holds them."""
    manages = visit.may("settings", on_organisation())
    whole = None if visit.caller.actor.held_to else found
    now = setting(visit.caller, whole=whole) if manages else None
    six = standing_components(found)
    n = sum(one.counts for one in six)
    joined = found.index.joined
    places = visit.places
    first = found.lapses[0] if found.lapses else None
    return StarterView(
        title=t("starter.title", n=n, of=len(six)),
        lead=t("starter.lead.viable" if n >= VIABLE else "starter.lead.begun", least=VIABLE),
        cards=tuple(_card(visit, one, manages=manages) for one in six),
        set_up=Act(t("setup.go_on" if now.count else "setup.begin"), places.at("set-up", now.next))
        if now and now.next
        else None,
        set_up_words=t("starter.set_up", n=now.count, of=len(STEPS)) if now and now.next else "",
        owed=tuple(owed(visit, line) for line in mine.lines),
        owed_words=counted(mine),
        owed_more=Link(t("starter.owed_more"), places.at("worklist")),
        next_lapse=t("starter.next_lapse", practice=first.practice.title, date=absolute(first.day))
        if first
        else t("starter.nothing_ends"),
        next_lapse_href=home_lapses.address(visit, first, ""),
        index=Link(t("starter.index", n=round(found.index.value)), places.at("index")),
        by_law=Link(t("starter.by_law", n=joined), places.at("practices")) if joined else None,
    )


def _card(visit: Visit, one: Standing, *, manages: bool) -> ComponentCard:
    component, until = one.component, one.until
    near = until is not None and until - visit.day <= _SOON
    failing = one.weakest.state if one.weakest.score is not None else State.MISSING
    state = "holds" if one.reached else "missing" if not one.level else failing.name.lower()
    return ComponentCard(
        component.id,
        component.title,
        component.means,
        "soon" if near and one.level else "holds" if one.counts else state,
        _stands(one),
        moment(until, visit.day) if until is not None and until < ALWAYS else None,
        t("starter.kept")
        if one.reached
        else component.first_step
        if not one.counts
        else t(f"starter.then.{component.id}"),
        _act(visit, one, manages=manages),
        one.counts,
    )


def _stands(one: Standing) -> str:
    """How it stands in plain words; where systems differ, for how many it is written down."""
    stand = one.weakest
    if stand.spread is not None and stand.scopes > 1:
        part = stand.spread.holding[FIRST - 1]
        if 0 < part < stand.scopes:
            return t("starter.systems", part=part, whole=stand.scopes)
    return t(f"starter.level.{one.level}")


def _act(visit: Visit, one: Standing, *, manages: bool) -> Act:
    """What to do next about a component: the step that writes it, else the reason it goes no further."""
    step = _SET_UP.get(one.component.id)
    practice = one.weakest.practice
    if manages and step and not one.counts and not (step == "people" and one.weakest.practice.per_system):
        return Act(t("starter.do"), visit.places.at("set-up", step))
    if practice.per_system:
        return Act(t("starter.which"), visit.places.practice(practice.id))
    return Act(t("starter.look"), visit.places.why(ORGANISATION, practice.id))


@require_safe
@frame.inside
def our_policy(visit: Visit) -> HttpResponse:
    """Lead to the AI policy as one reads it; where there is none yet, to where it is written."""
    ref, _ = of_topic(visit.caller).get(("policy", "ai"), ("", ""))
    if ref:
        return HttpResponseRedirect(visit.places.act(ref, "document"))
    if visit.may("settings", on_organisation()) and visit.may("add", on_kind("policy")):
        return HttpResponseRedirect(visit.places.at("set-up", "policy"))
    return HttpResponseRedirect(visit.places.listing("policy"))


__all__ = ["our_policy", "view_of", "wanted"]

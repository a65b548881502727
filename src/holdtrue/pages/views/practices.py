"""Practices: by phase or property, one station of the wheel, and one practice with how it stands."""

from __future__ import annotations

from dataclasses import replace
from math import floor
from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation, require
from holdtrue.app.queries import bounded, inventory
from holdtrue.app.queries.lists import Asked
from holdtrue.app.queries.profiles import places_of
from holdtrue.app.queries.standings import reader
from holdtrue.app.queries.status import status
from holdtrue.app.queries.why import practice_named
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.refusals import NotFound
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION, with_query
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.practice import PracticeGroup, PracticeLine, PracticesView
from holdtrue.pages.shapes.table import Choice, Filter, Filters
from holdtrue.pages.views import frame
from holdtrue.pages.views.practice_parts import law_words, practice_view, spread_of
from holdtrue.pages.views.record_standing import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from holdtrue.app.queries.status import Stand, Status
    from holdtrue.pages.views.frame import Visit

_STATES = ("missing", "lapsed", "drifted", "out_of_target", "contradicted", "unknown", "soon", "holds")
_FIRST = 8


def _status(visit: Visit) -> Status:
    require(visit.caller, "read", on_organisation())
    return status(bounded.stored(visit.caller, visit.day))


@require_safe
@frame.inside
def every(visit: Visit) -> HttpResponse:
    """Show all practices that the profile asks for, grouped by phase or property; filters in the address."""
    given, found = visit.request.GET, _status(visit)
    by_property = given.get("by") == "property" or bool(given.get("property"))
    stands = [s for s in found.stands if _wanted(s, given.get("property", ""), given.get("state", ""))]
    address = visit.places.at("practices")
    tabs = (
        Link(t("page.practices.by_phase"), address, current=not by_property),
        Link(t("page.practices.by_property"), with_query(address, by="property"), current=by_property),
    )
    if by_property:
        places = [(p.id, p.title) for p in library().scheme.properties]
        groups = _groups(visit, stands, places, lambda s: s.practice.property)
    else:
        phases = [(phase, t(f"page.station.{phase}")) for phase in frame.PHASES]
        groups = _groups(visit, stands, phases, lambda s: s.practice.phase)
    view = PracticesView(groups, _filters(visit), tabs, lead=t("page.practices.lead"))
    return frame.show(visit, "practices.html", frame.page(visit, t("page.practices.title")), view=view)


@require_safe
@frame.inside
def phase(visit: Visit, name: str) -> HttpResponse:
    """Show one station of the wheel: its kinds of record and its practices."""
    readable = [
        kind
        for kind, declared in KINDS.items()
        if declared.phase == name and kind != "organization" and visit.may("read", on_kind(kind))
    ]
    counts = inventory.counts(visit.caller, readable)
    kinds = tuple(frame.kind_link(visit, k, counts[k]) for k in readable)
    groups: tuple[PracticeGroup, ...] = ()
    if visit.may("read", on_organisation()):
        stands = [s for s in _status(visit).stands if s.practice.phase == name and _wanted(s, "", "")]
        places = [(p.id, p.title) for p in library().scheme.properties]
        groups = _groups(visit, stands, places, lambda s: s.practice.property)
    view = PracticesView(groups, None, (), kinds, lead=t(f"page.practices.lead.{name}"))
    given = frame.page(visit, t(f"page.station.{name}"), station=name, counts=counts)
    return frame.show(visit, "practices.html", given, view=view)


@require_safe
@frame.inside
def one(visit: Visit, practice: str) -> HttpResponse:
    """Show one practice: what each level asks, how it stands, and where it falls short."""
    if practice not in library().by_id:
        raise NotFound("practice.unknown", name=practice, near="")
    declared = practice_named(practice)
    found = _status(visit)
    stand = next(s for s in found.stands if s.practice.id == practice)
    sides = None
    if declared.per_system:
        asked = Asked(kind="system")
        sides = inventory.sides_of(visit.caller, asked, practice, stand.target, visit.day, limit=_FIRST)
    own = None if declared.per_system else reader(visit.caller.organisation, visit.day).own_verdicts(practice)
    crumbs = (Link(t("page.practices.title"), visit.places.at("practices")),)
    given = frame.page(visit, declared.title, station=declared.phase, crumbs=crumbs)
    return frame.show(visit, "practice.html", given, view=practice_view(visit, stand, own, sides))


def _wanted(stand: Stand, of_property: str, state: str) -> bool:
    if not stand.counted or stand.score is None:
        return False
    if of_property and stand.practice.property != of_property:
        return False
    return not state or state in _states(stand)


def _states(stand: Stand) -> set[str]:
    if stand.spread is None:
        return {stand.state.name.lower()}
    found = {state.name.lower() for state, n in stand.spread.states.get(stand.target, {}).items() if n}
    return found | ({"holds", "soon"} if stand.holding else set())


def _groups(
    visit: Visit, stands: list[Stand], places: list[tuple[str, str]], of: Callable[[Stand], str]
) -> tuple[PracticeGroup, ...]:
    here = places_of(visit.caller.organisation) if any(s.joined for s in stands) else frozenset[str]()
    told = []
    for name, title in places:
        mine = [s for s in stands if of(s) == name]
        if mine:
            met = sum(s.level >= s.target for s in mine)
            words = t("page.practices.reached", part=met, whole=len(mine))
            lines = [_line(visit, s, here) for s in mine]
            # Under its own property a practice need not name it again.
            told.append(
                PracticeGroup(
                    title, tuple(replace(x, property="") if x.property == title else x for x in lines), words
                )
            )
    return tuple(told)


def _line(visit: Visit, stand: Stand, here: frozenset[str]) -> PracticeLine:
    practice = stand.practice
    glyph = None if stand.spread else shown(visit, ORGANISATION, practice.id, stand.verdicts)
    levels, words = spread_of(stand) if stand.spread else ((), "")
    return PracticeLine(
        practice.title,
        visit.places.practice(practice.id),
        said(Message(f"property.{practice.property}")),
        t("page.practices.system") if practice.per_system else t("page.practices.organisation"),
        t(f"page.level.at.{stand.level}"),
        glyph,
        levels,
        words,
        None if stand.score is None else floor(stand.score),
        law_words(stand, here),
    )


def _filters(visit: Visit) -> Filters:
    given = visit.request.GET
    chosen, state = given.get("property", ""), given.get("state", "")
    properties = tuple(Choice(p.id, p.title, p.id == chosen) for p in library().scheme.properties)
    states = tuple(Choice(s, t(f"page.state.{s}"), s == state) for s in _STATES)
    return Filters(
        visit.places.at("practices"),
        filters=(
            Filter("property", t("page.practices.property"), properties),
            Filter("state", t("page.practices.state"), states),
        ),
        searched=False,
    )

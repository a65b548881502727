"""The AI Index page: of the organisation, of a unit or of one system, every number open to the facts behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.asking import day_named
from holdtrue.app.queries.census import by_tier
from holdtrue.app.queries.indexed import index_asked
from holdtrue.app.queries.trend import year_ago
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.index import IndexView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Choice, Filter, Filters
from holdtrue.pages.views import frame, home_past, index_method, index_parts

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.indexed import Opened
    from holdtrue.pages.views.frame import Visit

_MOST = 200
"""Units offered by name; more are reached through their pages."""


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show the index opened up; `unit`, `system` and `at` in the address say of what and when."""
    given = visit.request.GET
    unit, system, at = (given.get(name, "") for name in ("unit", "system", "at"))
    require(visit.caller, "read", on_organisation())
    if unit and system:
        raise BadInput("status.one_scope", field="unit")
    if at and not system:
        home_past.small_enough(visit, day_named(visit.caller, at))
    found = index_asked(visit.caller, unit=unit, system=system, at=at)
    past = absolute(found.day) if found.day != visit.day else ""
    crumbs = [] if _place(found) is None else [Link(t("index.title"), visit.places.at("index"))]
    title = t("index.title") if not crumbs else _named(found)
    page = frame.page(visit, title, station="home", crumbs=crumbs, as_of=past)
    return frame.show(visit, "index.html", page, view=_view(visit, found))


def _view(visit: Visit, found: Opened) -> IndexView:
    ghost = year_ago(found.readings, found.day, found.index.profile)
    scheme, part = found.scheme, _place(found) is not None
    return IndexView(
        title=t("index.of", score=found.index.shown, band=said(found.index.band.label)),
        lead=said(found.index.capped) if found.index.capped else found.index.band.says,
        told=_told(found),
        dial=index_parts.dial(found, ghost),
        sums=index_parts.sums(found, ghost),
        total=index_parts.total(found),
        behind=index_parts.behind(visit, found),
        bands=index_method.bands(scheme, found.index),
        caps=index_parts.caps(visit, found),
        mark=index_parts.mark(found) if not part else (),
        mark_title=t("index.mark.have" if found.ready else "index.mark.have_not", mark=scheme.mark.title),
        mark_note=t("index.mark.is_not", what=scheme.mark.is_not),
        trend=index_parts.trend(found, visit.day),
        matrix=index_parts.matrix(found),
        method=Link(t("index.method"), reverse("method")),
        scopes=_scopes(visit, found),
        whole=Link(t("index.whole"), visit.places.at("index")) if part else None,
        report=Link(t("index.report"), visit.places.at("report")) if not part else None,
        at=iso(found.day) if found.day != visit.day else "",
    )


def _place(found: Opened) -> object:
    return found.system or found.unit


def _named(found: Opened) -> str:
    place = found.system or found.unit
    return t("index.of_part", name=place.title) if place else t("index.title")


def _told(found: Opened) -> str:
    """The index with its profile, and over what it is the mean."""
    words = [said(found.index.told)]
    if found.system is not None:
        words.append(t("index.of_system", ref=found.system.ref, title=found.system.title))
    else:
        words.append(t("index.of_systems", n=found.systems))
    if found.unsorted:
        words.append(t("index.unsorted", n=found.unsorted))
    if found.until is not None:
        words.append(t("index.until", date=absolute(found.until.day), practice=found.until.practice.title))
    return " · ".join(words)


def _scopes(visit: Visit, found: Opened) -> Filters | None:
    """The choice of a unit, for whoever sees the whole."""
    if visit.caller.actor.held_to:
        return None
    units = by_tier(visit.caller.organisation)[:_MOST]
    chosen = found.unit.ref if found.unit else ""
    choices = tuple(Choice(u.ref, u.title, u.ref == chosen) for u in units)
    named = (Filter("unit", t("index.unit"), choices),) if choices else ()
    system = Filter("system", t("index.system"), value=found.system.ref if found.system else "")
    day = Filter("at", t("index.at"), value=iso(found.day) if found.day != visit.day else "", dated=True)
    return Filters(with_query(visit.places.at("index")), filters=(*named, system, day), searched=False)

"""The first page as of another day: where things stood, without what only today has: what is owed, what was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app import looking_back
from holdtrue.app.queries import bounded
from holdtrue.app.queries.asking import day_named, status_asked
from holdtrue.app.queries.trend import last_year
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput
from holdtrue.core.tally import WHOLE
from holdtrue.pages.language import t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.home import HomeView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views import frame, home_lapses, home_pictures

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.status import Status
    from holdtrue.core.days import Day
    from holdtrue.pages.views.frame import Visit

_FEW = 6


def show(visit: Visit) -> HttpResponse:
    """Show where things stood on the day in the address; on a day ahead, where they will if nobody does anything."""
    at = visit.request.GET.get("at", "")
    day = day_named(visit.caller, at)
    small_enough(visit, day)
    found = status_asked(visit.caller, at=at)
    given = frame.page(visit, t("page.station.home"), station="home", as_of=absolute(day))
    return frame.show(visit, "home.html", given, view=as_of(visit, found, day))


def small_enough(visit: Visit, day: Day) -> None:
    """Refuse to read a past day of a register whose every record would have to be read for it."""
    if day < visit.day and not looking_back.within_reach(visit.caller.organisation):
        raise BadInput("past.too_large", field="at", most=looking_back.MOST)


def as_of(visit: Visit, found: Status, day: Day) -> HomeView:
    """Return the page of that day."""
    first = found.lapses[0] if found.lapses else None
    unit = bounded.unit_of(visit.caller)
    organisation = visit.caller.organisation
    ghost = last_year(organisation, unit.pk if unit else WHOLE, day, organisation.profile)
    return HomeView(
        dial=home_pictures.dial(visit, found, ghost),
        wheel=home_pictures.wheel(visit, found),
        slices=tuple(replace(x, href="") for x in home_pictures.slices(visit, found)),
        holding=found.holding,
        total=found.holding + found.not_holding,
        next_lapse=home_lapses.next_words(first, "", holding=found.holding),
        lapses=tuple(home_lapses.lapsing(visit, x, {}, day) for x in found.lapses[:_FEW]),
        index_link=Link(t("page.home.index_opened"), with_query(visit.places.at("index"), at=iso(day))),
        at=iso(day),
        past=True,
        dated_href=visit.places.home,
    )

"""The forecast page: the band of the months ahead, what lapses next and who can prevent it, and the calendar."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.notices.lapses import lapses_calendar
from holdtrue.app.queries.forecast import MONTHS, forecast, forecast_asked, month_of
from holdtrue.core.days import add_months
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION, with_query
from holdtrue.pages.shapes.forecast import (
    BandDay,
    BandMark,
    BandView,
    CalendarDay,
    CalendarView,
    ForecastView,
    Lapse,
)
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.forecast import Forecast
    from holdtrue.app.queries.lapsing import Lapsing
    from holdtrue.core.days import Day
    from holdtrue.pages.views.frame import Visit

_LINES, _EXPLAINED = 24, 10
_IN_A_DAY = 2
_SOON = 30
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show what lapses if nobody does anything; `month` in the address turns the calendar."""
    require(visit.caller, "read", on_organisation())
    found = forecast(visit.caller, visit.day, over=MONTHS, shown=_LINES, explained=_EXPLAINED)
    page = frame.page(visit, t("page.station.forecast"), station="forecast")
    return frame.show(visit, "forecast.html", page, view=_view(visit, found))


@require_safe
@frame.inside
def lapses(visit: Visit) -> HttpResponse:
    """Give every lapse of the months ahead as a calendar file."""
    found = forecast_asked(visit.caller, explained=60)
    made = lapses_calendar(found)
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lapses.ics"'
    return response


def _view(visit: Visit, found: Forecast) -> ForecastView:
    lines = found.lapses.lines[:_LINES]
    first, last = found.days[0], found.days[-1]
    lead = t(
        "page.forecast.lead",
        now=first.index.shown,
        then=last.index.shown,
        until=absolute(last.day),
        held=first.holding,
        left=last.holding,
        of=first.asked,
    )
    return ForecastView(
        lead=lead if first.holding else t("page.forecast.empty"),
        facts=tuple(_fact(found, profile) for profile in ("starter", "certification")),
        band=_band(found),
        lapses=tuple(_lapse(visit, line) for line in lines),
        lapses_words=t("page.forecast.lapses_until", n=len(lines), date=absolute(lines[-1].day))
        if lines
        else "",
        calendar=_calendar(visit, found),
        file=Link(t("page.forecast.file"), visit.places.at("forecast") + "lapses.ics"),
        roadmap=Link(t("page.forecast.roadmap"), visit.places.at("roadmap")),
    )


def _fact(found: Forecast, profile: str) -> tuple[str, str, str]:
    first = found.first[profile]
    what = t("page.forecast.first", profile=t(f"profile.{profile}"))
    if first is None:
        return what, t("page.forecast.no_end"), ""
    level = t(f"level.{LEVEL_WORDS[first.level]}")
    name = "page.forecast.claim_systems" if first.systems else "page.forecast.claim"
    return what, absolute(first.day), t(name, practice=first.practice.title, level=level, n=first.systems)


def _band(found: Forecast) -> BandView:
    by_day: dict[Day, int] = {}
    for line in found.lapses.lines:
        by_day[line.day] = by_day.get(line.day, 0) + 1
    days = tuple(
        BandDay(
            one.day,
            absolute(one.day),
            _short(one.day) if n else "",
            f"{one.index.tenths:.1f}",
            one.levels,
            t("page.of", part=one.holding, whole=one.asked),
        )
        for n, one in enumerate(found.days)
    )
    first = min(by_day, default=0)
    marks = tuple(
        BandMark(day, t("page.forecast.mark", n=n, date=absolute(day)), n, day == first)
        for day, n in by_day.items()
    )
    words = t("page.forecast.first_lapse", date=absolute(first)) if first else ""
    return BandView(days, marks, t("page.forecast.band"), words)


def _short(day: Day) -> str:
    value = dt.date.fromordinal(day)
    return t("page.forecast.month", month=t(f"page.month.{value.month}"), year=str(value.year))


def _lapse(visit: Visit, line: Lapsing) -> Lapse:
    places = visit.places
    one = bool(line.ref) or not line.systems
    if line.wide:
        scope = t("page.forecast.systems_by_part", n=line.systems)
    elif line.ref:
        scope = f"{line.title} ({line.ref})"
    else:
        scope = t("page.forecast.systems", n=line.systems) if line.systems else t("page.worklist.whole")
    who = line.name or t("forecast.nobody", role=t(f"choice.roles.{line.role}"))
    return Lapse(
        when=moment(line.day, visit.day),
        title=line.practice.title,
        href=places.practice(line.practice.id),
        scope=scope,
        scope_href=places.record(line.ref) if line.ref else "",
        levels=t(
            "page.whatif.levels",
            before=t(f"page.level.at.{line.before}"),
            after=t(f"page.level.at.{line.after}"),
        ),
        because=said(line.because) if line.because else "",
        who=who,
        who_href=places.record(line.person) if line.person else "",
        why_href=places.why(line.ref or ORGANISATION, line.practice.id, LEVEL_WORDS[line.before])
        if one and not line.wide
        else "",
        soon=line.day - visit.day <= _SOON,
        remedy=said(line.remedy.message) if line.remedy and line.because else "",
    )


def _calendar(visit: Visit, found: Forecast) -> CalendarView:
    first = _asked_month(visit, found)
    lines = month_of(found, first)
    value = dt.date.fromordinal(first)
    by_day: dict[Day, list[Lapsing]] = {}
    for line in lines:
        by_day.setdefault(line.day, []).append(line)
    weeks = tuple(
        tuple(_square(visit, value.replace(day=number) if number else None, by_day) for number in week)
        for week in calendar.Calendar().monthdayscalendar(value.year, value.month)
    )
    return CalendarView(
        title=_long(value),
        weekdays=tuple((t(f"page.weekday.short.{n}"), t(f"page.weekday.{n}")) for n in range(7)),
        weeks=weeks,
        previous=_turned(visit, add_months(first, -1)) if first > visit.day else None,
        next=_turned(visit, add_months(first, 1)) if add_months(first, 1) < found.until else None,
        words=t("page.forecast.in_month", n=len(lines)),
    )


def _asked_month(visit: Visit, found: Forecast) -> Day:
    """The first of the month asked for, within the forecast; else of the month in which the next lapse falls."""
    given = _MONTH.fullmatch(visit.request.GET.get("month", ""))
    first = found.lapses.lines[0].day if found.lapses.lines else visit.day
    low, high = dt.date.fromordinal(visit.day).replace(day=1), dt.date.fromordinal(found.until)
    value = dt.date.fromordinal(first).replace(day=1)
    if given and dt.MINYEAR <= int(given[1]) <= dt.MAXYEAR:
        value = dt.date(int(given[1]), int(given[2]), 1)
    return min(max(value, low), high.replace(day=1)).toordinal()


def _turned(visit: Visit, first: Day) -> Link:
    value = dt.date.fromordinal(first)
    href = with_query(visit.places.at("forecast"), month=f"{value:%Y-%m}") + "#calendar"
    return Link(_long(value), href)


def _long(value: dt.date) -> str:
    return t("page.forecast.month", month=t(f"page.month.long.{value.month}"), year=str(value.year))


def _square(visit: Visit, day: dt.date | None, by_day: dict[Day, list[Lapsing]]) -> CalendarDay:
    if day is None:
        return CalendarDay(0)
    lines: Sequence[Lapsing] = by_day.get(day.toordinal(), ())
    shown = tuple(
        Link(
            f"{line.practice.title}{f' ({line.ref})' if line.ref else ''}",
            visit.places.practice(line.practice.id),
        )
        for line in lines[:_IN_A_DAY]
    )
    more = len(lines) - len(shown)
    return CalendarDay(
        day.day,
        day.isoformat(),
        absolute(day.toordinal()),
        day.toordinal() == visit.day,
        shown,
        t("page.forecast.more", n=more) if more > 0 else "",
    )


__all__ = ["lapses", "show"]

"""The year calendar: everything periodic by month, planned by dragging or by a form; never done by being planned."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from holdtrue.app.actions import scheduling
from holdtrue.app.actions.permission import on_kind, on_organisation, require
from holdtrue.app.notices.year import year_calendar
from holdtrue.app.queries.roadmap import planners
from holdtrue.app.queries.year import DUE, HELD, LAPSES, PLANNED, title_of, year_asked
from holdtrue.core.days import add_months
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.moment import moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.shapes.year import YearLine, YearMonth, YearView
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from holdtrue.app.queries.year import Line, Month, Year
    from holdtrue.pages.views.frame import Visit

LINES, IN_A_MONTH = 6, 200
TYPED = ("step", "on", "person")
"""What was typed of a plan that was refused: it stands in the form again."""
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"2[01]\d\d")
_MARKS = {"open": "missing", "passed": "lapsed", "met": "holds"}


@require_safe
@frame.inside
def show(visit: Visit) -> HttpResponse:
    """Show a year, or with `month` one month of it in full."""
    given = visit.request.GET
    month = _MONTH.fullmatch(given.get("month", ""))
    found = year_asked(visit.caller, year=month[1] if month else given.get("year", ""))
    months = [
        one for one in found.months if not month or dt.date.fromordinal(one.first).month == int(month[2])
    ]
    view = _view(visit, found, months, single=month is not None)
    page = frame.page(visit, view.title, station="check")
    return frame.show(visit, "year.html", page, view=view)


@require_POST
@frame.inside
def plan(visit: Visit) -> HttpResponse:
    """Plan something for a day, or take it off; then back to where one was."""
    require(visit.caller, "plan", on_organisation())
    given = visit.request.POST
    what = given.get("step", "")
    typed: dict[str, str] = {}
    try:
        if given.get("drop"):
            scheduling.unschedule(visit.caller, what)
            frame.notify(visit, t("plan.dropped"))
        else:
            scheduling.schedule(visit.caller, what, on=given.get("on", ""), person=given.get("person", ""))
            frame.notify(visit, t("calendar.planned"))
    except BadInput as refusal:
        typed = {name: given.get(name, "") for name in TYPED if not given.get("drop")}
        frame.notify(visit, refusal.message, kind="wrong")
    here = given.get("here", "")
    asked = {"month": here} if _MONTH.fullmatch(here) else {"year": here} if _YEAR.fullmatch(here) else {}
    return HttpResponseRedirect(with_query(visit.places.at("calendar"), **asked, **typed))


@require_safe
@frame.inside
def file(visit: Visit) -> HttpResponse:
    """Give every dated thing of a year as a calendar file."""
    found = year_asked(visit.caller, year=visit.request.GET.get("year", ""))
    made = year_calendar(visit.caller.organisation, found)
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="year-{found.number}.ics"'
    return response


def _view(visit: Visit, found: Year, months: list[Month], *, single: bool) -> YearView:
    may_plan = visit.may("plan", on_organisation())
    places = visit.places
    before, after = (add_months(months[0].first, n) for n in ((-1, 1) if single else (-12, 12)))
    title = _month_title(months[0]) if single else t("calendar.title", year=str(found.number))
    doors = [Act(t("review.open"), places.at("review-pack"))] if visit.may("read", on_kind("review")) else []
    if visit.may("settings", on_organisation()):
        doors.append(Act(t("quarter.title"), places.at("quarter")))
    coming = max(visit.day, months[0].first)
    typed = {name: visit.request.GET.get(name, "") for name in TYPED}
    return YearView(
        title=title,
        lead=t("calendar.lead"),
        months=tuple(
            _month(visit, one, IN_A_MONTH if single else LINES, may_plan=may_plan) for one in months
        ),
        single=single,
        previous=_turn(visit, before, single=single),
        next=_turn(visit, after, single=single),
        whole=Link(
            t("calendar.title", year=str(found.number)), with_query(places.at("calendar"), year=found.number)
        )
        if single
        else None,
        doors=tuple(doors),
        file=Link(t("calendar.file"), with_query(places.at("calendar", "file"), year=found.number)),
        may_plan=may_plan,
        plan_action=places.at("calendar", "plan"),
        planned_here=f"{dt.date.fromordinal(months[0].first):%Y-%m}" if single else str(found.number),
        things=_things(typed["step"]) if may_plan else (),
        people=tuple(Choice(ref, name, ref == typed["person"]) for ref, name in planners(visit.caller))
        if may_plan
        else (),
        on=typed["on"] or dt.date.fromordinal(coming).isoformat(),
    )


def _turn(visit: Visit, first: int, *, single: bool) -> Link:
    there = dt.date.fromordinal(first)
    if single:
        label = t("page.forecast.month", month=t(f"page.month.long.{there.month}"), year=str(there.year))
        return Link(label, with_query(visit.places.at("calendar"), month=f"{there:%Y-%m}"))
    return Link(str(there.year), with_query(visit.places.at("calendar"), year=there.year))


def _things(chosen: str) -> tuple[Choice, ...]:
    """Everything that can be planned: events by type, then practices by title."""
    events = [Choice(what, said(title_of(what)), what == chosen) for what in scheduling.plannable()]
    practices = sorted((p.title, p.id) for p in library().practices)
    return (
        *events,
        *(
            Choice(f"practice:{name}", t("calendar.plan.practice", title=title), f"practice:{name}" == chosen)
            for title, name in practices
        ),
    )


def _month_title(one: Month) -> str:
    there = dt.date.fromordinal(one.first)
    return t("page.forecast.month", month=t(f"page.month.long.{there.month}"), year=str(there.year))


def _month(visit: Visit, one: Month, most: int, *, may_plan: bool) -> YearMonth:
    there = dt.date.fromordinal(one.first)
    left = one.lines[most:]
    more = None
    if left:
        only_lapses = all(line.sort == LAPSES for line in left)
        page = "forecast" if only_lapses else "calendar"
        n = sum(max(1, line.n) for line in left)
        more = Link(t("calendar.more", n=n), with_query(visit.places.at(page), month=f"{there:%Y-%m}"))
    past = one.last < visit.day
    return YearMonth(
        _month_title(one),
        with_query(visit.places.at("calendar"), month=f"{there:%Y-%m}"),
        "" if past else dt.date.fromordinal(one.last).isoformat(),
        tuple(_line(visit, line, may_plan=may_plan) for line in one.lines[:most]),
        more,
        one.first <= visit.day <= one.last,
        past,
    )


def _line(visit: Visit, line: Line, *, may_plan: bool) -> YearLine:
    mark = {HELD: "holds", LAPSES: "soon"}.get(line.sort, "missing")
    note = t(f"calendar.sort.{line.sort}")
    if line.sort == DUE and line.day is not None and line.day < visit.day:
        mark, note = "lapsed", t("calendar.sort.overdue")
    if line.sort == PLANNED:
        mark = _MARKS[line.state]
        note = t(f"calendar.state.{line.state}", ref=line.ref)
    if line.who:
        note = f"{note} · {line.who}"
    return YearLine(
        line.sort,
        mark,
        said(line.words),
        _href(visit, line),
        note,
        moment(line.day, visit.day),
        line.what if may_plan and line.state != "met" else "",
        droppable=bool(may_plan and line.sort == PLANNED and line.what),
    )


def _href(visit: Visit, line: Line) -> str:
    places = visit.places
    if line.ref:
        return places.record(line.ref)
    if line.practice:
        return places.practice(line.practice)
    sort, _, name = line.what.partition(":")
    if sort == "practice":
        return places.practice(name)
    if sort in ("review", "audit", "training"):
        return places.add(sort)
    if line.kind:
        return places.listing(line.kind)
    return places.at(line.page) if line.page else ""


__all__ = ["file", "plan", "show"]

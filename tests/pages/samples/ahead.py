"""What lies ahead: the forecast and the roadmap."""

from __future__ import annotations

import datetime as dt

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
from holdtrue.pages.shapes.roadmap import PlanMonth, RoadmapView, StepLine
from holdtrue.pages.shapes.table import Choice
from pages.samples.frame import TODAY, O


def forecast() -> ForecastView:
    """Return a year and a half in which levels fall step by step."""
    days = tuple(
        BandDay(
            TODAY + 30 * n,
            absolute(TODAY + 30 * n),
            f"Month {n}" if n else "",
            f"{60 - n:.1f}",
            (10 + n, 20 + n, 60 - n, 120 - 2 * n, 40 + n),
            f"{160 - n} of 250",
        )
        for n in range(19)
    )
    marks = (BandMark(TODAY + 12, "In 12 days: one lapse", 1, first=True), BandMark(TODAY + 200, "Two", 2))
    lapse = Lapse(
        when=moment(TODAY + 12, TODAY),
        title="Impact assessed before use",
        href=f"{O}/practices/impact-assessment",
        scope="Loan scoring (SYS-0012)",
        scope_href=f"{O}/r/SYS-0012",
        levels="operational → documented",
        because="Ada Novak signed IMP-0004 on 2 May 2026; that is good until then.",
        who="Ada Novak",
        who_href=f"{O}/r/PER-0001",
        why_href=f"{O}/why/SYS-0012/impact-assessment/operational/",
        soon=True,
        remedy="Sign IMP-0004 again before then.",
    )
    many = Lapse(
        moment(TODAY + 200, TODAY),
        "Which version is live",
        f"{O}/p",
        *("812 systems", "", "measured → operational", ""),
        "nobody yet (System owner)",
        "",
    )
    return ForecastView(
        lead="If nobody does anything, the index goes from 60 to 42.",
        facts=(
            ("First to give way, Starter", absolute(TODAY + 12), "Impact assessed before use: operational"),
        ),
        band=BandView(days, marks, "The levels over 18 months", "Next lapse in 12 days"),
        lapses=(lapse, many),
        lapses_words="2 lapses",
        calendar=_calendar(),
        file=Link("Calendar file of all lapses", f"{O}/forecast/lapses.ics"),
        roadmap=Link("What to do next", f"{O}/roadmap/"),
    )


def _calendar() -> CalendarView:
    value = dt.date.fromordinal(TODAY)
    busy = (Link("Impact assessed before use (SYS-0012)", f"{O}/p"),)
    days = [
        CalendarDay(n, f"{value:%Y-%m}-{n:02}", str(n), n == value.day, busy if n == 12 else (), "and 2 more")
        for n in range(1, 29)
    ]
    weeks = tuple(tuple(days[start : start + 7]) for start in range(0, 28, 7))
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return CalendarView(
        "December 2026",
        tuple((name, f"{name}day") for name in names),
        weeks,
        None,
        Link("January 2027", f"{O}/forecast/?month=2027-01"),
        "One lapse this month",
    )


def roadmap() -> RoadmapView:
    """Return two steps, one of them ticked and planned and late."""
    return RoadmapView(
        lead="2 steps of about 3 hours.",
        now="32.0",
        after="58.4",
        after_words="With the one step ticked, about 80 minutes.",
        steps=(_step("impact-assessment:high", ticked=True), _step("ai-policy", ticked=False)),
        empty="",
        ready="22 May 2027 is the earliest day stage 2 can be ready.",
        ready_why="80 steps are open.",
        by="2027-04-01",
        by_words="By 1 Apr 2027: one step can no longer make it.",
        begin=(
            ("Objectives with numbers", "1 Oct 2026", True),
            ("Watched while it runs", "1 Jan 2027", False),
        ),
        may_plan=True,
        plan_action=f"{O}/roadmap/plan/",
        people=(Choice("PER-0001", "Ada Novak"), Choice("PER-0002", "Luc Gagnon")),
        months=(
            PlanMonth(
                "December 2026", "2026-12-31", (("impact-assessment:high", "Impact assessed", "late"),)
            ),
            PlanMonth("January 2027", "2027-01-31", (("named-lead", "One named person", "done"),)),
            PlanMonth("February 2027", "2027-02-28", ()),
        ),
        progress="1 of 2 planned steps are done, 1 is late.",
        sort=Link("One system is not sorted yet.", f"{O}/triage/"),
        forecast=Link("What lapses meanwhile", f"{O}/forecast/"),
    )


def _step(key: str, *, ticked: bool) -> StepLine:
    return StepLine(
        key=key,
        title="Impact assessed before use",
        href=f"{O}/practices/impact-assessment",
        levels="declared → operational",
        group="law, not choice",
        law=ticked,
        gain="+4.4",
        minutes="about 80 minutes",
        scope="One system of the high tier",
        systems=(Link("Loan scoring (SYS-0012)", f"{O}/r/SYS-0012"),),
        who="Ada Novak",
        who_href=f"{O}/r/PER-0001",
        because="IMP-0002 lacks 2 things: Foreseeable misuse, Benefits.",
        remedy=Link("Fill in IMP-0002.", f"{O}/r/IMP-0002/edit/"),
        satisfies="ISO/IEC 42001: 2 requirements",
        needs="Comes after: One named person in charge.",
        counts="Counts from 22 May 2027 on at the earliest, if begun today.",
        begin="Must begin by 1 Oct 2026.",
        too_late=ticked,
        ticked=ticked,
        planned=moment(TODAY - 2, TODAY) if ticked else None,
        planned_for="Ada Novak" if ticked else "",
        late=ticked,
        plan_day="2026-12-31" if ticked else "",
        plan_person="PER-0001" if ticked else "",
    )

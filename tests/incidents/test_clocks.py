"""Reporting clocks end when their law says: weekends, time zones, leap days, summer time, the end of a year."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from holdtrue.core.clocks import Aware, aware_of, clocks, deadline, running, started, time_of
from holdtrue.core.content import content
from holdtrue.core.days import to_day

CASES = content("clocks/cases.yaml")["cases"]
BY_ID = {clock.id: clock for clock in clocks()}
EU = {"jurisdictions": ["EU"], "our_role": ["deployer"], "eu_class": "high_risk_annex_iii"}
NOTICED = {"severity": "serious", "detected_on": "2026-11-02"}


def written(instant, told):
    zone = told.rsplit(" ", 1)[1]
    last = (instant - dt.timedelta(minutes=1)).astimezone(ZoneInfo(zone))
    return f"{last:%Y-%m-%d %H:%M} {zone}"


def ids(fields, systems=(), organization=None):
    return [clock.id for clock in started(fields, systems, organization or {})]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_clock_ends_as_its_case_says(case):
    day, _, time = case["aware"].partition(" ")
    found = deadline(BY_ID[case["clock"]], Aware(to_day(day), time_of(time)), case["zone"])
    assert written(found.plan_by, case["plan_by"]) == case["plan_by"]
    latest = case.get("latest", case["plan_by"])
    assert written(found.latest, latest) == latest
    assert found.moved is (latest != case["plan_by"])


def test_every_clock_has_a_case_and_says_where_it_comes_from():
    assert {case["clock"] for case in CASES} == set(BY_ID)
    for clock in BY_ID.values():
        assert clock.source
        assert to_day(clock.as_of)
        assert clock.status in ("firm", "planning figure")
        assert clock.amount > 0


def test_every_clock_has_a_case_over_a_weekend_from_another_zone_and_over_a_leap_day():
    lacking = {
        (clock, what)
        for clock in BY_ID
        for what in ("weekend", "zone", "leap day")
        if not any(what in trials(case) for case in CASES if case["clock"] == clock)
    }
    assert lacking == set()


def trials(case):
    first, last = (dt.date.fromisoformat(case[name][:10]) for name in ("aware", "plan_by"))
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    usual = "America/Toronto" if case["clock"].startswith("law25") else "Europe/Paris"
    found = {"zone"} if case["zone"] != usual else set()
    found |= {"weekend"} if any(day.weekday() >= 5 for day in days[1:]) else set()
    return found | ({"leap day"} if any((day.month, day.day) == (2, 29) for day in days) else set())


@pytest.mark.parametrize(
    ("consequences", "clock"),
    [
        (["health"], "eu-serious"),
        (["death"], "eu-death"),
        (["critical_infrastructure"], "eu-widespread"),
        (["widespread", "death"], "eu-widespread"),
    ],
)
def test_what_it_led_to_decides_between_fifteen_ten_and_two_days(consequences, clock):
    assert ids({**NOTICED, "consequences": consequences}, [EU]) == [clock]


def test_a_critical_one_is_planned_with_two_days_until_it_is_said_what_it_led_to():
    critical = {**NOTICED, "severity": "critical"}
    assert ids(critical, [EU]) == ["eu-critical-unsorted"]
    assert ids({**critical, "consequences": ["health"]}, [EU]) == ["eu-serious"]


def test_what_was_noticed_before_the_duty_applied_starts_no_clock():
    assert ids({**NOTICED, "detected_on": "2026-08-01"}, [EU]) == []
    assert ids({**NOTICED, "detected_on": "2026-08-02"}, [EU]) == ["eu-serious"]


def test_personal_information_starts_hours_in_europe_and_promptness_in_quebec():
    lost = {**NOTICED, "severity": "minor", "personal_information": True}
    both = {"jurisdictions": ["EU", "QC"]}
    assert ids(lost, [], both) == ["gdpr-authority"]
    assert ids({**lost, "serious_injury": True}, [], both) == [
        "gdpr-authority",
        "gdpr-persons",
        "law25-commission",
        "law25-persons",
    ]
    assert ids({**lost, "serious_injury": False}, [], {"jurisdictions": ["QC"]}) == []
    assert ids(lost, [{"jurisdictions": ["US"]}], both) == []


def test_whoever_decides_that_nobody_must_be_told_stops_the_clocks_and_no_day_starts_none():
    assert ids({**NOTICED, "reportable": False}, [EU]) == []
    assert ids({"severity": "serious"}, [EU]) == []


def test_clocks_count_from_awareness_where_that_is_known_and_the_next_to_end_comes_first():
    fields = {**NOTICED, "personal_information": True, "aware_on": "2026-11-04", "aware_time": "9h30"}
    assert aware_of(fields) == Aware(to_day("2026-11-04"), dt.time(9, 30))
    found = running(fields, [EU], {}, "Europe/Paris")
    assert [r.clock.id for r in found] == ["gdpr-authority", "eu-serious"]
    assert found[0].deadline.plan_by == dt.datetime(2026, 11, 7, 8, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["", "25:00", "noon", "9", None, "9:60"])
def test_what_is_no_time_of_day_is_none(text):
    assert time_of(text) is None

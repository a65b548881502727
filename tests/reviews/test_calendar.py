"""The year calendar: what was held, is due, lapses and is planned; a plan is done by its record and by nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from holdtrue.app.actions import records
from holdtrue.app.actions.scheduling import plannable, schedule, unschedule
from holdtrue.app.queries.year import LAPSES, PLANNED, year_asked
from holdtrue.core.refusals import BadInput
from holdtrue.words import say


def lines(found, sort):
    return [line for line in found.lines if line.sort == sort]


def test_a_plan_is_never_done_by_its_day_but_by_the_record_that_does_it(house):
    house.hands.turn_to("2027-03-02")
    schedule(house.ada, "review:management_review", on="2027-05-03", person="PER-0001")
    (plan,) = lines(year_asked(house.ada), PLANNED)
    assert (plan.state, plan.who) == ("open", records.find(house.ada, "PER-0001").title)
    assert say(plan.words) == "Management review"
    house.hands.turn_to("2027-06-01")
    assert lines(year_asked(house.ada), PLANNED)[0].state == "passed"
    made = records.add(house.ada, "review", {"type": "management_review", "held_on": "2027-05-20"})
    (plan,) = lines(year_asked(house.ada), PLANNED)
    assert (plan.state, plan.ref) == ("met", made.ref)
    held = [line.ref for month in year_asked(house.ada).months for line in month.lines if line.sort == "held"]
    assert held == [made.ref]


def test_plans_move_and_are_taken_off_and_what_is_not_periodic_is_refused(house):
    house.hands.turn_to("2027-03-02")
    for on in ("2027-05-03", "2027-08-09"):
        schedule(house.ada, "practice:ai-policy", on=on)
    (plan,) = lines(year_asked(house.ada), PLANNED)
    assert plan.day == dt.date(2027, 8, 9).toordinal()
    unschedule(house.ada, "practice:ai-policy")
    unschedule(house.ada, "practice:ai-policy")
    assert not lines(year_asked(house.ada), PLANNED)
    for what, on, person in (
        ("lunch", "2027-05-03", ""),
        ("practice:none", "2027-05-03", ""),
        ("indicator:IND-0009", "2027-05-03", ""),
        ("audit:internal", "2027-01-01", ""),
        ("audit:internal", "soon", ""),
        ("audit:internal", "2027-05-03", "SYS-0001"),
    ):
        with pytest.raises(BadInput):
            schedule(house.ada, what, on=on, person=person)
    assert {"review:quarterly_check", "audit:internal", "training:ai_literacy"} <= set(plannable())


def test_what_lapses_is_due_or_was_held_lies_in_its_month(house):
    house.hands.turn_to("2027-03-02")
    records.add(
        house.ada,
        "review",
        {"type": "quarterly_check", "held_on": "2027-03-02", "chair": "PER-0001", "decisions": "Go on"},
    )
    records.add(house.ada, "action", {"title": "Tell everybody", "due": "2027-04-10"})
    records.add(house.ada, "finding", {"type": "minor", "nature": "One", "due": "2027-04-11"})
    records.add(house.ada, "finding", {"type": "minor", "nature": "Two", "due": "2027-04-20"})
    found = year_asked(house.ada, year="2027")
    april = [say(line.words) for line in found.months[3].lines]
    assert april == ["Tell everybody (ACT-0001)", "2 findings to be closed"]
    assert len(found.months) == 12
    assert all(line.day is None or line.day > found.day for line in lines(found, LAPSES))
    assert not lines(year_asked(house.ada, year="2031"), LAPSES)
    for year in ("27", "20277", "soon", "1999"):
        with pytest.raises(BadInput):
            year_asked(house.ada, year=year)


def test_the_calendar_is_read_and_planned_on_pages_without_scripts(people, ada):
    from icalendar import Calendar

    here = "calendar/"
    year = dt.datetime.now(dt.UTC).year + 1
    assert f"The year {year}" in ada.client.get(ada.at(here) + f"?year={year}").content.decode()
    sent = {"step": "audit:internal", "on": f"{year}-03-31", "person": "", "here": f"{year}-03"}
    planned = ada.client.post(ada.at(here + "plan/"), sent)
    assert planned["Location"].endswith(f"month={year}-03")
    assert "Internal audit" in ada.client.get(planned["Location"]).content.decode()
    file = Calendar.from_ical(ada.client.get(ada.at(here + "file/") + f"?year={year}").content)
    assert any("planned: Internal audit" in str(event["summary"]) for event in file.walk("VEVENT"))
    wrong = ada.client.post(ada.at(here + "plan/"), {"step": "lunch", "on": f"{year}-03-31"}, follow=True)
    assert "cannot be planned here" in wrong.content.decode()
    assert ada.client.get(ada.at(here) + "?year=soon").status_code == 422
    assert people.client("contributor").post(ada.at(here + "plan/"), sent).status_code == 403
    assert people.client("member").get(ada.at(here)).status_code == 403


def test_pack_and_calendar_ask_a_bounded_number_of_statements(house):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from holdtrue.app.queries.review_pack import pack_asked

    def asked(work):
        with CaptureQueriesContext(connection) as statements:
            work()
        return len(statements)

    few = asked(lambda: pack_asked(house.ada)), asked(lambda: year_asked(house.ada))
    for n in range(6):
        records.add(house.ada, "finding", {"type": "minor", "nature": f"Fault {n}"})
        records.add(house.ada, "indicator", {"tag": "uses-outside-policy", "frequency": "3 months"})
    many = asked(lambda: pack_asked(house.ada)), asked(lambda: year_asked(house.ada))
    assert many[0] <= few[0] + 12
    assert many[1] <= few[1] + 3


def test_a_certificate_that_its_body_withdrew_runs_out_on_no_day_of_the_year(house):
    house.hands.turn_to("2027-03-02")
    said = {"body": "Certifiers", "number": "C-1", "valid_until": "2027-09-01"}
    kept = records.add(house.ada, "certificate", said)
    gone = records.add(house.ada, "certificate", {**said, "number": "C-2", "valid_until": "2027-10-01"})
    records.edit(house.ada, gone.ref, {"withdrawn_on": "2027-02-01"})
    due = [line.ref for line in lines(year_asked(house.ada), "due")]
    assert kept.ref in due
    assert gone.ref not in due

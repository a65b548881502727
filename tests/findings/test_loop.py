"""What the loop learned: findings by source and cause, actions in time and late, what came back, what moved."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harness.house import House
from holdtrue.app.actions import evidence, measuring, records
from holdtrue.app.actions.findings import checking, mending
from holdtrue.app.queries.loop import learned
from holdtrue.core.days import iso, to_day


def a_year():
    house = House("Northwind")
    house.assessed()
    house.max = house.member("Max", "manager")
    house.add(
        "indicator",
        tag="output-quality",
        definition="d",
        method="m",
        target="0.9",
        direction="up",
        system="SYS-1",
    )
    for day, value in (("2027-02-01", 0.6), ("2027-02-20", 0.7), ("2027-02-28", 0.8)):
        measuring.measure(house.ada, "IND-1", value, on=day)
    bad = evidence.attach(
        house.ada, ["SYS-1"], io.BytesIO(b"No"), "no.txt", tag="stop-tried", collected_on="2027-03-01"
    )
    evidence.read(house.ada, bad.ref, "not_in_order", why="It did not stop")
    house.edit("FND-1", practice="stop-and-fallback")
    work(house, "FND-1", "The button is not wired to the pump", due="2027-03-10", done="2027-03-20")
    house.hands.turn_to("2027-04-25")
    for day, value in (("2027-03-25", 0.9), ("2027-04-10", 0.9)):
        measuring.measure(house.ada, "IND-1", value, on=day)
    shown = evidence.attach(
        house.max, ["FND-1"], io.BytesIO(b"Yes"), "yes.txt", tag="effect-check", collected_on="2027-04-25"
    )
    checking.verify(house.ada, "FND-1", [shown.ref])
    house.hands.turn_to("2027-06-01")
    house.add("finding", type="minor", practice="stop-and-fallback", nature="It went on again", about="SYS-1")
    work(house, "FND-2", "The button is not wired to the new pump", due="2027-06-20", done="2027-06-10")
    checking.not_effective(house.ada, "FND-2", why="It still runs")
    return house


def work(house, ref, cause, *, due, done):
    mending.correct(house.max, ref, "Watched by hand")
    mending.trace(house.max, ref, cause)
    mending.compare(house.max, ref, "No other pump")
    action = mending.answer(house.max, ref, "Wire it", owner="PER-2", due=due)
    house.hands.turn_to(done)
    mending.done(house.max, ref, action.ref)


@pytest.fixture
def house(begun):
    return begun(a_year)


def loop(house, first="2027-03-01", last="2027-06-30"):
    return learned(house.organisation, to_day(first), to_day(last))


def test_it_counts_what_was_found_done_and_seen(house):
    found = loop(house)
    assert (found.opened, found.closed, found.still_open) == (2, 1, 1)
    assert [(s.name, s.n) for s in found.sources] == [("evidence", 1), ("said", 1)]
    assert (found.done_in_time, found.done_late, found.overdue) == (1, 1, 0)
    assert (found.verified, found.not_effective, found.days_to_mend) == (1, 1, 55.0)


def test_what_came_back_is_linked_and_says_that_the_action_did_not_last(house):
    (back,) = loop(house).returned
    assert (back.ref, back.of, back.verified) == ("FND-0002", "FND-0001", True)
    assert house.body("FND-2")["links"]["recurrence_of"] == [records.find(house.ada, "FND-1").uid]


def test_an_indicator_is_compared_around_the_day_an_action_was_done(house):
    moved = {m.action: m for m in loop(house).moved}
    first = moved["ACT-0001"]
    assert (first.before, first.before_n, first.after, first.after_n) == (0.7, 3, 0.9, 2)
    assert (first.indicator, first.better, iso(first.done)) == ("IND-0001", True, "2027-03-20")


def test_a_period_knows_nothing_of_what_lies_outside_it(house):
    found = loop(house, "2027-05-01", "2027-05-31")
    assert (found.opened, found.closed, found.lines, found.still_open) == (0, 0, (), 0)


def test_like_causes_are_one(house):
    mending.trace(house.max, "FND-2", "The button is not wired to the second pump")
    (cause,) = loop(house).causes
    assert cause.refs == ("FND-0002", "FND-0001")


def test_it_reads_in_few_queries(house):
    with CaptureQueriesContext(connection) as asked:
        loop(house)
    assert len(asked) <= 12

"""The quarterly hour: what it looks at on one page, and the due dates that move earlier to it."""

from __future__ import annotations

import datetime as dt

import pytest

from holdtrue.app.worklist.hour import owed_on

DAY = dt.date(2027, 12, 2).toordinal()
HOUR = dt.date(2027, 12, 9).toordinal()


@pytest.mark.parametrize(
    ("due", "owed"),
    [
        (HOUR - 3, HOUR - 3),  # ends before the hour: owed when it ends
        (HOUR, HOUR),
        (HOUR + 1, HOUR),
        (HOUR + 100, HOUR),  # the last day the hour after it can be on
        (HOUR + 101, HOUR + 101),  # the hour after it has it
        (1, 1),  # broke, without a day
    ],
)
def test_what_ends_before_the_hour_after_the_planned_one_is_owed_by_the_planned_one(due, owed):
    assert owed_on(HOUR, DAY, due) == owed
    assert owed_on(None, DAY, due) == due


def test_once_the_day_of_the_hour_has_passed_everything_is_owed_when_it_ends():
    assert owed_on(HOUR, HOUR + 1, HOUR + 50) == HOUR + 50
    assert owed_on(HOUR, HOUR, HOUR + 50) == HOUR


@pytest.fixture
def firm(begun):
    return begun(founded)


def founded():
    from harness.house import House
    from holdtrue.app.actions import records

    house = House(profile="starter")
    lead = next(r for r in house_roles(house) if r.key == "ai_lead") if house_roles(house) else None
    if lead is None:
        records.add(house.ada, "role", {"name": "ai_lead", "holder": "PER-0001"})
    return house


def house_roles(house):
    from holdtrue.store import reading

    return reading.of_kinds(house.organisation.pk, ["role"])


def test_the_worklist_of_who_holds_the_hour_says_why_a_due_date_moved(firm):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.setting_up.quarter import plan
    from holdtrue.app.worklist.hour import moved
    from holdtrue.app.worklist.items import Group, Item
    from holdtrue.app.worklist.reading import asked_for
    from holdtrue.core.messages import Message
    from holdtrue.core.verdicts import State
    from holdtrue.words import say

    person = records.find(firm.ada, "PER-0001")
    firm.hands.turn_to("2027-04-20")
    plan(firm.ada, "2027-05-11")
    hour = dt.date(2027, 5, 11).toordinal()
    asked = asked_for(firm.organisation, person.pk, "owner", firm.today)
    assert asked.hour == hour
    assert asked.until == asked.month == hour + 100
    words = Message("quarter.owed")
    held = Item("a", words, words, State.HOLDS, hour + 40, 5, "sign", "POL-0001")
    broken = Item("b", words, words, State.LAPSED, hour + 40, 5, "sign", "POL-0001")
    itself = Item("c", words, words, State.HOLDS, hour + 1, 60, "quarter", "")
    first, *others = moved(asked, [held, broken, itself])
    assert (first.due, first.lapses) == (hour, hour + 40)
    assert first.group(firm.today) is Group.MONTH
    assert "so that hour takes it up" in say(first.why)
    assert others == [broken, itself]
    firm.hands.turn_to("2027-05-12")
    late = asked_for(firm.organisation, person.pk, "owner", firm.today)
    assert moved(late, [held]) == [held]
    assert late.until == firm.today + 60
    elsewhere = records.add(firm.ada, "person", {"name": "Ben Okoye"})
    assert asked_for(firm.organisation, elsewhere.pk, "member", firm.today).hour is None


def test_the_hour_shows_what_changed_what_is_new_and_what_ends(firm):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.hour import looked_at

    firm.hands.turn_to("2027-04-20")
    records.add(firm.ada, "system", {"name": "Call sorter"})
    records.add(
        firm.ada, "incident", {"title": "Wrong answer", "severity": "minor", "detected_on": "2027-04-19"}
    )
    found = looked_at(firm.ada)
    parts = {part.id: part for part in found.parts}
    assert [fact.title for fact in parts["systems"].facts] == ["Call sorter"]
    assert [fact.ref for fact in parts["incidents"].facts] == ["INC-0001"]
    assert all(found.span.today < line.day <= found.until for line in found.lapses)

"""The index opened up comes to the figure it opens: what properties add, what caps bind and what would lift them."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

import pytest

from harness.house import House
from holdtrue.app.queries.indexed import index_asked, lift
from holdtrue.app.queries.trend import last_year
from holdtrue.app.shapes_index import index_json
from holdtrue.core.days import iso, to_day
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.app.queries.indexed import Opened


@pytest.fixture
def house(begun: Callable) -> House:
    return begun(House, "Northwind")


def _adds_up(found: Opened) -> None:
    assert sum((share.adds for share in found.shares), Fraction(0)) == found.index.value
    assert sum((share.weight for share in found.shares), Fraction(0)) == 1
    for share in found.shares:
        if share.score is not None:
            assert share.score == sum(Fraction(s.score or 0) for s in share.stands) / len(share.stands)
    for held in found.caps:
        for share, raised in held.weak:
            assert share.score is not None
            assert share.score < held.cap.below <= (raised.reaches if raised.enough else 101)


def test_the_index_is_the_sum_of_what_its_properties_add_for_organisation_unit_and_system(
    house: House,
) -> None:
    house.add("unit", name="Clinics")
    house.assessed()
    whole, branch = index_asked(house.ada), index_asked(house.ada, unit="UNT-1")
    one = index_asked(house.ada, system="SYS-1")
    for found in (whole, branch, one):
        _adds_up(found)
    assert whole.demands
    assert not whole.ready
    assert not one.demands, "the mark is the organisation's alone"
    document = index_json(whole, trend=True)
    assert document["index"] == floor(whole.index.value * 10) / 10
    assert document["told"] == f"{whole.index.shown} on Standard"
    assert document["trend"] == []
    with pytest.raises(BadInput):
        index_asked(house.ada, unit="UNT-9")


def test_what_lifts_a_property_is_the_fewest_practices_that_reach_the_limit(house: House) -> None:
    house.system()
    for share in index_asked(house.ada).shares:
        if share.score is None:
            continue
        raised = lift(share, 60)
        if raised.enough and raised.stands:
            fewer = lift(share, int(raised.reaches))
            assert len(fewer.stands) <= len(raised.stands)
        assert raised.reaches >= share.score


def test_last_years_reading_is_about_a_year_old_and_of_the_same_profile(house: House) -> None:
    house.system()
    house.hands.turn_to("2028-03-20")
    house.edit("SYS-1", intended_purpose="Sort callers")
    day = to_day("2028-03-20")
    found = last_year(house.organisation, 0, day, "standard")
    assert found is not None
    assert found.day == to_day("2027-03-31")
    assert last_year(house.organisation, 0, day, "starter") is None
    readings = index_asked(house.ada).readings
    assert [r.day for r in readings] == sorted(r.day for r in readings)
    assert len(readings) == 12


def test_the_line_of_one_system_is_what_its_past_days_say(house: House) -> None:
    house.assessed()
    house.hands.turn_to("2027-05-12")
    house.add("system", name="Sorter", intended_purpose="Sort letters", owner="PER-1")
    house.edit("SYS-1", intended_purpose="Decide about callers")
    house.hands.turn_to("2027-07-03")
    house.add("risk", title="A caller waits", system="SYS-1", owner="PER-1")
    house.hands.turn_to("2027-08-20")
    readings = index_asked(house.ada, system="SYS-1").readings
    assert [iso(r.day) for r in readings] == [
        "2027-03-31",
        "2027-04-30",
        "2027-05-31",
        "2027-06-30",
        "2027-07-31",
    ]
    for reading in readings:
        then = index_asked(house.ada, system="SYS-1", at=iso(reading.day))
        assert (reading.shown, reading.holding) == (then.index.shown, then.holding), iso(reading.day)
    assert len({r.index for r in readings}) > 1, "something moved"
    assert iso(index_asked(house.ada, system="SYS-2").readings[0].day) == "2027-05-31"
    told = index_json(index_asked(house.ada, system="SYS-1"), trend=True)["trend"]
    assert [one["on"] for one in told] == [iso(r.day) for r in readings]


def test_the_line_of_one_system_takes_one_statement_more(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    house.system()
    taken = []
    for months in (False, True):
        with CaptureQueriesContext(connection) as asked:
            index_asked(house.ada, system="SYS-1", months=months)
        taken.append(len(asked))
    assert taken[1] == taken[0] + 1

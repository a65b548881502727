"""The index kept at each month's end: what is kept is what the records say of that day, and nothing is kept twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.house import House
from holdtrue.app import looking_back, rederiving
from holdtrue.app.derive import points
from holdtrue.core.days import to_day

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def house(begun: Callable) -> House:
    return begun(House, "Northwind")


def _kept(house: House, unit: int = 0) -> list[tuple]:
    from holdtrue.store.models import Point

    rows = Point.rows.of(house.organisation.pk).filter(unit_key=unit).order_by("day")
    return list(rows.values_list("day", "hundredths", "holding", "asked", "systems"))


def test_month_ends_are_last_days_both_ends_included_and_two_years_at_most() -> None:
    first, last = to_day("2027-01-31"), to_day("2027-03-31")
    assert list(points.month_ends(first, last)) == [
        to_day(d) for d in ("2027-01-31", "2027-02-28", "2027-03-31")
    ]
    assert list(points.month_ends(first + 1, last - 1)) == [to_day("2027-02-28")]
    assert len(list(points.month_ends(to_day("2001-01-01"), last))) == points.MONTHS + 1


def test_months_that_ended_are_kept_when_standing_next_changes_as_the_records_say_of_them(
    house: House,
) -> None:
    house.system()
    house.hands.turn_to("2027-06-10")
    house.edit("SYS-1", intended_purpose="Decide about callers")
    kept = _kept(house)
    assert [day for day, *_ in kept][-1] == to_day("2027-05-31")
    assert len({day for day, *_ in kept}) == len(kept)

    house.hands.turn_to("2027-06-20")
    house.edit("SYS-1", intended_purpose="Sort callers")
    assert _kept(house) == kept, "no month ended in between"

    from holdtrue.store.models import Point

    Point.rows.of(house.organisation.pk).delete()
    founded = house.organisation.created_at.date().toordinal()
    filled = looking_back.fill(house.organisation, to_day("2027-06-20"))
    again = _kept(house)
    assert filled == len(again)
    assert [x for x in again if x[0] >= kept[0][0]] == kept, "read back from the records it is the same"
    assert all(day >= founded for day, *_ in again)
    assert looking_back.fill(house.organisation, to_day("2027-06-20")) == 0


def test_each_unit_is_kept_once_a_month(house: House) -> None:
    unit = house.add("unit", name="Clinics")
    house.hands.turn_to("2027-06-02")
    clock = house.ada.clock
    assert rederiving.keep_units(house.organisation, clock=clock) == 1
    assert rederiving.keep_units(house.organisation, clock=clock) == 0
    assert [day for day, *_ in _kept(house, unit.pk)] == [to_day("2027-05-31")]

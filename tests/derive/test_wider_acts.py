"""What some acts move that lies further off than a link leads: each once went unasked in a life by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.agreement import disagreements
from harness.house import SORTED, House
from holdtrue.app.actions import merging, records, sign
from holdtrue.app.checking import check_standing

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def house(begun: Callable) -> House:
    return begun(House, "Northwind")


def wrong(house: House) -> list[object]:
    found = check_standing(house.organisation, house.today).differences
    return [*found, *disagreements(house.pk, house.today)]


def test_where_the_organisation_works_decides_by_when_its_incidents_are_told(house: House) -> None:
    house.add(
        "incident",
        title="Wrong letters sent",
        severity="serious",
        aware_on="2027-02-20",
        reportable=True,
        serious_injury=True,
        consequences=["critical_infrastructure"],
        personal_information=True,
    )
    house.edit("ORG-1", jurisdictions=["EU"])
    assert wrong(house) == []


def test_the_risk_criteria_decide_on_risks_of_the_organisation_itself(house: House) -> None:
    house.add("risk", title="Nobody knows", event="Nobody answers", likelihood=4, severity=4, owner="PER-1")
    criteria = house.add("risk_criteria", scales="likelihood 1-5, severity 1-5", appetite=6)
    sign.sign(house.ada, criteria.ref, "approved")
    assert wrong(house) == []
    records.edit(house.ada, criteria.ref, {"scales": "likelihood 1-3, severity 1-3"})
    sign.sign(house.ada, criteria.ref, "approved")
    assert wrong(house) == []


def test_a_system_of_a_unit_merged_away_counts_in_the_unit_that_stays(house: House) -> None:
    first, second = (house.add("unit", name=name) for name in ("Clinics", "Clinics of the city"))
    house.system(unit=second.ref, **SORTED)
    merging.merge(house.ada, first.ref, second.ref, why="One place")
    assert wrong(house) == []

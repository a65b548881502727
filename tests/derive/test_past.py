"""The register as it was on a past day: why and status tell of that day, whatever was done since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.chance import Life
from harness.house import House
from holdtrue.app import shapes
from holdtrue.app.queries import asking, figures, past, status
from holdtrue.core.refusals import NotFound
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.core.days import Day


@pytest.fixture
def house(begun: Callable) -> House:
    return begun(House, "Northwind")


def test_why_of_a_past_day_is_told_by_the_facts_of_that_day(house: House) -> None:
    from holdtrue.app.actions import sign

    house.assessed()
    house.add("change", type="deploy", effective_on="2027-03-01", description="Live", system="SYS-1")
    sign.sign(house.console, "IMP-1", "approved", good_for="12 months")
    house.hands.turn_to("2027-04-01")
    house.edit("SYS-1", intended_purpose="Decide about callers")
    house.hands.turn_to("2027-05-01")
    house.edit("SYS-1", intended_purpose="Sort calls by colour")

    def asked(at: str, known_at: str = "") -> tuple[State, list[tuple[str, object, object]]]:
        found = asking.why_asked(
            house.ada, "SYS-1", "impact-assessment", level="operational", at=at, known_at=known_at
        )
        return found.state, [(c.field, c.before, c.after) for c in found.changed]

    assert asked("2027-03-31") == (State.HOLDS, [])
    assert asked("2027-04-01") == (
        State.DRIFTED,
        [("intended_purpose", "Sort calls", "Decide about callers")],
    )
    assert asked("2027-04-01", "2027-03-31") == (State.HOLDS, [])
    assert asked("")[1] == [("intended_purpose", "Sort calls", "Sort calls by colour")]


def test_why_of_a_day_before_the_system_was_known_says_that_it_was_not_there(house: House) -> None:
    house.hands.turn_to("2027-04-01")
    house.system()
    with pytest.raises(NotFound):
        asking.why_asked(house.ada, "SYS-1", "impact-assessment", at="2027-03-05")


def test_what_was_retired_since_is_there_on_a_past_day(house: House) -> None:
    from holdtrue.app.actions import records

    house.assessed()
    ben = house.add("person", name="Ben")
    house.edit("SYS-1", owner=ben.ref)
    house.hands.turn_to("2027-04-01")
    records.retire(house.ada, "SYS-1", why="Replaced")
    records.retire(house.ada, ben.ref, why="Left")
    house.hands.turn_to("2027-05-01")

    assert asking.status_asked(house.ada).systems_known == 0
    assert asking.status_asked(house.ada, at="2027-03-31").systems_known == 1
    assert asking.status_asked(house.ada, at="2027-04-01").systems_known == 0
    assert asking.status_asked(house.ada, at="2027-04-30", known_at="2027-03-20").systems_known == 1
    found = asking.why_asked(house.ada, "SYS-1", "system-owner", level="declared", at="2027-03-31")
    assert found.state is State.HOLDS
    with pytest.raises(NotFound):
        asking.system_asked(house.ada, "SYS-1", at="2027-04-02")


def test_a_policy_still_in_draft_on_a_past_day_was_not_in_force_then(house: House) -> None:
    from holdtrue.app.actions import sign

    house.add("policy", title="AI at Northwind", topic="ai")
    house.hands.turn_to("2027-04-01")
    sign.sign(house.console, "POL-1", "approved", good_for="12 months")
    then = past.register_at(house.organisation, house.today - 1, house.today)
    now = past.register_at(house.organisation, house.today, house.today)
    uid = next(f.uid for f in now.all("policy"))
    assert [r.get(uid).in_force for r in (then, now)] == [False, True]


@pytest.mark.parametrize("seed", range(2))
def test_a_past_day_tells_what_was_told_on_it(database: str, seed: int) -> None:
    life = Life(seed)
    told: dict[Day, object] = {}
    for _ in range(3):
        life.live(30)
        told[life.day] = _told(life, life.day)
        life.pass_days(1 + life.chance.randrange(60))
    life.live(10)
    for day, then in told.items():
        assert _told(life, day, past_day=True) == then


def _told(life: Life, day: Day, *, past_day: bool = False) -> object:
    organisation = life.caller.organisation
    found = past.figures_at(organisation, day, day) if past_day else figures.stored(organisation, day)
    given = shapes.status_json(status.status(found))
    lines = [
        (p["id"], p["level"], p["state"], p["until"], p["holding"], p["scopes"]) for p in given["practices"]
    ]
    return given["index"], given["systems_known"], lines

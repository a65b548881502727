"""A day that passes changes no stored span; which failure tells is asked again when the day begins."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from derive.chance import Life
from harness.house import House
from holdtrue.app import rederiving, shapes
from holdtrue.app.actions import snapshots
from holdtrue.app.checking import check_standing
from holdtrue.app.derive.run import advance
from holdtrue.app.queries import figures, past, status
from holdtrue.core.verdicts import State
from holdtrue.store.models import Job


@pytest.mark.parametrize("seed", [3, 4])
def test_after_forty_days_untouched_stored_standing_says_what_an_evaluation_says(
    database: str, seed: int
) -> None:
    life = Life(seed)
    life.live(80)
    life.pass_days(40)
    organisation = life.caller.organisation
    assert [line[:3] for line in told(life, stored=True)] == [line[:3] for line in told(life, stored=False)]
    job = rederiving.retell(organisation, clock=life.clock)
    assert job is not None
    rederiving.run(organisation, job.pk, clock=life.clock)
    assert told(life, stored=True) == told(life, stored=False)
    assert check_standing(organisation, life.day).ok
    assert rederiving.retell(organisation, clock=life.clock) is None


def told(life: Life, *, stored: bool) -> list[tuple[object, ...]]:
    organisation = life.caller.organisation
    found = (
        figures.stored(organisation, life.day)
        if stored
        else past.figures_at(organisation, life.day, life.day)
    )
    lines = shapes.status_json(status.status(found))["practices"]
    assert isinstance(lines, list)
    return [(p["id"], p["level"], p["until"], p["holding"], p["state"], p["because"]) for p in lines]


def test_a_sign_off_that_ended_is_told_as_lapsed_without_any_touch(database: str) -> None:
    from holdtrue.app.actions import sign

    house = House("Northwind")
    house.assessed(use="trial")
    sign.sign(house.console, "IMP-1", "approved", good_for="30 days")
    house.hands.turn_to("2027-04-10")
    job = rederiving.retell(house.organisation, clock=house.clock)
    assert job is not None
    rederiving.run(house.organisation, job.pk, clock=house.clock)
    rows = {s.practice.id: s for s in status.status(figures.stored(house.organisation, house.today)).stands}
    assert rows["impact-assessment"].state is house.why("impact-assessment", "SYS-1").state
    assert rows["impact-assessment"].state in (State.LAPSED, State.MISSING)


def test_what_lapsed_before_it_ripened_is_no_difference_between_stored_and_derived(database: str) -> None:
    house = House("Northwind")
    house.add("indicator", tag="actions-closed-on-time", title="In time", target=0.9, direction="up")
    house.hands.turn_to("2027-03-10")
    action = house.add("action", title="Ask again", owner="PER-1", due="2027-03-20")
    house.edit(action.ref, done_on="2027-03-10")
    house.hands.turn_to("2027-04-02")
    assert snapshots.take(house.organisation, house.clock) == 1
    told = {"type": "quarterly_check", "held_on": "2027-03-20", "chair": "PER-1", "decisions": "Go on"}
    house.add("review", **told)
    house.hands.turn_to("2027-07-10")
    assert check_standing(house.organisation, house.today).differences == ()


def test_a_day_that_changes_nothing_begins_without_the_writers_turn(database: str) -> None:
    house = House("Northwind")
    house.assessed(use="trial")
    house.hands.turn_to("2027-03-02")
    job = rederiving.retell(house.organisation, clock=house.clock)
    assert job is not None
    with transaction.atomic():
        advance(house.organisation, house.today)
    with CaptureQueriesContext(connection) as asked:
        assert rederiving.step(house.organisation, job.pk, clock=house.clock)
    assert not [query for query in asked if "store_log" in query["sql"]]


def test_two_workers_that_begin_a_day_at_once_begin_it_once(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House("Northwind")
    house.assessed(use="trial")
    house.hands.turn_to("2027-03-02")
    locked, begun = rederiving.log.lock, []

    def after_another(organisation_id: int | None) -> object:
        """Between the first look and the lock another worker begins the same day."""
        monkeypatch.setattr(rederiving.log, "lock", locked)
        begun.append(rederiving.retell(house.organisation, clock=house.clock))
        return locked(organisation_id)

    monkeypatch.setattr(rederiving.log, "lock", after_another)
    assert rederiving.retell(house.organisation, clock=house.clock) is None
    assert begun[0] is not None
    days = Job.rows.of(house.organisation.pk).filter(what=rederiving.RETELL)
    assert list(days) == begun


def test_what_changes_while_a_day_begins_stands_as_derived(database: str) -> None:
    life = Life(5)
    life.live(20)
    life.pass_days(30)
    organisation = life.caller.organisation
    job = rederiving.retell(organisation, clock=life.clock)
    assert job is not None
    assert rederiving.step(organisation, job.pk, clock=life.clock)
    life.live(10)
    rederiving.run(organisation, job.pk, clock=life.clock)
    assert told(life, stored=True) == told(life, stored=False)
    assert check_standing(organisation, life.day).ok

"""Rules are inputs: what ships changes nothing until it is installed; then standings follow by a resumable job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.agreement import disagreements
from harness.house import House
from harness.older import older_rules
from holdtrue.app import rederiving, rules, upgrading
from holdtrue.app.actions import rules as installing
from holdtrue.app.checking import check_standing
from holdtrue.app.derive import wide
from holdtrue.app.queries import asking, rules_offered
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.store import statements

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def house(begun: Callable) -> House:
    return begun(House, "Northwind")


def level(house: House, ref: str = "SYS-1") -> int:
    return house.why("system-owner", ref).reached


def aged(house: House) -> str:
    return older_rules(house.organisation, house.today)


def test_rules_that_ship_change_nothing_until_they_are_installed(house: House) -> None:
    house.system()
    old = aged(house)
    assert level(house) == 0
    house.edit("SYS-1", intended_purpose="Sort calls by urgency")
    assert (level(house), house.organisation.rules) == (0, old)
    assert list(disagreements(house.pk, house.today)) == []

    offered = rules_offered.offered(house.ada)
    assert offered.differs
    assert offered.changes.practices.changed == ("system-owner",)
    assert "system-owner" in [line.practice for line in offered.changes.levels]

    assert installing.install(house.ada) is None
    assert level(house) == 1
    assert check_standing(house.organisation, house.today).ok
    assert not rules_offered.offered(house.ada).differs
    with pytest.raises(BadInput):
        installing.install(house.ada)


def test_a_past_day_is_read_by_the_rules_of_its_time_unless_todays_are_asked_for(house: House) -> None:
    house.system()
    aged(house)
    house.hands.turn_to("2027-04-01")
    installing.install(house.ada)
    house.hands.turn_to("2027-05-01")

    def then(**more: str) -> int:
        return asking.why_asked(house.ada, "SYS-1", "system-owner", at="2027-03-05", **more).reached

    assert (then(), then(rules="current")) == (0, 1)
    assert level(house) == 1
    assert library().digest == rules.shipped_digest()


def test_many_systems_follow_by_a_job_that_can_be_stopped_and_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        house.system(f"Bot {n}")
    aged(house)
    monkeypatch.setattr(installing, "INLINE", 2)
    monkeypatch.setattr(rederiving, "CHUNK", 2)
    job = installing.install(house.ada)
    assert job is not None
    assert rederiving.step(house.organisation, job.pk, clock=house.clock)
    assert (installing.stop(house.ada).done, rederiving.current(house.organisation).total) == (2, 5)
    assert not rederiving.step(house.organisation, job.pk, clock=house.clock)
    house.edit("SYS-5", intended_purpose="Sort")
    installing.resume(house.ada)
    rederiving.run(house.organisation, job.pk, clock=house.clock)
    assert rederiving.current(house.organisation) is None
    assert [level(house, f"SYS-{n}") for n in range(1, 6)] == [1] * 5
    assert check_standing(house.organisation, house.today).ok


def test_only_facts_of_the_organisation_that_conditions_read_concern_every_system(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from holdtrue.app.actions import acting
    from holdtrue.store.models import Standing

    for n in range(3):
        house.system(f"Bot {n}")
    monkeypatch.setattr(acting, "INLINE", 2)

    house.edit("ORG-1", name="Northwind Ltd", headcount=14)
    house.organisation.refresh_from_db()
    assert rederiving.current(house.organisation) is None

    house.edit("ORG-1", public_body=True)
    job = rederiving.current(house.organisation)
    assert job is not None
    assert (job.state, job.total) == ("waiting", 3)
    rederiving.run(house.organisation, job.pk, clock=house.clock)
    assert check_standing(house.organisation, house.today).ok
    assert Standing.rows.of(house.pk).count() == 4


def test_small_organisations_are_at_once_true(house: House) -> None:
    house.system()
    house.edit("ORG-1", public_body=True)
    assert rederiving.current(house.organisation) is None
    assert check_standing(house.organisation, house.today).ok
    assert wide.named() >= {"public_body"}


def test_an_auditor_may_see_what_would_change_and_not_install_it(house: House) -> None:
    aged(house)
    ines = house.member("Ines", "auditor")
    assert rules_offered.offered(ines).differs
    with pytest.raises(NotAllowed):
        installing.install(ines)


@pytest.mark.parametrize("lets_them_read", [True, False])
def test_several_processes_derive_only_where_a_writer_lets_them_read(
    house: House, monkeypatch: pytest.MonkeyPatch, *, lets_them_read: bool
) -> None:
    house.system()
    asked: list[int] = []
    monkeypatch.setattr(upgrading, "MANY", 0)
    monkeypatch.setattr(upgrading.os, "cpu_count", lambda: 4)
    monkeypatch.setattr(upgrading, "sound", lambda _: lets_them_read, raising=False)
    monkeypatch.setattr(upgrading, "derive_everything", lambda *_, processes, **__: asked.append(processes))
    upgrading.upgrade(clock=house.clock)
    assert [processes > 1 for processes in asked] == [lets_them_read or not statements.embedded()]

"""An organisation's own rules stand, count and go like those that ship; what is not in order is refused by its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.agreement import disagreements
from harness.house import House
from harness.older import older_rules
from harness.own_rules import CLINIC, NEWER, clinic
from holdtrue.app import rules
from holdtrue.app.actions import additions
from holdtrue.app.actions import rules as installing
from holdtrue.app.checking import check_standing
from holdtrue.app.queries import asking, grounds
from holdtrue.app.queries.requirements import answered
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
from holdtrue.store.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Callable

UPHELD = CLINIC.replace("{record: change, with: [reason]}", "{each: control, holds: {upheld: control}}")


@pytest.fixture
def house(begun: Callable) -> House:
    return begun(House, "Northwind")


def right(house: House) -> bool:
    return check_standing(house.organisation, house.today).ok and not list(
        disagreements(house.pk, house.today)
    )


def test_own_rules_say_first_what_they_change_then_stand_count_and_go_again(house: House) -> None:
    house.system()
    shipped, index = house.organisation.rules, asking.status_asked(house.ada).index.value
    found = additions.proposed(house.ada, clinic())
    told = additions.changes(house.ada, found)
    assert (told.practices.added, told.practices.changed) == (("second-look",), ("system-inventory",))
    assert [(one.framework, one.version_before, one.added) for one in told.reopened] == [
        ("clinic_code", "", ("C1", "C2"))
    ]
    assert house.organisation.rules == shipped
    assert "second-look" not in library().by_id

    additions.add(house.ada, clinic())
    assert house.organisation.rules == found.edition.digest
    assert house.why("second-look", "SYS-1").reached == 1
    assert right(house)
    now = asking.status_asked(house.ada)
    assert any(stand.practice.id == "second-look" for stand in now.stands)
    assert now.index.value != index
    law = answered(grounds.asked(house.ada, "clinic_code")[0], "clinic_code")
    assert [a.standing for a in law.answers] == ["fails", "fails"]
    assert "3 months" in str(library().by_id["system-inventory"].levels["operational"])
    house.edit("SYS-1", intended_purpose="Sort calls by urgency")
    assert right(house)
    assert not rules.outdated(house.organisation)
    with pytest.raises(BadInput, match=r"own\.same"):
        additions.add(house.ada, clinic())

    additions.remove(house.ada, "clinic-rules")
    assert house.organisation.rules == shipped
    assert "second-look" not in library().by_id
    assert right(house)
    assert asking.status_asked(house.ada).index.value == index
    with pytest.raises(NotFound):
        additions.remove(house.ada, "clinic-rules")


def test_another_organisation_goes_by_its_own_rules(house: House) -> None:
    additions.add(house.ada, clinic())
    assert "second-look" in library().by_id
    rules.follow(Organisation(name="Southwind", rules=rules.shipped_digest()))
    assert "second-look" not in library().by_id
    rules.follow(house.organisation)
    assert "second-look" in library().by_id


def test_a_newer_file_says_what_it_reopens_and_the_older_one_is_read_on_days_before(house: House) -> None:
    house.system()
    additions.add(house.ada, clinic())
    house.hands.turn_to("2027-04-01")
    newer = additions.proposed(house.ada, clinic(NEWER))
    assert newer.was == {"clinic-rules": "1"}
    (told,) = additions.changes(house.ada, newer).reopened
    assert (told.version_before, told.version_after) == ("2026-10-01", "2026-11-01")
    assert (told.added, told.changed, told.removed, told.moved) == (("C3",), ("C2",), (), ("C2",))
    assert told.practices == ("ai-policy", "system-inventory")
    additions.add(house.ada, clinic(NEWER))
    house.hands.turn_to("2027-05-01")
    before = rules.edition_of(house.organisation, rules.digest_on(house.organisation, house.today - 40))
    assert b'version: "1"' in before.files["own/clinic-rules.yaml"]
    assert right(house)


def test_rules_that_ship_are_installed_beside_the_organisations_own(house: House) -> None:
    house.system()
    older_rules(house.organisation, house.today)
    additions.add(house.ada, clinic())
    assert rules.outdated(house.organisation)
    assert house.why("system-owner", "SYS-1").reached == 0
    installing.install(house.ada)
    assert not rules.outdated(house.organisation)
    assert house.why("system-owner", "SYS-1").reached == 1
    assert house.why("second-look", "SYS-1").reached == 1
    assert right(house)


def test_a_control_keeps_the_practice_it_rests_on(house: House) -> None:
    additions.add(house.ada, clinic())
    house.add("control", title="Nurse looks", practice="second-look")
    with pytest.raises(BadInput, match=r"own\.in_use"):
        additions.remove(house.ada, "clinic-rules")
    with pytest.raises(BadInput, match=r"own\.circle"):
        additions.proposed(house.ada, clinic(UPHELD))


def test_an_auditor_may_look_and_not_add(house: House) -> None:
    ines = house.member("Ines", "auditor")
    assert additions.installed(ines) == ()
    with pytest.raises(NotAllowed):
        additions.proposed(ines, clinic())
    with pytest.raises(NotAllowed):
        additions.add(ines, clinic())

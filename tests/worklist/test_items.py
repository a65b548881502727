"""What a person owes follows from verdicts, says what to do, and is gone once the verdict holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.house import SORTED, House
from holdtrue.app.actions import sign
from holdtrue.app.actions.profile import choose
from holdtrue.app.actions.snoozing import put_off, take_up
from holdtrue.app.actions.triage import sort
from holdtrue.app.checking import check_standing
from holdtrue.app.derive.scratch import derive_everything
from holdtrue.app.worklist.finding import item_of
from holdtrue.app.worklist.items import Group, Item, joined_by_act
from holdtrue.app.worklist.reading import asked_for, worklist_of
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.core.verdicts import State
from holdtrue.store import owed, reading
from holdtrue.store.models import Record, Snooze
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.worklist.asking import Asked
    from holdtrue.app.worklist.items import Worklist


def asked(house: House, caller: Caller | None = None, **more: int) -> Asked:
    caller = caller or house.ada
    person = reading.by_uid(house.pk, [caller.actor.person])[caller.actor.person]
    return asked_for(house.organisation, person.pk, caller.actor.role, house.today, caller=caller, **more)


def owes(house: House, caller: Caller | None = None, **more: int) -> Worklist:
    return worklist_of(asked(house, caller, **more))


def titles(found: Worklist) -> list[str]:
    return [say(item.what) for item in found.items]


def the(found: Worklist, action: str, ref: str) -> Item:
    return next(item for item in found.items if item.action == action and item.ref == ref)


def of_system(found: Worklist) -> list[Item]:
    return [item for item in found.items if item.scope is not None and item.scope.kind == "system"]


def test_systems_not_yet_sorted_are_one_item_that_goes_once_they_are(house: House) -> None:
    refs = [house.system(f"System {n}").ref for n in range(3)]
    found = owes(house)
    sorting = [item for item in found.items if item.action == "sort"]
    assert [(item.n, item.minutes) for item in sorting] == [(3, 6)]
    sort(house.ada, refs, {**SORTED, "our_role": ["deployer"]})
    assert not [item for item in owes(house).items if item.action == "sort"]
    house.agrees()


def test_signing_clears_the_item_and_its_drift_brings_it_back_as_overdue(house: House) -> None:
    house.assessed()
    waiting = the(owes(house), "sign", "IMP-0001")
    assert waiting.group(house.today) is Group.MONTH
    assert waiting.minutes > 0
    sign.sign(house.ada, "IMP-0001", "approved", good_for="12 months")
    assert not [i for i in owes(house).items if i.ref == "IMP-0001" and i.action == "sign"]
    house.edit("SYS-1", intended_purpose="Decide who is called back")
    again = the(owes(house), "sign", "IMP-0001")
    assert again.group(house.today) is Group.OVERDUE
    assert "IMP-0001" in say(again.what)
    house.agrees()


def test_one_act_that_clears_several_claims_is_one_item_that_names_them(house: House) -> None:
    house.assessed()
    keys = [item.key for item in owes(house).items]
    assert len(keys) == len(set(keys))
    assert any(len(item.clears) > 1 for item in owes(house).items)


def test_what_the_organisation_asks_of_a_record_that_asks_it_itself_is_told_once() -> None:
    late = Message("remedy.settled.overdue", {"ref": "ACT-0001"})
    own = Item(
        key="own",
        what=late,
        why=late,
        state=State.LAPSED,
        due=739936,
        minutes=60,
        action="settle",
        ref="ACT-0001",
        scope=Record(ref="ACT-0001", kind="action"),
    )
    whole = replace(own, key="whole", scope=None, minutes=90)
    other = replace(whole, key="other", ref="ACT-0002")
    elsewise = replace(whole, key="elsewise", what=Message("remedy.settled.undated"))
    found = joined_by_act([whole, own, other, elsewise])
    assert found == [replace(own, minutes=90), other, elsewise]


def test_what_ends_within_sixty_days_is_owed_and_by_when(house: House) -> None:
    house.assessed()
    sign.sign(house.ada, "SYS-0001", "approved", good_for="2 months")
    house.hands.turn_to("2027-03-10")
    renewed = the(owes(house), "sign", "SYS-0001")
    assert renewed.due == dt.date(2027, 5, 1).toordinal()
    assert renewed.group(house.today) is Group.LATER
    house.hands.turn_to("2027-04-10")
    assert the(owes(house), "sign", "SYS-0001").group(house.today) is Group.MONTH
    house.hands.turn_to("2027-05-02")
    assert the(owes(house), "sign", "SYS-0001").group(house.today) is Group.OVERDUE


def test_a_role_of_the_firm_brings_its_work_to_whoever_holds_it_and_to_the_deputy_after_them(
    house: House,
) -> None:
    house.assessed()
    bea, cid = house.member("Bea Holm", "contributor"), house.member("Cid Roy", "contributor")
    people = {r.title: r.ref for r in reading.of_kinds(house.pk, ["person"])}
    assert not of_system(owes(house, bea))
    house.add("role", name="security_lead", holder=people["Bea Holm"], deputy=people["Cid Roy"])
    assert of_system(owes(house, bea))
    assert not of_system(owes(house, cid))
    house.edit(people["Bea Holm"], left_on="2027-02-01")
    assert of_system(owes(house, cid))


def test_an_act_that_waits_for_nobody_named_is_to_name_somebody(house: House) -> None:
    house.assessed()
    naming = [item for item in owes(house).items if item.action == "name"]
    assert naming
    assert all(item.n for item in naming)


def test_another_owner_takes_the_work_with_the_system(house: House) -> None:
    house.assessed()
    bea = house.member("Bea Holm", "contributor")
    house.edit(
        "SYS-1", owner=next(r.ref for r in reading.of_kinds(house.pk, ["person"]) if r.title == "Bea Holm")
    )
    assert the(owes(house, bea), "sign", "IMP-0001")
    assert not [i for i in owes(house).items if i.scope is not None and i.scope.ref == "SYS-0001"]
    house.agrees()


def test_people_owe_their_own_acknowledgement(house: House) -> None:
    house.add("policy", title="AI here", topic="ai", owner="PER-1")
    theo = house.member("Theo Lind", "member")
    found = [i for i in owes(house, theo).items if i.clears and i.clears[0].practice.id == "ai-policy"]
    assert len(found) == 1


def test_another_profile_asks_for_other_things_at_once(database: str) -> None:
    house = House(profile="certification")
    house.assessed()
    before, _ = owed.everything(house.pk)
    choose(house.ada, "starter")
    after, _ = owed.everything(house.pk)
    assert sum(line.n for line in after) < sum(line.n for line in before)
    house.agrees()


def test_everything_derived_again_owes_the_same(house: House) -> None:
    house.assessed()
    sign.sign(house.ada, "IMP-0001", "approved", good_for="2 months")
    house.system("Not yet sorted")
    before = owed.everything(house.pk)
    derive_everything(house.organisation, day=house.today, entry=0)
    assert owed.everything(house.pk) == before
    assert check_standing(house.organisation, house.today).ok


def test_putting_off_needs_a_reason_and_a_day_within_ninety_and_is_logged(house: House) -> None:
    house.assessed()
    key = the(owes(house), "sign", "IMP-0001").key
    for days, why in ((14, " "), (0, "later"), (91, "later")):
        with pytest.raises(BadInput):
            put_off(house.ada, key, until=house.today + days, why=why)
    before = house.entries()
    put_off(house.ada, key, until=house.today + 14, why="The clinic moves house first")
    assert house.entries() == before + 1
    found = owes(house)
    assert key not in [item.key for item in found.items]
    assert [(item.key, item.away.why) for item in found.away if item.away] == [
        (key, "The clinic moves house first")
    ]
    take_up(house.ada, key)
    assert the(owes(house), "sign", "IMP-0001")
    put_off(house.ada, key, until=house.today + 14, why="Again")
    house.hands.turn_to("2027-03-15")
    assert the(owes(house), "sign", "IMP-0001").away is None
    house.agrees()


def test_a_machine_puts_nothing_off_and_nobody_what_they_do_not_owe(house: House) -> None:
    house.assessed()
    key = the(owes(house), "sign", "IMP-0001").key
    with pytest.raises(BadInput):
        put_off(house.machine(), key, until=house.today + 5, why="later")
    bea = house.member("Bea Holm", "contributor")
    with pytest.raises(NotFound):
        put_off(bea, key, until=house.today + 5, why="later")
    assert not Snooze.rows.of(house.pk).exists()


def test_any_item_is_found_by_its_key_alone(house: House) -> None:
    house.assessed()
    question = asked(house)
    for item in worklist_of(question).items:
        assert item_of(question, item.key).key == item.key

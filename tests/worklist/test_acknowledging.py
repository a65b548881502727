"""A policy that is in force is owed as something to read, to whoever has not acknowledged it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.documents.acknowledge import acknowledge
from holdtrue.app.actions.sign import sign
from holdtrue.app.worklist.reading import asked_for, worklist_of
from holdtrue.store import reading
from holdtrue.words import say

if TYPE_CHECKING:
    from harness.house import House
    from holdtrue.app.worklist.items import Item


def to_read(house: House) -> list[Item]:
    person = reading.by_uid(house.pk, [house.ada.actor.person])[house.ada.actor.person]
    asked = asked_for(house.organisation, person.pk, house.ada.actor.role, house.today, caller=house.ada)
    return [item for item in worklist_of(asked).items if item.action == "acknowledge"]


def test_a_policy_in_force_is_read_and_acknowledged_from_the_worklist_and_then_gone(house: House) -> None:
    policy = house.add("policy", title="AI here", topic="ai", owner="PER-1")
    assert to_read(house) == []
    sign(house.ada, policy.ref, meaning="approved")
    (item,) = to_read(house)
    assert (say(item.what), item.ref) == (f"Read AI here ({policy.ref}) and acknowledge it", policy.ref)
    acknowledge(house.ada, policy.ref)
    assert to_read(house) == []
    house.agrees()

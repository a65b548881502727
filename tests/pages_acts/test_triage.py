"""Sorting systems, one or many at a time."""

from __future__ import annotations

import pytest

from harness.house import SORTED
from pages_acts.filling import Browser

ANSWERS = {
    name: ("yes" if value is True else "no" if value is False else value) for name, value in SORTED.items()
}


@pytest.fixture
def three(people):
    from holdtrue.app.actions import records

    return [records.add(people.owner, "system", {"name": f"Bot {n}"}) for n in range(3)]


def tiers(people):
    from holdtrue.store.models import Standing

    rows = Standing.rows.of(people.organisation.pk).filter(scope__kind="system")
    return list(rows.order_by("scope_id").values_list("tier", flat=True))


def entries(record):
    from holdtrue.store.models import Entry

    return list(
        Entry.objects.filter(record_uid=record.uid).order_by("seq").values_list("action", "action_id")
    )


def test_one_system_is_sorted_in_one_small_form(people, ada, three):
    page = ada.open("triage/?ref=SYS-0002")
    assert "About 2 minutes." in page.text
    done = ada.send(page, **ANSWERS)
    assert done.address.endswith("/r/SYS-0002/")
    assert "One system was changed." in done.text
    assert tiers(people) == ["", "limited", ""]


def test_several_that_share_their_answers_are_sorted_together(people, ada, three):
    listed = ada.open("triage/")
    assert "Bot 2" in listed.text
    page = ada.open("triage/?ref=SYS-0001&ref=SYS-0003")
    assert "Sort 2 systems" in page.text
    ada.send(page, **ANSWERS)
    assert tiers(people) == ["limited", "", "limited"]
    first, third = entries(three[0])[-1], entries(three[2])[-1]
    assert first == third
    assert first[0] == "system.sort"


def test_what_is_left_blank_stays_as_it_is(people, ada, three):
    from holdtrue.app.actions import records
    from holdtrue.store import reading

    records.edit(people.owner, "SYS-0001", {"autonomy": "decides", "personal_data": True})
    ada.send(ada.open("triage/?ref=SYS-0001&ref=SYS-0002"), use="in_use")
    three[0].refresh_from_db()
    assert reading.body(three[0])["fields"]["autonomy"] == "decides"


def test_an_empty_answer_is_asked_again(ada, three):
    again = ada.send(ada.open("triage/?ref=SYS-0001&ref=SYS-0002"), holding="use")
    assert again.status == 422
    assert "Answer at least one question" in again.text


def test_systems_of_others_are_left_and_named(people, three):
    from holdtrue.app.actions import records

    records.add(people.caller("contributor"), "system", {"name": "Mine"})
    cleo = Browser(people, "contributor")
    from holdtrue.app.actions.triage import sort

    done = sort(people.caller("contributor"), ["SYS-0001", "SYS-0004"], ANSWERS)
    assert done.changed == 1
    assert [ref for ref, _ in done.refused] == ["SYS-0001"]
    assert cleo.open("triage/?ref=SYS-0004").status == 200


def test_the_inventory_of_those_not_yet_sorted_is_ticked_and_sorted_together(ada, three):
    listed = ada.open("systems/?tier=unsorted")
    assert listed.form("ref")["choices"]["ref"] == ["SYS-0001", "SYS-0002", "SYS-0003"]
    assert listed.form("ref")["action"].endswith("/triage/")
    assert ada.open("systems/").form("ref")["action"].endswith("/systems/change/")

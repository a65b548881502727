"""Retiring with care: asked, decided, dealt with by its day; only then off the register."""

from __future__ import annotations

import datetime as dt

import pytest

from gates.life import CHANGE, MINIMAL
from harness.cast import PASSWORD, cast
from holdtrue.app.actions import gating, records, retiring
from holdtrue.app.queries.retiring import retirements
from holdtrue.app.worklist.gates import stages_owed
from holdtrue.core.refusals import BadInput
from holdtrue.core.retiring import FACTS
from worklist.test_items import asked


def ended(house):
    """The screener retired through its gate by Cleo."""
    gating.ask(house.ada, "SYS-1", "retired", {**CHANGE, "approver": ""})
    gating.decide(house.cleo, "SYS-1", "retired", gating.Verdict("go"))
    return house.body("CHG-1")["fields"]


def test_the_three_facts_are_owed_within_thirty_days_and_cleared_by_their_days(house):
    assert ended(house)["effective_on"] == "2027-03-01"
    assert house.body("SYS-1")["fields"]["use"] == "ended"
    (item,) = [one for one in stages_owed(asked(house)) if one.action == "retiring"]
    assert (item.ref, item.due) == ("SYS-0001", house.today + 30)
    retiring.note_facts(house.ada, "SYS-1", dict.fromkeys(FACTS[:2], "2027-03-01"))
    assert [one.action for one in stages_owed(asked(house))] == ["retiring"]
    retiring.note_facts(house.ada, "SYS-1", {"people_told_on": "2027-02-20", "handover": "By letter"})
    assert not list(stages_owed(asked(house)))
    assert house.body("CHG-1")["fields"]["handover"] == "By letter"
    house.agrees()


def test_what_is_noted_breaks_no_signature_and_makes_the_retirement_hold(house):
    ended(house)
    change = records.find(house.ada, "CHG-1")
    before = change.digest
    retiring.note_facts(house.ada, "SYS-1", dict.fromkeys(FACTS, "2027-03-01"))
    assert records.find(house.ada, "CHG-1").digest == before
    system = records.find(house.ada, "SYS-1")
    assert retirements(house.pk, [system.pk])[system.pk].missing == ()


@pytest.mark.parametrize(("day", "code"), [("2027-03-02", "retiring.ahead"), ("soon", "retiring.date")])
def test_a_day_that_has_not_come_or_is_none_is_refused(house, day, code):
    ended(house)
    with pytest.raises(BadInput) as caught:
        retiring.note_facts(house.ada, "SYS-1", {"access_removed_on": day})
    assert (caught.value.code, caught.value.field) == (code, "access_removed_on")


def test_nothing_is_noted_before_anybody_asked(house):
    with pytest.raises(BadInput) as caught:
        retiring.note_facts(house.ada, "SYS-1", {"access_removed_on": "2027-03-01"})
    assert caught.value.code == "retiring.not_asked"


def test_enforcing_keeps_a_system_in_use_on_the_register_and_observing_lets_a_mistake_go(house):
    gating.choose_mode(house.cleo, "enforce")
    with pytest.raises(BadInput) as caught:
        records.retire(house.cleo, "SYS-1", why="Not needed")
    assert caught.value.code == "retiring.in_use"
    gating.choose_mode(house.cleo, "observe")
    assert records.retire(house.cleo, "SYS-1", why="Entered twice").retired_day


def begun_cast():
    people = cast()
    records.add(
        people.owner, "system", {**MINIMAL, "name": "Old sorter", "owner": people.people["owner"].ref}
    )
    return people


def test_the_page_guides_from_asking_to_taking_it_off_the_register(begun):
    people = begun(begun_cast)
    client, base = people.client("owner"), f"/o/{people.slug}/r/SYS-0001/"
    warned = client.get(f"{base}retire/").content.decode()
    assert "Retire it with care first" in warned
    assert "retiring/" in client.get(base).content.decode()
    assert client.post(f"{base}retiring/", {"reason": "Replaced"}).status_code == 302
    ref = people.people["manager"].ref
    records.add(people.owner, "role", {"name": "ai_lead", "duties": "Leads", "holder": ref})
    decided = people.client("manager").post(f"{base}gate/retired/", {"decision": "go", "password": PASSWORD})
    assert decided.status_code == 302
    page = client.get(f"{base}retiring/").content.decode()
    assert "It is no longer in use" in page
    assert "3 of the three facts are still owed" in page
    ahead = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)).isoformat()
    late = client.post(f"{base}retiring/", {"access_removed_on": ahead})
    assert late.status_code == 422
    assert "has not come yet" in late.content.decode()
    today = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)).isoformat()
    assert client.post(f"{base}retiring/", dict.fromkeys(FACTS, today)).status_code == 302
    whole = client.get(f"{base}retiring/").content.decode()
    assert f"{base}retire/" in whole
    assert "nothing of them is owed any more" in whole
    assert whole.count("not gone through") == whole.count('<li class="is-skipped">') == 5
    assert "Retire it with care first" not in client.get(f"{base}retire/").content.decode()

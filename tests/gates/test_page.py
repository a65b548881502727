"""The page of a gate: what is missing stands there with whoever mends it, and the decision is signed there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from gates.life import CHANGE, MINIMAL
from harness.cast import PASSWORD, Cast, cast
from harness.house import ASSESSMENT
from holdtrue.app.actions import gating, records
from holdtrue.app.queries.lives import decisions
from holdtrue.settings import start

start()

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages_acts.filling import Browser


@pytest.fixture
def people(begun: Callable) -> Cast:
    return begun(cast)


@pytest.fixture
def ada(people: Cast) -> Browser:
    from pages_acts.filling import Browser

    person = people.people["owner"].ref if "owner" in people.people else people.owner.actor.person
    records.add(people.owner, "system", {**MINIMAL, "use": "planned", "name": "Call sorter", "owner": person})
    return Browser(people, "owner")


def test_a_shut_gate_says_what_is_missing_and_asks_for_the_change(ada: Browser) -> None:
    page = ada.open("r/SYS-0001/gate/deployed/")
    assert "The gate to Deployed is shut" in page.html
    assert "does not follow on it" in page.html
    page = ada.open("r/SYS-0001/gate/assessed/")
    assert "Ask for this stage" in page.html
    found = re.findall(r'href="([^"]*back=r(?:/|%2F)SYS-0001[^"]*)"', page.html)
    assert found, "what mends a line leads back to the gate"
    assert "stage-strip" in ada.open("r/SYS-0001/").html


def test_one_asks_and_another_decides_on_the_page(people: Cast, ada: Browser) -> None:
    client = people.client("manager")
    base = f"/o/{people.slug}/r/SYS-0001/gate/approved/"
    records.add(people.owner, "impact_assessment", {**ASSESSMENT, "system": "SYS-0001"})
    asked = client.post(base + "ask/", {name: str(v) for name, v in CHANGE.items() if name != "approver"})
    assert asked.status_code == 302
    page = ada.open("r/SYS-0001/gate/approved/")
    assert "CHG-0001" in page.html
    assert "observes its gates" in page.html
    refused = client.post(base, {"decision": "go"})
    assert refused.status_code in (403, 422)
    record = records.find(people.owner, "SYS-0001")
    assert decisions(people.organisation, record) == []


def test_who_wrote_the_request_is_told_before_deciding_that_a_go_is_not_theirs(
    people: Cast, ada: Browser
) -> None:
    records.add(people.owner, "impact_assessment", {**ASSESSMENT, "system": "SYS-0001"})
    gating.ask(people.owner, "SYS-0001", "approved", CHANGE | {"approver": ""})
    for name in ("owner", "manager"):
        ref = people.people[name].ref if name in people.people else people.owner.actor.person
        held = {"name": "ai_lead", "duties": "Leads", "holder": ref}
        records.add(people.owner, "role", held)
    told = ada.open("r/SYS-0001/gate/approved/").html
    assert "A go is not yours to sign here" in told
    assert "you wrote what you would sign" in told
    assert 'name="decision"' in told  # a no is theirs to say
    other = people.client("manager").get(f"/o/{people.slug}/r/SYS-0001/gate/approved/").content.decode()
    assert 'name="decision"' in other
    assert "A go is not yours" not in other


def test_an_auditor_sees_the_answer_and_no_form(people: Cast, ada: Browser) -> None:
    del ada
    gating.ask(people.owner, "SYS-0001", "assessed", CHANGE | {"approver": ""})
    html = people.client("auditor").get(f"/o/{people.slug}/r/SYS-0001/gate/assessed/").content.decode()
    assert "The gate to Assessed is shut" in html
    assert 'name="decision"' not in html


def test_an_unknown_stage_and_a_strange_day_are_refused_in_a_sentence(people: Cast, ada: Browser) -> None:
    del ada
    client = people.client("owner")
    assert client.get(f"/o/{people.slug}/r/SYS-0001/gate/someday/").status_code == 422
    assert client.get(f"/o/{people.slug}/r/SYS-0001/gate/approved/?on=soon").status_code == 422
    ahead = client.get(f"/o/{people.slug}/r/SYS-0001/gate/approved/?on=2030-01-01")
    assert "Another day is shown" in ahead.content.decode()


def test_the_mode_is_chosen_in_the_settings(people: Cast, ada: Browser) -> None:
    del ada
    client = people.client("owner")
    place = f"/o/{people.slug}/settings/gates/"
    assert client.post(place, {"mode": "enforce"}).status_code == 302
    people.organisation.refresh_from_db()
    assert people.organisation.gate_mode == "enforce"
    records.add(people.owner, "impact_assessment", {**ASSESSMENT, "system": "SYS-0001"})
    gating.ask(people.owner, "SYS-0001", "approved", CHANGE | {"approver": ""})
    held = {"name": "ai_lead", "duties": "Leads", "holder": people.owner.actor.person}
    held["holder"] = people.people["owner"].ref if "owner" in people.people else held["holder"]
    records.add(people.owner, "role", held)
    told = client.get(f"/o/{people.slug}/r/SYS-0001/gate/approved/").content.decode()
    assert "No go can be given yet. The gate is shut and your organisation enforces its gates" in told
    assert client.post(place, {"mode": "sometimes"}).status_code == 422
    assert people.client("contributor").post(place, {"mode": "observe"}).status_code == 403


def test_a_gate_answered_while_the_system_changes_is_refused_on_the_page_and_over_http(
    people: Cast, ada: Browser
) -> None:
    import orjson

    del ada
    max_, base = people.client("manager"), f"/o/{people.slug}/r/SYS-0001/gate/assessed/"
    ref = people.people["manager"].ref
    records.add(people.owner, "role", {"name": "ai_lead", "duties": "Leads", "holder": ref})
    records.add(people.owner, "impact_assessment", {**ASSESSMENT, "system": "SYS-0001"})
    gating.ask(people.owner, "SYS-0001", "assessed", CHANGE | {"approver": ""})
    html = max_.get(base).content.decode()
    shown = html.split('name="shown"')[1].split('value="')[1].split('"')[0]
    address = f"/o/{people.slug}/r/SYS-0001/edit/"
    edited = {"name": "Call sorter", "intended_purpose": "Decides who is called back", "use": "planned"}
    assert people.client("owner").get(address).status_code == 200
    records.edit(people.owner, "SYS-0001", edited)
    said = {"decision": "go", "password": PASSWORD, "shown": shown}
    late = max_.post(base, said)
    assert late.status_code == 409
    assert "changed while you looked" in late.content.decode()
    sent = orjson.dumps({"decision": "go", "shown": shown})
    over = f"/api/v1/o/{people.slug}/systems/SYS-0001/gates/assessed/decide"
    answer = max_.post(over, sent, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "gate.moved")
    assert decisions(people.organisation, records.find(people.owner, "SYS-0001")) == []
    fresh = max_.get(base).content.decode().split('name="shown"')[1].split('value="')[1].split('"')[0]
    assert max_.post(base, {**said, "shown": fresh}).status_code == 302


def test_a_decision_at_a_gate_is_told_once_with_its_reason(people: Cast, ada: Browser) -> None:
    ref = people.people["manager"].ref
    records.add(people.owner, "role", {"name": "ai_lead", "duties": "Leads", "holder": ref})
    records.add(people.owner, "impact_assessment", {**ASSESSMENT, "system": "SYS-0001"})
    gating.ask(people.owner, "SYS-0001", "assessed", CHANGE | {"approver": ""})
    verdict = gating.Verdict("go", "The desk was asked")
    gating.decide(people.caller("manager"), "SYS-0001", "assessed", verdict)
    told = ada.open("r/SYS-0001/history/").text
    assert told.count("said go at the gate to Assessed") == 1
    assert told.count("put the decision of a gate on record") == 1
    assert told.count("Reason: The desk was asked") == 1

"""The gates over HTTP: anybody who may write a change asks, a person who just proved who they are decides."""

from __future__ import annotations

import pytest

SORTED = {
    "effect_on_people": ["none"],
    "autonomy": "suggests",
    "personal_data": False,
    "decisions_about_people": False,
    "interacts_with_people": False,
    "generates_content": False,
    "use": "planned",
    "intended_purpose": "Sorts calls by urgency",
}


@pytest.fixture
def system(stage):
    return stage.added("system", name="Call sorter", owner="PER-0001", **SORTED)["ref"]


def at(system, act, stage_name="assessed"):
    return f"/systems/{system}/gates/{stage_name}/{act}"


def test_a_token_asks_and_is_told_who_decides_and_what_entering_would_do(stage, system):
    body = {"fields": {"reason": "The desk is overrun on Mondays"}}
    made = stage.ask("token", "POST", at(system, "ask"), body)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["system"], told["stage"], told["type"]) == (system, "assessed", "deploy")
    assert told["gate"]["missing"]
    assert told["entering"]["ref"] == system
    again = stage.ask("token", "POST", at(system, "ask"))
    assert again.status_code == 415
    assert stage.ask("token", "POST", at(system, "ask"), {}).json()["change"] == told["change"]
    shown = stage.ask("owner", "GET", f"/records/{told['change']}").json()
    assert shown["fields"]["reason"] == "The desk is overrun on Mondays"
    gate = stage.ask("token", "GET", f"/systems/{system}/gates/assessed").json()
    assert gate["stage_now"] == "intake", "asking enters nothing"


def test_a_decision_is_a_persons_who_has_just_proved_who_they_are(stage, system):
    stage.ask("token", "POST", at(system, "ask"), {})
    said = {"decision": "no_go", "reason": "It hears no accents"}
    machine = stage.ask("token", "POST", at(system, "decide"), said)
    assert (machine.status_code, "token" in machine.json()["message"]) == (403, True)
    unproved = stage.ask("owner", "POST", at(system, "decide"), said)
    assert (unproved.status_code, unproved.json()["code"]) == (403, "sign.prove_first")
    stage.proved("owner")
    no_reason = stage.ask("owner", "POST", at(system, "decide"), {"decision": "no_go"})
    assert (no_reason.status_code, no_reason.json()["field"]) == (422, "reason")
    unknown = stage.ask("owner", "POST", at(system, "decide"), {"decision": "perhaps"})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "decision")
    made = stage.ask("owner", "POST", at(system, "decide"), said)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["decision"], told["mode"], told["name"] != "") == ("no_go", "observe", True)
    assert told["missing"]
    nobody_asked = stage.ask("owner", "POST", at(system, "decide"), said)
    assert (nobody_asked.status_code, nobody_asked.json()["code"]) == (422, "gate.not_asked")
    stage.client("owner").session.flush()
    stage.clients.pop("owner")


def test_gates_are_kept_as_somebody_who_may_chooses(stage):
    assert stage.ask("owner", "GET", "/gate-mode").json() == {"mode": "observe"}
    assert stage.ask("owner", "POST", "/gate-mode", {"mode": "enforce"}).json() == {"mode": "enforce"}
    assert stage.ask("owner", "POST", "/gate-mode", {"mode": "shout"}).status_code == 422
    machine = stage.ask("token", "POST", "/gate-mode", {"mode": "observe"})
    assert (machine.status_code, "token" in machine.json()["message"]) == (403, True)
    stage.ask("owner", "POST", "/gate-mode", {"mode": "observe"})

"""Opening a gate early from its page: what it would waive, who may, and that it ends by its date without the worker."""

from __future__ import annotations

import datetime as dt

import pytest

from harness.cast import PASSWORD, cast
from harness.house import SORTED
from holdtrue.app.actions import gating, records, sign
from holdtrue.app.actions.overriding import open_early
from holdtrue.app.queries.gates import gate_asked
from holdtrue.app.queries.lives import decisions
from holdtrue.app.queries.living import by_stage
from holdtrue.store import reading
from lifecycle.test_override import WAIVER, assessable


@pytest.fixture
def staged(house):
    assessable(house)
    return house


def board(house):
    return {stage.name: [line.ref for line in stage.lines] for stage in by_stage(house.ada).stages}


def test_a_stage_entered_early_ends_by_its_date_though_nothing_was_written(staged):
    house = staged
    open_early(house.cleo, "SYS-1", "assessed", WAIVER)
    written = len(decisions(house.organisation, reading.of_kinds(house.pk, ["system"])[0]))
    house.hands.turn_to("2027-03-20")
    assert gate_asked(house.ada, "SYS-1", "approved").stage_now == "assessed"
    assert board(house)["assessed"] == ["SYS-0001"]
    house.hands.turn_to("2027-03-21")
    assert gate_asked(house.ada, "SYS-1", "approved").stage_now == "intake"
    assert (board(house)["intake"], board(house)["assessed"]) == (["SYS-0001"], [])
    assert by_stage(house.ada).early == {}
    assert len(decisions(house.organisation, reading.of_kinds(house.pk, ["system"])[0])) == written


def staged_cast():
    """A planned system whose class is signed, asked to be assessed; Max leads AI, and nothing else holds."""
    people = cast()
    max_, add = people.caller("manager"), records.add
    planned = {**SORTED, "use": "planned", "name": "Screener", "owner": people.people["owner"].ref}
    add(people.owner, "system", planned)
    classed = {"law": "us_omb", "role": "deployer", "class": "not_high_impact", "reasons": "A desk aid"}
    classed |= {"facts": "Sorts calls", "prohibited_screen": "None applies", "system": "SYS-0001"}
    sign.sign(max_, add(people.owner, "classification", classed).ref, "approved")
    add(people.owner, "role", {"name": "ai_lead", "duties": "Leads", "holder": people.people["manager"].ref})
    gating.ask(people.owner, "SYS-0001", "assessed", {"description": "Needed tonight"})
    return people


@pytest.fixture
def people(begun):
    return begun(staged_cast)


def said(days):
    today = dt.datetime.now(dt.UTC).date()
    return {
        "reason": "The phones are down",
        "limits": "Night shift only",
        "until": (today + dt.timedelta(days=days)).isoformat(),
        "password": PASSWORD,
    }


def at(people, rest="gate/assessed/early/"):
    return f"/o/{people.slug}/r/SYS-0001/{rest}"


def test_the_authority_opens_it_on_the_page_and_everybody_sees_until_when(people):
    max_ = people.client("manager")
    assert "gate/assessed/early/" in max_.get(at(people, "gate/assessed/")).content.decode()
    html = max_.get(at(people)).content.decode()
    assert "What you would waive" in html
    assert 'name="password"' in html, "whoever signs is asked once more"
    assert max_.post(at(people), {**said(3), "password": "wrong"}).status_code == 422
    late = max_.post(at(people), said(31))
    assert late.status_code == 422
    assert "within 30 days" in late.content.decode()
    assert max_.post(at(people), said(3)).status_code == 302
    for rest in ("", "gate/assessed/"):
        assert "stands opened early by Max" in people.client("owner").get(at(people, rest)).content.decode()
    assert "stands opened early by Max" in people.client("owner").get(f"/o/{people.slug}/").content.decode()
    assert [r.ref for r in reading.of_kinds(people.organisation.pk, ["finding"])] == ["FND-0001"]


def test_others_are_shown_what_it_would_waive_and_no_form(people):
    for who in ("owner", "contributor", "auditor"):
        html = people.client(who).get(at(people)).content.decode()
        assert "What you would waive" in html
        assert 'name="until"' not in html
    assert people.client("owner").post(at(people), said(3)).status_code in (403, 422)
    assert people.client("contributor").post(at(people), said(3)).status_code in (403, 422)
    assert not reading.of_kinds(people.organisation.pk, ["finding"])


def test_whoever_wrote_the_change_is_told_before_typing_and_led_to_the_gate(people):
    max_ = people.caller("manager")
    records.edit(max_, "CHG-0001", {"reason": "Needed by midnight", "description": "All of it"})
    html = people.client("manager").get(at(people)).content.decode()
    assert "you wrote what you would sign" in html
    assert 'name="until"' not in html
    assert html.count(at(people, "gate/assessed/")) > 1


def test_a_hard_practice_that_is_missing_leaves_no_door(people):
    records.retire(people.owner, "CLS-0001", why="Wrong")
    assert (
        "gate/assessed/early/"
        not in people.client("manager").get(at(people, "gate/assessed/")).content.decode()
    )
    assert "in spite of that" in people.client("manager").get(at(people)).content.decode()


def test_over_http_only_whoever_just_proved_who_they_are(people):
    import orjson

    address = f"/api/v1/o/{people.slug}/systems/SYS-0001/gates/assessed/early"
    sent = orjson.dumps({name: value for name, value in said(3).items() if name != "password"})
    max_ = people.client("manager")
    assert max_.post(address, sent, content_type="application/json").json()["code"] == "sign.prove_first"
    assert max_.post(at(people), {**said(31)}).status_code == 422, "which proved who they are"
    done = max_.post(address, sent, content_type="application/json")
    assert (done.status_code, done.json()["stage"], done.json()["change"]) == (201, "assessed", "CHG-0001")
    assert "Human oversight" not in done.json()["waived"]


def test_the_command_opens_it_for_the_authority_named(people, databases, monkeypatch, capsys):
    from django.conf import settings
    from django.db import connection

    from holdtrue.cli.commands import run

    monkeypatch.setenv("HOLDTRUE_DATA", str(settings.HOLDTRUE_FOLDER.path))
    if connection.vendor == "postgresql":
        slate = databases.taken[connection.settings_dict["NAME"]]
        monkeypatch.setenv("HOLDTRUE_DATABASE_URL", slate.address)
    words = ["--org", people.slug, "open-early", "SYS-0001", "--to", "assessed", "--reason", "Phones"]
    words += ["--limits", "Tonight", "--until", said(3)["until"]]
    assert run([*words, "--signer", people.people["manager"].ref]) == 0
    assert "a finding was filed" in capsys.readouterr().out


def test_everything_wrong_with_the_form_is_told_at_once(people):
    empty = people.client("manager").post(at(people), {**said(31), "reason": "", "limits": ""})
    html = empty.content.decode()
    assert empty.status_code == 422
    for sentence in ("Say why it cannot wait.", "Say under which limits", "within 30 days"):
        assert sentence in html

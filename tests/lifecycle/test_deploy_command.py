"""A pipeline deploys over HTTP and from the command line with the same answer; a machine may use, never sign."""

from __future__ import annotations

import datetime as dt

import orjson
import pytest

from harness.cast import cast
from harness.house import SORTED


def staged():
    """The cast's screener with a standing approval that Max signed on real days."""
    import io

    from holdtrue.app.actions import evidence, records, sign

    people = cast()
    today = dt.datetime.now(dt.UTC).date()
    max_ = people.caller("manager")
    add = records.add
    add(people.owner, "system", {"name": "Screener", "intended_purpose": "Ranks letters", **SORTED})
    add(
        people.owner,
        "component",
        {"type": "model", "name": "Small", "version": "2.4.0", "made_by": "us", "systems": "SYS-0001"},
    )
    add(people.owner, "role", {"name": "ai_lead", "duties": "Leads", "holder": people.people["manager"].ref})
    kept = evidence.attach(
        people.owner,
        ["SYS-0001"],
        io.BytesIO(b"96 of 100"),
        "t.txt",
        tag="test-report",
        collected_on=today.isoformat(),
    )
    evidence.read(max_, kept.ref, "in_order")
    limits = {
        "title": "Patches",
        "system": "SYS-0001",
        "may_vary": "CMP-0001 version 2.4.*",
        "evidence": "test-report 30 days",
        "reason": "Weekly patches",
        "valid_until": (today + dt.timedelta(days=90)).isoformat(),
    }
    sign.sign(max_, add(people.owner, "standing_approval", limits).ref, "approved")
    return people


@pytest.fixture
def people(begun):
    return begun(staged)


def deploy(people, who, **body):
    address = f"/api/v1/o/{people.slug}/systems/SYS-0001/deploy"
    headers = {"Authorization": f"Bearer {people.secret}"} if who == "token" else {}
    return people.client(who).post(
        address, orjson.dumps(body), content_type="application/json", headers=headers
    )


def test_a_pipeline_asks_then_deploys_then_is_told_the_limit(people):
    asked = deploy(people, "token", version="2.4.1", **{"try": True})
    assert (asked.status_code, asked.json()["inside"], asked.json()["change"]) == (200, True, None)
    done = deploy(people, "token", version="2.4.1").json()
    assert (done["change"], done["standing_approval"], done["signed_by"]) == ("CHG-0001", "STA-0001", ["Max"])
    past = deploy(people, "token", version="3.0.0")
    assert (past.status_code, past.json()["code"]) == (409, "envelope.refused")
    assert "CMP-0001 version 2.4.*" in past.json()["message"]


def test_an_employee_is_not_told_what_may_vary(people):
    assert deploy(people, "member", version="2.4.1", **{"try": True}).status_code == 403
    assert deploy(people, "member", version="2.4.1").status_code == 403


@pytest.mark.parametrize("body", [{"set": ["x"]}, {"set": {"a": 1}}, {"try": "yes"}, {"vrsion": "2"}, {}])
def test_what_cannot_be_read_is_refused_in_a_sentence(people, body):
    response = deploy(people, "owner", **body)
    assert response.status_code == 422
    assert response.json()["message"]


def test_the_command_says_the_same(people, databases, monkeypatch, capsys):
    from django.conf import settings
    from django.db import connection

    from holdtrue.cli.commands import run

    monkeypatch.setenv("HOLDTRUE_DATA", str(settings.HOLDTRUE_FOLDER.path))
    if connection.vendor == "postgresql":
        slate = databases.taken[connection.settings_dict["NAME"]]
        monkeypatch.setenv("HOLDTRUE_DATABASE_URL", slate.address)
    words = ["--org", people.slug, "deploy", "SYS-0001"]
    assert run([*words, "--version", "2.4.2", "--dry-run"]) == 0
    assert "would be inside STA-0001" in capsys.readouterr().out
    assert run([*words, "--version", "2.4.2", "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)["change"] == "CHG-0001"
    assert run([*words, "--version", "9"]) == 1
    assert "crosses the limit" in capsys.readouterr().err


def test_the_page_holds_it_against_the_limits_and_then_deploys(people):
    max_, at = people.client("manager"), f"/o/{people.slug}/r/SYS-0001/deploy/"
    assert "in force" in max_.get(at).content.decode()
    outside = max_.post(at, {"set": "CMP-0001.version = 3.0.0"}).content.decode()
    assert "crosses the limit" in outside
    assert 'name="seen"' not in outside
    html = max_.post(at, {"set": "CMP-0001.version = 2.4.1"}).content.decode()
    assert "Everything lies inside STA-0001" in html
    seen = html.split('name="seen"')[1].split('value="')[1].split('"')[0]
    done = max_.post(at, {"set": "CMP-0001.version = 2.4.1", "seen": seen})
    assert (done.status_code, done["Location"].rsplit("/", 2)[1]) == (302, "CHG-0001")
    assert max_.post(at, {"set": "nonsense"}).status_code == 422
    assert people.client("contributor").post(at, {"set": "CMP-0001.version = 2.4.2"}).status_code == 403
    assert people.client("member").get(at).status_code == 403

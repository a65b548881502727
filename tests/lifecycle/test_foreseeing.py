"""Before a change is asked for it is looked at: what it would stop is shown, kept, and later laid beside what came."""

from __future__ import annotations

import pytest

from harness.cast import PASSWORD, cast
from harness.house import ASSESSMENT, SORTED
from holdtrue.app.actions import gating, records, sign
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.foreseeing import foresee, lines_of
from holdtrue.app.actions.permission import on_record
from holdtrue.app.actions.records import edit_within
from holdtrue.core.refusals import BadInput


def serving(people):
    """A system in service with one component and a signed assessment."""
    add, ada = records.add, people.owner
    owner = people.people["owner"].ref
    add(ada, "system", {**SORTED, "name": "Screener", "owner": owner, "intended_purpose": "Ranks letters"})
    add(
        ada,
        "component",
        {"type": "model", "name": "Small", "version": "2.4", "made_by": "us", "systems": "SYS-0001"},
    )
    add(ada, "impact_assessment", {**ASSESSMENT, "system": "SYS-0001"})
    sign.sign(people.caller("manager"), "IMP-0001", "approved")
    add(ada, "role", {"name": "ai_lead", "duties": "Leads", "holder": people.people["manager"].ref})
    system = records.find(ada, "SYS-0001")
    with acting(ada, gating.PASSING, "gate", on_record(system)) as act:
        edit_within(act, system, {"lifecycle_stage": "deployed"}, {})
    return people


@pytest.fixture
def people(begun):
    return begun(lambda: serving(cast()))


PURPOSE = "SYS-0001.intended_purpose = Decides who is invited"


def body(people, ref):
    from holdtrue.store import reading

    return reading.body(records.find(people.owner, ref))


def test_it_is_tried_on_the_page_before_it_is_asked_and_kept_with_the_request(people):
    client, base = people.client("owner"), f"/o/{people.slug}/r/SYS-0001/gate/changed/"
    assert "See what it would do" in client.get(base).content.decode()
    said = {"proposed": f"{PURPOSE}\nCMP-0001.version = 2.5", "reason": "More invitations", "type": "modify"}
    shown = client.post(f"{base}ask/", said)
    html = shown.content.decode()
    assert (shown.status_code, "Nothing has changed yet" in html or "would" in html) == (200, True)
    assert "IMP-0001" in html, "the assessment was signed for another purpose"
    assert body(people, "SYS-0001")["fields"]["intended_purpose"] == "Ranks letters"
    seen = html.split('name="seen"')[1].split('value="')[1].split('"')[0]
    assert client.post(f"{base}ask/", {**said, "seen": seen}).status_code == 302
    kept = body(people, "CHG-0001")
    assert "SYS-0001 intended_purpose: Ranks letters → Decides who is invited" in kept["fields"]["foreseen"]
    assert "would stop holding" in kept["fields"]["foreseen"]
    assert len(kept["links"]["targets"]) == 1
    assert "Foreseen when it was asked" in client.get(base).content.decode()


def test_what_really_came_stands_beside_it(people):
    gating.ask(people.owner, "SYS-0001", "changed", {"reason": "More"}, proposed=lines_of(PURPOSE))
    base = f"/o/{people.slug}/r/"
    assert "not taken effect" in people.client("owner").get(f"{base}CHG-0001/").content.decode()
    answer = {"decision": "go", "password": PASSWORD}
    assert people.client("manager").post(f"{base}SYS-0001/gate/changed/", answer).status_code == 302
    records.edit(people.owner, "SYS-0001", {"intended_purpose": "Decides who is invited"})
    for page in ("CHG-0001/", "SYS-0001/gate/changed/"):
        html = people.client("owner").get(base + page).content.decode()
        assert "What really came" in html
        assert "from documented to" in html or "from operational to" in html, page


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("nonsense", "foreseen.line"),
        ("version = 2", "foreseen.line"),
        ("CMP-0009.version = 2", "foreseen.not_its"),
        ("SYS-0001.colour = red", "foreseen.no_field"),
    ],
)
def test_a_line_that_means_nothing_here_is_refused_beside_its_field(people, line, code):
    with pytest.raises(BadInput) as caught:
        foresee(people.owner, records.find(people.owner, "SYS-0001"), lines_of(line))
    assert (caught.value.code, caught.value.field) == (code, "proposed")
    answer = people.client("owner").post(f"/o/{people.slug}/r/SYS-0001/gate/changed/ask/", {"proposed": line})
    assert answer.status_code == 422


def test_a_retirement_is_looked_at_without_being_told_how(people):
    made = gating.ask(people.owner, "SYS-0001", "retired", {"reason": "Replaced"})
    assert "would stop holding" in body(people, made.ref)["fields"]["foreseen"]
    assert body(people, "SYS-0001")["fields"]["use"] == "in_use"

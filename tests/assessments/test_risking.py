"""Risk criteria as scales and bands, acceptance by the right person, and what counts while controls hold."""

from __future__ import annotations

import pytest

from holdtrue.core.content import content
from holdtrue.core.derived import scales
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import NotAllowed
from holdtrue.core.risking import (
    Band,
    authority,
    bands,
    bands_text,
    effective,
    entitled,
    scale,
    scales_text,
    typical,
)

NAMES = ("rare", "unlikely", "possible", "likely", "expected")
GRAVE = ("slight", "moderate", "serious", "severe")
BANDS = (Band(4, "system_owner"), Band(9, "ai_lead"), Band(None, "top_management"))


def test_scales_are_text_that_people_and_levels_read():
    text = scales_text(NAMES, GRAVE)
    assert text.splitlines()[0] == "Likelihood 1-5: 1 rare, 2 unlikely, 3 possible, 4 likely, 5 expected"
    assert scales(text) == (1, 5, 1, 4)
    assert scale(text, "severity").steps[-1] == (4, "severe")
    assert scale("likelihood 1-3, severity 1-3", "likelihood").steps == ((1, ""), (2, ""), (3, ""))
    assert scale("no scale", "severity") is None


def test_bands_read_back_and_name_who_may_accept():
    text = bands_text(BANDS)
    assert text == "up to 4: system_owner; up to 9: ai_lead; above: top_management"
    assert bands(text) == BANDS
    assert [authority(text, n) for n in (2, 4, 5, 12)] == [
        "system_owner",
        "system_owner",
        "ai_lead",
        "top_management",
    ]
    assert authority("The board decides", 3) == ""
    assert entitled("system_owner", {"top_management"})
    assert not entitled("ai_lead", {"system_owner"})


def test_the_residual_level_counts_only_while_every_control_is_upheld():
    assert effective(12, 4, {"CTL-0001": True, "CTL-0002": True}) == (4, ())
    assert effective(12, 4, {"CTL-0001": True, "CTL-0002": False}) == (12, ("CTL-0002",))
    assert effective(12, 4, {}) == (12, ())
    assert effective(12, None, {"CTL-0001": True}) == (12, ())


def test_typical_risks_follow_from_facts():
    found = {
        t.id: t for t in typical({"generates_content": True, "personal_data": True, "hosting": "service"})
    }
    assert {"made-up", "leak", "repurposed", "supplier-change", "injected"} <= set(found)
    assert "unfair" not in found
    assert found["repurposed"].facts == ("personal_data", "hosting")
    assert typical({}) == ()


def test_typical_risks_read_facts_that_exist():
    names = set(KINDS["system"].specs_by_name())
    for line in content("risks/typical.yaml")["risks"]:
        when = line["when"]
        assert {n for x in when.get("any", [when]) for n in x} <= names
        assert 1 <= line["severity"] <= 5
        assert 1 <= line["likelihood"] <= 5


@pytest.fixture
def weighed(people, screener):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.sign import sign

    criteria = {"scales": scales_text(NAMES, GRAVE), "appetite": 6, "acceptance_authority": bands_text(BANDS)}
    made = records.add(people.owner, "risk_criteria", criteria)
    sign(people.caller("manager"), made.ref, "approved")
    risk = {"title": "Unfair", "system": screener.ref, "event": "Ranked low", "likelihood": 4, "severity": 3}
    return records.add(people.owner, "risk", risk)


def test_a_risk_is_accepted_only_by_whom_the_criteria_name(people, weighed):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.sign import sign

    max_ = people.people["manager"].ref
    with pytest.raises(NotAllowed) as refusal:
        sign(people.caller("manager"), weighed.ref, "risk_accepted")
    assert refusal.value.code == "risk.not_entitled"
    assert refusal.value.message.params["level"] == "12"
    records.add(people.owner, "role", {"name": "ai_lead", "holder": max_})
    with pytest.raises(NotAllowed):
        sign(people.caller("manager"), weighed.ref, "risk_accepted")
    records.add(people.owner, "role", {"name": "top_management", "holder": max_})
    assert sign(people.caller("manager"), weighed.ref, "risk_accepted").meaning == "risk_accepted"


def test_a_review_of_a_risk_needs_no_such_authority(people, weighed):
    from holdtrue.app.actions.sign import sign

    assert sign(people.caller("manager"), weighed.ref, "reviewed").meaning == "reviewed"

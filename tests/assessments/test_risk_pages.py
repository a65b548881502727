"""The matrix, the way of one risk, typical risks and the criteria, filled in as a browser would."""

from __future__ import annotations

import pytest


@pytest.fixture
def weighed(people, ada, screener):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.sign import sign

    page = ada.open("risk-criteria-form/")
    made = ada.send(page, holding="appetite", appetite="6", **{"up_to.ai_lead": "9"})
    assert made.address.endswith("/r/CRI-0001/")
    sign(people.caller("manager"), "CRI-0001", "approved")
    control = records.add(people.owner, "control", {"title": "Second reader", "practice": "human-oversight"})
    risk = {"title": "Unfair", "system": screener.ref, "event": "Ranked low", "likelihood": 4, "severity": 3}
    more = {"treatment": "reduce", "controls": [control.ref], "residual_level": 4}
    return records.add(people.owner, "risk", {**risk, **more})


def test_criteria_are_stated_by_their_parts_and_read_back(ada, weighed):
    page = ada.open("r/CRI-0001/criteria/")
    fields = page.form("appetite")["fields"]
    assert fields["likelihood"] == ["rare\nunlikely\npossible\nlikely\nexpected"]
    assert (fields["appetite"], fields["up_to.ai_lead"]) == (["6"], ["9"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"likelihood": "one\ntwo"}, "A scale has 3 to 6 steps"),
        ({"appetite": "99"}, "at most 25"),
        ({"appetite": "lots"}, "is no number"),
        ({"above": ""}, "Say who may accept"),
    ],
)
def test_criteria_that_cannot_be_are_refused_beside_the_field(ada, typed, said):
    page = ada.open("risk-criteria-form/")
    again = ada.send(page, holding="appetite", **typed)
    assert again.status == 422
    assert said in again.text


def test_the_matrix_counts_risks_and_leads_to_them(ada, weighed):
    page = ada.open("risk-matrix/")
    assert "One risk lies above the appetite of 6." in page.text
    assert "risks/?likelihood=4&amp;severity=3" in page.html
    assert "Unfair" in ada.open("risks/?likelihood=4&severity=3").text
    assert "Unfair" not in ada.open("risks/?likelihood=1&severity=3").text


def test_without_scales_the_matrix_says_what_would_give_them(ada):
    assert "No risk criteria with scales are in force." in ada.open("risk-matrix/").text


def test_the_level_before_treatment_counts_while_a_control_is_not_upheld(ada, weighed):
    page = ada.open(f"r/{weighed.ref}/way/")
    assert "because this control is not upheld: CTL-0001." in page.text
    assert "12 (4 × 3)" in page.text
    assert "Top management may accept this level." in page.text


def test_what_remains_counts_once_the_control_is_upheld(people, ada, weighed, screener):
    from holdtrue.app.actions import records

    records.edit(people.owner, "CTL-0001", {"practice": "", "tag": "oversight-sample"})
    day = people.owner.clock.day("UTC")
    from holdtrue.core.days import iso

    shown = {"tag": "oversight-sample", "about": [screener.ref], "collected_on": iso(day), "source": "sample"}
    read = {"result": "in_order", "read_by": people.people["manager"].ref, "read_on": iso(day)}
    records.add(people.owner, "evidence", {**shown, **read})
    page = ada.open(f"r/{weighed.ref}/way/")
    assert "What remains counts, because every control behind it is upheld." in page.text
    assert "AI lead may accept this level." in page.text


def test_typical_risks_are_offered_with_their_facts_and_added_together(people, ada, screener):
    page = ada.open(f"r/{screener.ref}/risks/")
    assert "It treats some people worse." in page.text
    assert "NIST AI 600-1: harmful bias" in page.text
    done = ada.send(page, holding="risk", risk=["unfair", "leak"])
    assert "2 risks were added." in done.text
    by_subject = ada.open(f"r/{screener.ref}/risks/?subject=people")
    assert "Nobody can contest a decision" in by_subject.text
    assert "Personal data gets out" not in by_subject.text
    one = ada.send(by_subject, holding="risk", one="no-appeal")
    assert "Nobody can contest a decision was added." in one.text
    again = ada.open(f"r/{screener.ref}/risks/")
    assert "unfair" not in again.form("risk")["choices"]["risk"]
    assert ada.send(again, holding="risk", risk=[]).status == 422


def test_criteria_half_typed_are_kept_and_taken_up_again(people, ada):
    from holdtrue.app.actions import working

    form = "criteria/new"
    working.keep(people.owner, form, {"appetite": ["9"]})
    page = ada.open("risk-criteria-form/")
    assert "draft=1" in page.html
    assert ada.open("risk-criteria-form/?draft=1").form("appetite")["fields"]["appetite"] == ["9"]


def test_who_may_not_add_is_refused_and_the_employee_reads_no_risk(people, weighed, screener):
    from pages_acts.filling import Browser

    auditor, member = Browser(people, "auditor"), Browser(people, "member")
    assert auditor.open(f"r/{screener.ref}/risks/").status == 403
    assert auditor.open("risk-matrix/").status == 200
    assert auditor.open(f"r/{weighed.ref}/way/").status == 200
    assert member.open("risk-matrix/").status == 403
    assert member.open(f"r/{weighed.ref}/way/").status == 403
    assert auditor.open("risk-criteria-form/").status == 403

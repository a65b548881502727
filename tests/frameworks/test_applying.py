"""What reaches an organisation follows from its facts, and what does not says why."""

from __future__ import annotations

import pytest

from holdtrue.core.applying import Known, applies, conditions, reached
from holdtrue.core.frameworks import FRAMEWORKS, framework
from holdtrue.words import say

ACT, LAW = framework("eu_ai_act"), framework("law25")
QUEBEC = Known({"jurisdictions": ["QC"], "public_body": False})


def told(law, requirement, known):
    """Whether it reaches, and the reason as people read it."""
    found = applies(law, law.requirement(requirement), known)
    return found.holds, say(found.because) if found.because else ""


def act(*classes, **fields):
    """An organisation in the Union with these (class, role) on record."""
    held = {"eu_ai_act": frozenset(classes)} if classes else {}
    return Known({"jurisdictions": ["EU"], **fields}, classes=held)


@pytest.mark.parametrize("name", ["iso42001", "nist_ai_rmf"])
def test_anybody_may_follow_a_standard(name):
    assert reached(framework(name), Known({})).holds is True


def test_a_law_of_elsewhere_does_not_reach():
    assert told(ACT, "AIA-4", QUEBEC) == (
        False,
        "Neither you nor any AI system of yours is said to work there: European Union.",
    )


def test_a_system_used_in_the_union_brings_the_act():
    known = Known(
        {"jurisdictions": ["QC"]},
        met={(("jurisdictions", "EU"),): True},
        classes={"eu_ai_act": frozenset({("minimal", "deployer")})},
    )
    assert told(ACT, "AIA-4", known)[0] is True


def test_a_place_that_is_not_said_may_be_reached():
    assert reached(ACT, Known({})).holds is None
    assert told(ACT, "AIA-4", Known({}))[0] is None


def test_unclassified_systems_leave_every_duty_possible():
    holds, why = told(ACT, "AIA-26.2", act())
    assert holds is None
    assert "classified" in why


@pytest.mark.parametrize(
    ("duty", "expected"),
    [("AIA-26.2", True), ("AIA-4", True), ("AIA-5", True), ("AIA-9.1", False), ("AIA-50.1", False)],
)
def test_duties_follow_class_and_role(duty, expected):
    assert told(ACT, duty, act(("high_risk_annex_iii", "deployer")))[0] is expected


def test_a_duty_of_another_actor_names_whom_it_binds():
    _, why = told(ACT, "AIA-9.1", act(("high_risk_annex_iii", "deployer")))
    assert "Provider" in why


def test_a_class_without_a_role_brings_the_duties_of_both():
    known = act(("high_risk_annex_iii", ""))
    assert told(ACT, "AIA-26.2", known)[0] is told(ACT, "AIA-9.1", known)[0] is True


def test_a_line_of_law_25_follows_facts_of_systems():
    decides = {
        condition: condition[-1] == ("autonomy", "decides") for condition in conditions([LAW]) if condition
    }
    known = Known({"jurisdictions": ["QC"], "public_body": False}, met=decides)
    assert told(LAW, "P-39.1-s12.1", known)[0] is True
    nobody = Known({"jurisdictions": ["QC"]}, met=dict.fromkeys(decides, False))
    holds, why = told(LAW, "P-39.1-s12.1", nobody)
    assert holds is False
    assert "Decisions about people" in why
    assert told(LAW, "P-39.1-s3.1", nobody)[0] is True


def test_facts_no_list_is_filtered_by_leave_it_open():
    assert told(LAW, "LCCJTI-s44-45", QUEBEC)[0] is None


def test_duties_of_public_bodies_bind_public_bodies():
    assert told(LAW, "A-2.1-s65.2", QUEBEC)[0] is False


@pytest.mark.parametrize(("name", "supervisor"), [("amf_ai", "amf"), ("osfi_e23", "osfi")])
def test_a_guideline_reaches_those_it_supervises(name, supervisor):
    law = framework(name)
    for fields, expected in (
        ({}, False),
        ({"financial_supervisors": ["none"]}, False),
        ({"financial_supervisors": [supervisor]}, True),
    ):
        assert reached(law, Known(fields)).holds is expected
        assert all(applies(law, r, Known(fields)).holds is expected for r in law.requirements)


def test_a_control_left_out_says_the_reason_of_the_statement():
    iso = framework("iso42001")
    known = Known({}, left_out={"A.10.4": "We have no customers for AI."})
    holds, why = told(iso, "A.10.4", known)
    assert holds is False
    assert "We have no customers for AI." in why
    assert told(iso, "A.10.3", known)[0] is True


def test_every_reason_can_be_said():
    for name in FRAMEWORKS:
        for known in (Known({}), QUEBEC, act(), act(("minimal", "provider"))):
            for requirement in framework(name).requirements:
                assert told(framework(name), requirement.id, known)[1] is not None

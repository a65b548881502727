"""What nobody types follows from facts: tier, use, class, levels, closings and deadlines."""

from __future__ import annotations

from itertools import count

import pytest

from holdtrue.core.days import to_day
from holdtrue.core.derived import fill, scales
from holdtrue.core.facts import Fact
from holdtrue.core.kinds import KINDS
from holdtrue.core.vocabulary import vocabulary

TRIAGED = {
    "name": "Screener",
    "use": "in_use",
    "our_role": ["deployer"],
    "decisions_about_people": False,
    "effect_on_people": ["convenience"],
    "autonomy": "drafts",
    "interacts_with_people": False,
    "generates_content": False,
    "personal_data": False,
    "jurisdictions": ["QC"],
}
CRITERIA = {"scales": "Likelihood 1-5, severity 1 to 5. Likelihood 1: rare.", "appetite": 8}
numbers = count(1)


def fact(kind, fields, links=None, **more):
    number = next(numbers)
    return Fact(
        f"u{number}", f"{KINDS[kind].prefix}-{number:04d}", kind, fields, links or {}, number=number, **more
    )


def derived(kind, fields, *linked, links=None, organization=None, criteria=None, registered="2026-01-02"):
    """Fill a record; `linked` are the records linked with it, by whichever end."""

    def of(_fact, wanted):
        return [f for f in linked if f.kind == wanted]

    record = fact(kind, fields, links)
    return fill(record, of, organization or {}, criteria or {}, to_day(registered))


def tier(changes=None, *linked, **more):
    return derived("system", {**TRIAGED, **(changes or {})}, *linked, **more).get("tier")


def without(*names):
    return {k: v for k, v in TRIAGED.items() if k not in names}


def classed(law, class_, provenance="imported", *, in_force=False):
    told = {"class": class_, "provenance": provenance}
    if in_force:
        return fact("classification", {**told, "law": law}, {"law": (law,)})
    return fact("classification", {}, {"law": (law,)}, draft={**told, "law": law}, in_force=False)


def test_a_harmless_aid_is_minimal():
    assert tier() == "minimal"


@pytest.mark.parametrize(
    "facts",
    [
        {"decisions_about_people": True},
        {"interacts_with_people": True},
        {"generates_content": True, "published_output": True},
        {"personal_data": True},
        {"autonomy": "acts_with_tools"},
    ],
)
def test_any_one_of_these_makes_it_limited(facts):
    assert tier(facts) == "limited"


@pytest.mark.parametrize(
    "facts",
    [
        {"decisions_about_people": True, "autonomy": "decides", "effect_on_people": ["work", "money"]},
        {"effect_on_people": ["health"], "autonomy": "acts_with_tools"},
        {"effect_on_people": "safety", "autonomy": "decides"},
        {"sensitive_use": True},
    ],
)
def test_decisions_on_what_matters_to_people_make_it_high(facts):
    assert tier(facts) == "high"


def test_a_vulnerable_group_a_grave_assessment_or_a_high_class_makes_it_high():
    assert tier(None, fact("group", {"vulnerability": True})) == "high"
    assert tier(None, fact("impact_assessment", {"type": "ai", "severity": "serious"})) == "high"
    assert tier(None, classed("eu_ai_act", "high_risk_annex_iii")) == "high"


def test_a_privacy_assessment_raises_no_tier():
    assert tier(None, fact("impact_assessment", {"type": "privacy", "severity": "serious"})) == "minimal"


def test_a_missing_fact_leaves_it_unsorted_and_is_named():
    found = derived("system", without("autonomy", "use"))
    assert "tier" not in found
    assert found["sorted"] is False
    assert found["_missing"] == ("use", "autonomy")
    assert "in_use" not in found


def test_content_that_is_made_asks_whether_it_is_published():
    assert derived("system", {**TRIAGED, "generates_content": True})["_missing"] == ("published_output",)


def test_the_organisations_jurisdictions_stand_in():
    assert derived("system", without("jurisdictions"))["_missing"] == ("jurisdictions",)
    found = derived("system", without("jurisdictions"), organization={"jurisdictions": ["EU"]})
    assert found["_missing"] == ()
    assert found["jurisdictions"] == ["EU"]


def test_a_stated_high_class_counts_at_once_and_is_unconfirmed():
    found = derived("system", {"name": "x"}, classed("us_omb", "rights_impacting"))
    assert found["tier"] == "high"
    assert found["sorted"] is True
    assert found["_tier_confirmed"] is False
    assert found["_stated_class"] == "rights_impacting"


def test_a_stated_low_class_silences_no_missing_fact():
    found = derived("system", {"name": "x"}, classed("us_omb", "not_high_impact"))
    assert found["sorted"] is False
    assert found["_stated_tier"] == "minimal"


def test_derived_facts_beat_a_lower_stated_class():
    assert tier({"sensitive_use": True}, classed("us_omb", "not_high_impact")) == "high"


def test_the_eu_class_is_that_of_the_classification_in_force():
    assert "eu_class" not in derived("system", TRIAGED, classed("eu_ai_act", "transparency"))
    signed = classed("eu_ai_act", "transparency", "derived", in_force=True)
    assert (
        derived("system", TRIAGED, signed, classed("law25", "applies", in_force=True))["eu_class"]
        == "transparency"
    )


@pytest.mark.parametrize(
    ("use", "in_use"), [("planned", False), ("trial", True), ("in_use", True), ("ended", False)]
)
def test_a_trial_on_real_people_is_use(use, in_use):
    assert derived("system", {**TRIAGED, "use": use})["in_use"] is in_use


def test_a_system_starts_at_intake_and_knows_since_when_it_is_listed():
    found = derived("system", TRIAGED)
    assert (found["lifecycle_stage"], found["registered_on"]) == ("intake", "2026-01-02")


@pytest.mark.parametrize(
    ("makers", "outside"), [((), None), (("us",), False), (("us", "others"), True), (("us", None), None)]
)
def test_parts_from_outside_are_told_by_the_components(makers, outside):
    parts = [fact("component", {"made_by": maker}) for maker in makers]
    assert derived("system", TRIAGED, *parts).get("outside_parts") is outside


def test_a_person_is_active_until_they_left():
    assert derived("person", {"name": "Anne"})["active"] is True
    assert derived("person", {"name": "Anne", "left_on": "2026-01-31"})["active"] is False


def test_a_level_is_likelihood_times_severity_on_the_scales_in_force():
    found = derived("risk", {"likelihood": 4, "severity": 3}, criteria=CRITERIA)
    assert (found["level"], found["above_appetite"], found["residual_above_appetite"]) == (12, True, True)


def test_the_residual_level_counts_only_with_a_control_behind_it():
    risk = {"likelihood": 4, "severity": 3, "residual_level": 4}
    assert derived("risk", risk, criteria=CRITERIA)["residual_above_appetite"] is True
    held = derived("risk", risk, links={"controls": ("c",)}, criteria=CRITERIA)
    assert held["residual_above_appetite"] is False


@pytest.mark.parametrize(
    ("risk", "criteria"),
    [
        ({"likelihood": 4, "severity": 3}, {}),
        ({"likelihood": 6, "severity": 3}, CRITERIA),
        ({"severity": 3}, CRITERIA),
    ],
)
def test_without_a_scale_or_off_it_no_level_can_be_told(risk, criteria):
    assert not {"level", "above_appetite"} & set(derived("risk", risk, criteria=criteria))


def test_scales_are_read_out_of_a_text():
    assert scales("likelihood 1-4, severity 1–5") == (1, 4, 1, 5)
    assert scales("five by five") is None
    assert scales("likelihood 5-1, severity 1-5") is None


def test_the_authority_is_due_by_the_earliest_law_of_its_systems():
    eu = fact(
        "system", {"jurisdictions": ["EU"], "our_role": ["deployer"], "eu_class": "high_risk_annex_iii"}
    )
    qc = fact("system", {"personal_data": True})
    serious = {"severity": "serious", "detected_on": "2026-11-01"}
    assert derived("incident", serious, eu)["authority_due"] == "2026-11-16"
    assert derived("incident", {**serious, "severity": "critical"}, eu)["authority_due"] == "2026-11-03"
    both = derived("incident", serious, eu, qc, organization={"jurisdictions": ["QC"]})
    assert both["authority_due"] == "2026-11-04"


def test_no_law_no_deadline():
    serious = {"severity": "serious", "detected_on": "2026-11-01"}
    assert "authority_due" not in derived("incident", serious, fact("system", {"jurisdictions": ["US"]}))
    qc = fact("system", {"personal_data": True, "jurisdictions": ["QC"]})
    assert "authority_due" not in derived("incident", {**serious, "reportable": False}, qc)


@pytest.mark.parametrize(
    ("finding", "acts"),
    [
        ({"type": "major", "closed_on": "2026-01-01"}, True),
        ({"type": "major", "effect_verified_on": "2026-01-01"}, False),
        ({"type": "minor"}, True),
        ({"type": "minor", "closed_on": "2026-01-01"}, False),
        ({"type": "observation"}, False),
    ],
)
def test_a_finding_acts_until_its_kind_of_end(finding, acts):
    assert derived("finding", finding)["acts"] is acts


def test_an_action_and_an_incident_know_whether_they_are_over():
    assert derived("action", {"done_on": "2026-01-01"})["done"] is True
    assert derived("incident", {"detected_on": "2026-01-01"})["closed"] is False


def test_evidence_read_by_its_maker_is_flagged():
    made = {"tag": "x", "_made_by": "p1"}
    assert derived("evidence", made, links={"read_by": ("p1",)})["self_read"] is True
    assert derived("evidence", made, links={"read_by": ("p2",)})["self_read"] is False


def test_a_catalog_link_can_be_read_as_a_field():
    assert derived("applicability", {}, links={"control_id": ("A.2.2",)})["control_id"] == "A.2.2"


def test_every_derived_field_of_the_vocabulary_is_declared():
    assert {k: set(d.derived) for k, d in KINDS.items() if d.derived} == {
        k: set(fields) for k, fields in vocabulary().derived_fields.items()
    }

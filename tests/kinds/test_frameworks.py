"""Framework files hold what they say they hold, and dates fall where the law puts them."""

from __future__ import annotations

from collections import Counter

import pytest

from holdtrue.core.content import content
from holdtrue.core.days import iso
from holdtrue.core.frameworks import FRAMEWORKS, answering, coverage, framework, law_digest
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.core.vocabulary import value_list

ISO = content("frameworks/iso42001.yaml")
NIST = content("frameworks/nist_ai_rmf.yaml")
EU = content("frameworks/eu_ai_act.yaml")
NEIGHBOURS = content("frameworks/neighbours.yaml")
GENAI = content("frameworks/nist_genai.yaml")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("iso42001", {"clause": 32, "control": 38}),
        ("nist_ai_rmf", {"subcategory": 72}),
        ("law25", {"duty": 13}),
    ],
)
def test_a_framework_has_the_requirements_it_is_known_for(name, kinds):
    assert Counter(r.kind for r in framework(name).requirements) == kinds


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_requirement_is_named_once_and_described(name):
    found = framework(name)
    ids = [r.id for r in found.requirements]
    assert len(set(ids)) == len(ids)
    assert all(r.title and r.description for r in found.requirements)
    assert len(found.digest) == 64
    assert found.requirement(ids[0]).id == ids[0]
    assert found.title
    assert found.note


def test_iso_parts_hang_together():
    clauses = {c["id"] for c in ISO["clauses"]}
    assert all(c["parent"] in clauses for c in ISO["clauses"] if c["parent"])
    assert {d["clause"] for d in ISO["documented_information_register"]} <= clauses
    areas = {a["id"]: len(a["control_ids"]) for a in ISO["annex_a"]["areas"]}
    assert list(areas.values()) == [3, 2, 5, 4, 9, 5, 4, 3, 3]
    assert len(ISO["documented_information_register"]) == 23
    assert len(ISO["management_review_inputs"]) == 7


def test_nist_parts_hang_together():
    assert (len(NIST["functions"]), len(NIST["categories"])) == (4, 19)
    assert {s["category"] for s in NIST["subcategories"]} == {c["id"] for c in NIST["categories"]}
    assert len(GENAI["risks"]) == 12


def test_eu_parts_hang_together():
    obligations = EU["obligations"]
    assert len(obligations) == 104
    assert {o["risk_class"] for o in obligations} <= {r["id"] for r in EU["risk_classes"]}
    assert {a for o in obligations for a in o["actors"]} <= {a["id"] for a in EU["actors"]}
    assert len(EU["prohibited_practices"]) == 10
    assert sorted(d["days"] for d in EU["serious_incident"]["deadlines"]) == [2, 10, 15]
    parts = ("fria_contents", "annex_iv", "art17_qms_aspects")
    assert [len(EU[part]) for part in parts] == [6, 9, 13]


def test_crosswalk_and_neighbours_point_at_what_exists():
    ids = {name: {r.id for r in framework(name).requirements} for name in FRAMEWORKS}
    ids["iso42001"] |= {c["id"] for c in ISO["clauses"]}
    for link in content("frameworks/crosswalk.yaml")["links"]:
        assert link["basis"] in ("published", "judged")
        assert all(link[end]["id"] in ids[link[end]["framework"]] for end in ("from", "to"))
    subdomains = {f"MIT {s['id']}" for d in NEIGHBOURS["mit_domain_taxonomy"] for s in d["subdomains"]}
    for risk in GENAI["risks"]:
        judged = risk["related_judged"]
        assert set(judged["iso42001"]) <= ids["iso42001"]
        assert {f"MIT {str(s).removeprefix('MIT ')}" for s in judged["mit_subdomains"]} <= subdomains
    sizes = ("owasp_llm_2025", "owasp_llm_2026", "mitre_atlas_tactics", "mit_domain_taxonomy")
    assert [len(NEIGHBOURS[part]) for part in sizes] == [10, 10, 16, 7]


@pytest.mark.parametrize(
    ("duty", "eu_class", "day"),
    [
        ("AIA-4", None, "2025-02-02"),
        ("AIA-26.5c", "high_risk_annex_iii", "2027-12-02"),
        ("AIA-26.5c", "high_risk_annex_i", "2028-08-02"),
        ("AIA-43", "high_risk_annex_i", "2028-08-02"),
        ("AIA-86", None, "2027-12-02"),
        ("AIA-27.1", "high_risk_annex_i", "2027-12-02"),
    ],
)
def test_a_duty_applies_from_its_day_and_never_from_the_literal_reading_alone(duty, eu_class, day):
    assert iso(framework("eu_ai_act").requirement(duty).applies_from(eu_class)) == day


def test_uncertain_dates_are_marked_and_planned_with():
    unsure = {r.id for r in framework("eu_ai_act").requirements if not r.date_certain}
    assert len(unsure) == 14
    assert all(framework("eu_ai_act").requirement(duty).plan_with for duty in unsure)


def test_a_standard_has_always_applied():
    assert framework("iso42001").requirement("5.2").applies_from() is None


def test_duties_of_other_actors_stand_aside():
    found = coverage("eu_ai_act", library())
    assert len(found.requirements) + len(found.aside) == 104
    assert all(found.satisfied_by[r.id] for r in found.requirements)


def test_a_requirement_names_the_practices_that_answer_it():
    assert [p.id for p in answering("iso42001", "5.2", library())] == ["ai-policy"]


def test_a_law_text_has_a_digest_that_classifications_rest_on():
    laws = value_list("law")
    assert len({law_digest(law) for law in laws}) == len(laws)
    assert "law" in KINDS["classification"].rests_on


def test_deadlines_name_laws_severities_and_facts_that_exist():
    for line in content("frameworks/deadlines.yaml")["deadlines"]:
        assert line["law"] in (*value_list("law"), "gdpr")
        assert set(line["severity"]) <= set(value_list("incident_severity"))
        assert set(line.get("when", {})) <= {s.name for s in KINDS["system"].field_specs()}
        asked = {*line.get("incident", {}), *line.get("unless", ())}
        assert asked <= {s.name for s in KINDS["incident"].field_specs()}
        assert line.get("where", "EU") in value_list("jurisdictions")
        assert (line.get("days") or line["hours"]) > 0


def test_the_emphasis_matrix_cites_requirements_that_exist():
    for cell in library().scheme.cells:
        ids = {r.id for r in framework(cell.framework).requirements}
        assert set(cell.refs) <= ids, (cell.framework, cell.property)
        assert cell.reason

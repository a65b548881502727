"""The free checks ask what exists and tell what the answers amount to, never more than an answer can show."""

from __future__ import annotations

import pytest

from holdtrue.core.checks import CHECKS, check, questionnaire
from holdtrue.core.checks.texts import texts
from holdtrue.core.content import content
from holdtrue.core.frameworks import framework
from holdtrue.core.kinds import clean
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import say

INDEX, ISO, NIST, EU = (questionnaire(name) for name in ("index", "iso42001", "nist_ai_rmf", "eu_ai_act"))
TICKS = ["internal_audit", "management_review"]
HARMLESS = {
    "E1": "yes",
    "E2": "yes",
    "E3": "no",
    "E4": ["deployer"],
    "E5": [],
    "E6": "no",
    "E7": [],
    "E9": ["none"],
    "E12": "sme",
}


def index(word="operational", **changes):
    return check("index", {q["id"]: word for q in INDEX["questions"]} | changes)


def iso(word="running", ticks=TICKS, **changes):
    return check("iso42001", {q["id"]: word for q in ISO["questions"]} | {"Q14_ticks": ticks} | changes)


def eu(**changes):
    return check("eu_ai_act", HARMLESS | changes)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_keeps_nothing_and_says_what_it_is_not(name):
    told = questionnaire(name)
    assert "kept nowhere" in told["privacy"]
    assert any(word in told["notice"] for word in ("not a certificate", "Not a certificate", "Indicative"))


def test_the_index_asks_twelve_questions_two_per_property():
    properties = [q["property"] for q in INDEX["questions"]]
    assert len(properties) == 12
    assert {properties.count(p) for p in set(properties)} == {2}
    by_id = library().by_id
    for q in INDEX["questions"]:
        assert tuple(q["answers"]) == LEVEL_WORDS
        assert q["proof"]
        assert q["next_step"]
        assert any(by_id[p].property == q["property"] for p in q["practices"])
    for clash in INDEX["contradictions"]:
        assert clash["lowers"] in clash["when"]


def test_proven_needs_proof():
    found = index("measured")
    assert (found.score, found.band, found.shown_as) == (100, "governed", "Governed: operating, on your word")
    assert found.caps
    assert not found.gaps


def test_the_index_check_weighs_as_the_index_does():
    found = index("operational", I7="absent", I8="absent")
    assert found.details["properties"]["sovereign"] == 0
    assert found.score == 63
    assert found.band == "emerging"
    assert [g.question for g in found.gaps] == ["I7", "I8"]


def test_a_contradiction_counts_as_the_lower_answer():
    found = index("documented", I4="declared")
    assert [c.questions for c in found.contradictions] == [("I4", "I1")]
    assert found.details["properties"]["accountable"] == 37


def test_dont_know_counts_like_absent_and_is_listed_apart():
    found = index("operational", I3="dont_know")
    assert found.unproved == ("I3",)
    assert found.score == index("operational", I3="absent").score


def test_a_property_left_out_spreads_its_weight():
    found = index("operational", I10="not_applicable")
    assert found.left_out == ("I10",)
    assert found.score == 75
    with pytest.raises(BadInput):
        index("operational", I3="not_applicable")


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ({}, "operating"),
        ({"ticks": ["management_review"]}, "building"),
        ({"Q6": "talked"}, "building"),
        ({"Q10": "written"}, "operating"),
        ({"word": "talked", "ticks": []}, "starting"),
        ({"word": "not_yet", "ticks": []}, "starting"),
        ({"Q7": "dont_know", "Q8": "dont_know", "Q9": "dont_know", "Q11": "dont_know"}, "building"),
    ],
)
def test_no_score_lifts_what_blocks_an_audit(answers, band):
    assert iso(**answers).band == band


def test_what_blocks_is_the_first_gap_and_every_cap_is_named():
    found = iso(ticks=["management_review"], Q14="written", Q2="written")
    assert found.gaps[0].question == "Q14"
    assert "no internal audit" in found.caps
    assert iso().shown_as.endswith("on your word")


def test_answers_that_do_not_go_together_are_told():
    found = iso(Q4="talked", Q6="running")
    assert found.contradictions[0].says.startswith("Every system assessed")


def test_what_is_expected_follows_roles_and_aims():
    found = iso(A1=["build", "provide"], A2="yes", A3="s", A4="date")
    expected = set(found.expected)
    assert {"development-process", "customer-needs", "fairness-evaluation", "internal-audit"} <= expected
    assert expected <= set(library().by_id)
    assert set(texts("components")["everyone"]) == {
        p.id for p in library().practices if p.profile == "starter"
    }
    assert iso(A1=["use"], A4="law").says[-1].startswith("A certificate shows")


def test_iso_questions_name_clauses_and_practices_that_exist():
    ids = {r.id for r in framework("iso42001").requirements}
    assert len(ISO["questions"]) + len(ISO["applicability"]) <= 20
    for q in ISO["questions"]:
        assert set(q["about"]) <= ids
        assert set(q["practices"]) <= set(library().by_id)
        assert list(q["answers"]) == list(ISO["states"])[:4]


def test_the_nist_profile_has_no_total():
    answers = {q["id"]: "partly" for q in NIST["questions"]} | {"N5": "shown", "N6": "dont_know"}
    found = check("nist_ai_rmf", {**answers, "targets": {"GOVERN": 3}})
    assert (found.band, found.score, found.unproved) == (None, None, ("N6",))
    assert found.details["functions"]["MEASURE"] == {"current": 1.5, "target": 2, "band": "forming"}
    assert found.gaps[0].question in ("N1", "N2")
    with pytest.raises(BadInput):
        check("nist_ai_rmf", {**answers, "targets": {"GOVERN": 9}})


def test_nist_questions_cover_subcategories_of_their_function():
    ids = {r.id for r in framework("nist_ai_rmf").requirements}
    for q in NIST["questions"]:
        assert set(q["covers"]) <= ids
        assert all(x.startswith(q["function"]) for x in q["covers"])


def test_a_harmless_use_owes_literacy_only():
    found = eu()
    assert found.band == "minimal"
    assert [d["id"] for d in found.details["duties"]] == ["AIA-4"]


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ({"E1": "no"}, "not_ai"),
        ({"E2": "no"}, "outside"),
        ({"E3": "yes"}, "excluded"),
        ({"E5": ["AIA-5.1.c"]}, "prohibited"),
        ({"E6": "section_b"}, "annex_i_section_b"),
        ({"E6": "section_a", "E11": "no"}, "high_risk_annex_i"),
        ({"E7": ["AIII-4a"], "E8": "neither", "E10": "no", "E11": "no"}, "high_risk_annex_iii"),
        ({"E7": ["AIII-4a"], "E8": "exempt"}, "annex_iii_not_high_risk"),
        ({"E9": ["talks"]}, "transparency"),
    ],
)
def test_the_class_follows_the_answers(answers, band):
    found = eu(**answers)
    assert found.band == band
    assert found.shown_as


def test_high_risk_use_by_a_public_body_owes_a_rights_assessment_later():
    found = eu(E7=["AIII-4a"], E8="profiles", E10="yes", E11="no", E9=["talks"])
    duties = {d["id"]: d for d in found.details["duties"]}
    assert duties["AIA-27.1"]["from"] == "2027-12-02"
    assert duties["AIA-86"]["date_certain"] is False
    assert duties["AIA-86"]["literal_from"] == "2026-08-02"
    assert "AIA-12.3" not in duties
    assert "AIA-50.1" not in duties, "telling people is the provider's duty"
    assert "transparency" in found.details["classes"]


def test_who_rebrands_a_high_risk_system_becomes_its_provider():
    assert "provider" in eu(E4=["rebrander"], E7=["AIII-4a"], E8="neither", E11="no").details["roles"]
    assert "provider" not in eu(E4=["rebrander"]).details["roles"]


def test_not_sure_brings_more_duties_and_is_said():
    found = eu(E7=["AIII-4a"], E8="unsure", E10="unsure", E11="unsure")
    assert found.band == "high_risk_annex_iii"
    assert found.unproved == ("E8", "E10", "E11")
    assert "E8" not in found.details["draft"]["facts"]


def test_the_draft_can_be_added_as_a_classification():
    fields, _ = clean("classification", eu(E9=["talks"]).details["draft"])
    assert (fields["class"], fields["provenance"], fields["role"]) == ("transparency", "stated", ["deployer"])


def test_the_triage_can_be_walked_to_its_end_and_cites_what_exists():
    ids = {r.id for r in framework("eu_ai_act").requirements}
    unsure = {u["id"] for u in content("frameworks/eu_ai_act.yaml")["uncertain"]}
    named = {d for s in EU["special_duties"] for d in s["duties"]}
    named |= {d for q in EU["questions"] for o in q.get("options", {}).values() for d in o.get("duties", ())}
    assert named <= ids
    assert all(q["cites"] for q in EU["questions"])
    assert {u["ref"] for u in EU["uncertain_dates"]} <= unsure
    marked = {d for u in EU["uncertain_dates"] if "literal" in u for d in u["covers"]}
    assert marked == {r.id for r in framework("eu_ai_act").requirements if not r.date_certain}
    forbidden = [p["id"] for p in content("frameworks/eu_ai_act.yaml")["prohibited_practices"]]
    assert list(next(q for q in EU["questions"] if q["id"] == "E5")["plain"]) == forbidden


@pytest.mark.parametrize(
    ("name", "answers", "hint"),
    [
        ("sun_sign", {}, "Choose one of these"),
        ("index", {}, "Question I1 has no answer"),
        ("iso42001", {"Q1": "perhaps"}, "no answer to question Q1"),
        ("eu_ai_act", HARMLESS | {"E7": ["AIII-99"]}, "no answer to question E7"),
    ],
)
def test_a_missing_or_unknown_answer_is_refused_by_name(name, answers, hint):
    with pytest.raises(BadInput) as caught:
        check(name, answers)
    assert hint in say(caught.value.message)

"""Every correctness case of the walks: facts in, class and deciding step out; and that a walk is well formed."""

from __future__ import annotations

import pytest

from holdtrue.core.classifying import Outcome, classify
from holdtrue.core.content import content
from holdtrue.core.frameworks import framework
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.core.walks import WALKS, as_lines, cleaned, from_lines, walk

RAW = content("walks/cases.yaml")
CASES = RAW["cases"]


def walked(case):
    given = RAW["given"][case["law"]]
    system = {**given["system"], **case.get("system", {})}
    answers = {**given["answers"], **case.get("answers", {})}
    return classify(case["law"], system, cleaned(case["law"], answers))


def test_there_are_at_least_forty_cases_of_the_european_law():
    assert sum(case["law"] == "eu_ai_act" for case in CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_case_comes_out_as_written(case):
    found = walked(case)
    assert list(found.possible) == case.get("possible", [case.get("class")])
    assert [q.id for q in found.missing] == case.get("missing", [])
    if "step" in case:
        taken = next(t for t in found.steps if t.step.id == case["step"])
        assert taken.outcome in (Outcome.YES, Outcome.NO)
        assert taken.step.article == case.get("article", taken.step.article)
    if "also" in case:
        assert list(found.also) == case["also"]
    if "roles" in case:
        assert list(found.roles) == case["roles"]


@pytest.mark.parametrize("law", WALKS)
def test_a_walk_gives_only_classes_and_asks_only_facts_that_exist(law):
    read = walk(law)
    classes = {value for value, _ in KINDS["classification"].spec("class").choices}
    given = {b.gives for s in read.steps for b in (s.yes, s.no) if b.gives}
    given |= {b.given_if[1] for s in read.steps for b in (s.yes, s.no) if b.given_if}
    assert given | {read.outside, read.otherwise} <= classes
    assert given | {read.outside, read.otherwise} <= set(read.classes)
    assert {name for s in read.steps for name in s.asks} == set(read.questions)
    assert {q.fact for q in read.questions.values() if q.fact} <= set(KINDS["system"].specs_by_name())
    assert all(s.yes.says and s.no.says for s in read.steps)


def test_uncertain_points_and_duties_named_by_walks_are_in_the_frameworks():
    known = {u["id"] for u in content("frameworks/eu_ai_act.yaml")["uncertain"]}
    read = walk("eu_ai_act")
    assert {u for s in read.steps for u in s.uncertain} <= known
    assert {u for c in read.classes.values() for u in c.uncertain} <= known
    groups = {r.group for r in framework("eu_ai_act").requirements}
    assert groups <= {g for c in read.classes.values() for g in c.groups}
    named = {d for c in walk("law25").classes.values() for d in c.duties}
    assert named <= {r.id for r in framework("law25").requirements}


def test_with_nothing_known_every_class_is_possible_and_the_first_question_is_first():
    found = classify("eu_ai_act", {}, {})
    assert found.settled is None
    assert found.missing[0].id == "ai_system"
    assert {*found.possible} >= {"prohibited", "minimal", "does_not_apply"}


def test_a_high_risk_deployer_has_the_deployers_duties_with_their_dates():
    found = walked({"law": "eu_ai_act", "answers": {"annex_iii": "AIII-4a", "profiling": "yes"}})
    assert {r.id for r in found.duties} >= {"AIA-4", "AIA-26.2"}
    assert all(not r.actors or "deployer" in r.actors for r in found.duties)
    assert all(r.starts for r in found.duties)


def test_answers_are_kept_as_lines_and_read_back():
    answers = cleaned("eu_ai_act", {"practices": ["none"], "profiling": "yes", "grounds": "a, b"})
    lines = as_lines("eu_ai_act", answers)
    assert lines == ["practices = none", "profiling = yes", "grounds = a, b"]
    assert from_lines("eu_ai_act", [*lines, "gone = yes", "profiling = perhaps"]) == answers


@pytest.mark.parametrize(
    "raw",
    [
        {"colour": "red"},
        {"profiling": "perhaps"},
        {"practices": ["none", "a"]},
        {"product": "A-99"},
        {"interacts": "yes"},
    ],
)
def test_an_answer_that_is_none_is_refused(raw):
    with pytest.raises(BadInput):
        cleaned("eu_ai_act", raw)


def test_a_law_without_a_walk_is_refused():
    with pytest.raises(BadInput):
        walk("other")

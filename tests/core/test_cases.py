"""The public correctness cases: all pass, every form returns every state it can, and every sentence can be said."""

from __future__ import annotations

import pytest

from harness.each import for_each
from holdtrue.core.cases import Case, CaseReport, cases, check, evaluate, outcome, run
from holdtrue.core.claims.parse import parse_claim
from holdtrue.core.claims.telling import ACTIONS, mend
from holdtrue.core.content import content
from holdtrue.core.refusals import BadInput
from holdtrue.core.verdicts import State
from holdtrue.core.vocabulary import vocabulary
from holdtrue.words import say

ALL = list(cases())


@for_each("case", ALL)
def test_the_case_gives_what_is_written(case: Case):
    assert check(case) is None


def test_each_form_is_shown_in_each_state_it_can_return():
    shown = {(case.form, case.written["expect"].get("state")) for case in ALL}
    any_state = tuple(state.word for state in State)
    asked = {
        (form, state.replace("_", " "))
        for form, states in vocabulary().states.items()
        for state in (states or any_state)
    }
    assert asked - shown == set()


def test_no_form_returns_a_state_it_is_not_said_to():
    allowed = {form: {s.replace("_", " ") for s in states} for form, states in vocabulary().states.items()}
    stray = {
        (case.form, outcome(case)["state"])
        for case in ALL
        if allowed.get(case.form)
        and outcome(case)["state"] not in allowed[case.form]
        and outcome(case)["because"]
        != "unsorted"  # a tiered period asked of a system not yet sorted, whatever the form
    }
    assert stray == set()


def test_names_of_cases_are_their_own():
    names = [(case.file, case.name) for case in ALL]
    assert len(names) == len(set(names))


def test_every_witness_and_remedy_of_the_cases_can_be_said():
    for case in ALL:
        if "refused" in case.written["expect"]:
            continue
        why = evaluate(case).why
        assert say(why.message)
        assert say(mend(why).message)
        if case.form:
            assert say(parse_claim(case.written["claim"]).describe())


def test_every_witness_has_its_sentence_and_its_remedy():
    written = content("words/en/claims.yaml")
    for case in ACTIONS:
        assert case == "nothing" or f"claim.{case}" in written
        assert f"remedy.{case}" in written


def test_a_wrong_expectation_is_found(tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text(
        "cases:\n- {name: wrong, claim: {record: policy}, expect: {state: holds}}\n", encoding="utf-8"
    )
    report = run(file)
    assert report == CaseReport(1, report.failures)
    assert report.failed == 1
    assert report.failures[0].got["state"] == "missing"


def test_a_folder_of_ones_own_cases_can_be_run(tmp_path):
    (tmp_path / "own.yaml").write_text(
        "cases:\n- {name: mine, claim: {record: policy}, expect: {state: missing}}\n", encoding="utf-8"
    )
    assert run(tmp_path).passed == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("cases: 3\n", "cases.shape"),
        ("cases:\n- {nmae: x}\n", "cases.key"),
        ("cases: [", "cases.unreadable"),
    ],
)
def test_cases_that_cannot_be_read_are_refused_by_name(tmp_path, written, code):
    file = tmp_path / "bad.yaml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        run(file)
    assert refusal.value.code == code
    assert say(refusal.value.message)

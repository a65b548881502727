"""Sorting many systems in one table: suggestions are only shown, rows share answers, the tier stands beside."""

from __future__ import annotations

import pytest

from holdtrue.core.content import content
from holdtrue.core.kinds import KINDS
from holdtrue.core.triaging import asked_in_table, decided, suggestions, would_raise

FACTS = {
    "use": "in_use",
    "our_role": ["deployer"],
    "decisions_about_people": False,
    "effect_on_people": ["none"],
    "autonomy": "suggests",
    "interacts_with_people": False,
    "generates_content": False,
    "personal_data": False,
    "jurisdictions": ["US"],
}


def test_words_suggest_answers_with_the_word_that_did():
    found = {s.field: (s.value, s.word) for s in suggestions(["A chatbot that drafts letters to patients"])}
    assert found["interacts_with_people"] == (True, "chatbot")
    assert found["personal_data"] == (True, "patients")
    assert found["autonomy"] == ("drafts", "drafts")
    assert suggestions(["", None]) == ()


def test_parts_of_words_suggest_nothing():
    assert not suggestions(["Facetious soilless graphics"])


def test_every_suggestion_is_an_answer_of_its_question():
    for line in content("triage/suggestions.yaml")["suggestions"]:
        spec = KINDS["system"].spec(line["field"])
        assert line["field"] in asked_in_table()
        assert isinstance(line["value"], bool) or line["value"] in {v for v, _ in spec.choices}


@pytest.mark.parametrize(
    ("changed", "tier", "because"),
    [
        ({}, "minimal", ()),
        ({"personal_data": True}, "limited", ("personal_data",)),
        (
            {"decisions_about_people": True, "autonomy": "decides", "effect_on_people": ["work"]},
            "high",
            ("decisions_about_people", "autonomy", "effect_on_people"),
        ),
        ({"use": None}, None, ()),
        ({"use": None, "sensitive_use": True}, "high", ("sensitive_use",)),
    ],
)
def test_answers_decide_a_tier_with_the_facts_that_do(changed, tier, because):
    found = decided({**FACTS, **changed}, {})
    assert (found.tier, found.because) == (tier, because)
    assert would_raise("use") == ""
    assert would_raise("personal_data") == "limited"


@pytest.fixture
def waiting(people):
    from holdtrue.app.actions import records

    purposes = ("A chatbot that answers callers", "Detects wildfire from satellite", "Ranks things")
    return [
        records.add(
            people.owner, "system", {"name": f"Bot {n}", "intended_purpose": text, "jurisdictions": ["US"]}
        )
        for n, text in enumerate(purposes)
    ]


def body(people, ref):
    from holdtrue.app.actions.records import find
    from holdtrue.store import reading

    return reading.body(find(people.owner, ref))["fields"]


def test_the_table_says_how_many_are_left_and_suggests_without_filling(people, ada, waiting):
    page = ada.open("triage/")
    assert "3 left, about 2 minutes." in page.text
    assert "suggested: Yes (“chatbot”)" in page.text
    assert "SYS-0001.interacts_with_people" not in page.form("row")["fields"]
    ada.send(page, holding="row", act="save")
    assert "interacts_with_people" not in body(people, "SYS-0001")


def test_suggestions_are_put_in_by_a_person_and_saved_by_another_press(people, ada, waiting):
    taken = ada.send(ada.open("triage/"), holding="row", take="SYS-0001")
    assert taken.form("row")["fields"]["SYS-0001.interacts_with_people"] == ["yes"]
    assert "interacts_with_people" not in body(people, "SYS-0001")
    ada.send(taken, holding="row", act="save")
    assert body(people, "SYS-0001")["interacts_with_people"] is True


def test_the_same_answers_go_into_the_ticked_rows_and_sort_them(people, ada, waiting):
    named = {True: "yes", False: "no"}
    plain = {k: v[0] if isinstance(v, list) else v for k, v in FACTS.items() if k != "jurisdictions"}
    typed = {f"all.{k}": named.get(v, v) for k, v in plain.items()}
    filled = ada.send(ada.open("triage/"), holding="row", act="fill", ref=["SYS-0002", "SYS-0003"], **typed)
    assert filled.text.count("nothing asked for more") == 2
    done = ada.send(filled, holding="row", act="save")
    assert "2 systems were changed." in done.text
    assert "One left" in done.text
    assert body(people, "SYS-0003")["our_role"] == ["deployer"]


def test_one_row_tells_its_tier_while_it_is_filled(ada, waiting):
    answers = {"row": "SYS-0003", "SYS-0003.personal_data": "yes"}
    told = ada.client.post(ada.at("triage/"), answers, headers={"HX-Request": "true"})
    assert "7 answers left" in told.content.decode()


def test_an_auditor_sees_the_table_and_may_not_save(people, waiting):
    from pages_acts.filling import Browser

    page = Browser(people, "auditor").open("triage/")
    assert page.status == 200
    assert Browser(people, "auditor").send(page, holding="row", act="save").status == 403

"""Answers become the start of an AIMS: as declarations, by whoever is signed in, and never as more than that."""

from __future__ import annotations

import re

import pytest

from checks.test_pages import EU, filled, hidden, text
from holdtrue.core.refusals import BadInput, NotAllowed

ANSWERS = {f"I{n}": "operational" for n in range(1, 13)} | {"I3": "absent", "I6": "dont_know"}
FORM = {f"a-{question}": word for question, word in ANSWERS.items()}
SOURCE = "Free check: Your AI Index in twelve questions"


def declarations(organisation):
    from holdtrue.store import reading
    from holdtrue.store.models import Record

    rows = Record.rows.of(organisation.pk).filter(kind="declaration")
    return [reading.body(row)["fields"] for row in rows.order_by("number")]


def test_each_answer_that_says_something_is_there_becomes_a_declaration_with_source_and_date(people):
    from holdtrue.app.actions import declaring

    done = declaring.start(people.owner, "index", ANSWERS)
    written = declarations(people.organisation)
    assert len(written) == len(done.declarations) == 12
    assert {d["source"] for d in written} == {SOURCE}
    assert {d["answer"] for d in written} == {"yes"}
    assert all(d["said_on"] and d["said_by"] == "Ada" for d in written)
    said = {d["practice"] for d in written}
    assert {"named-lead", "system-inventory"} <= said
    assert not {"ai-policy", "incident-handling"} & said
    assert "human-oversight" not in said, (
        "written checking duties, but no rule: the higher answer counts as the lower"
    )


def test_a_declaration_carries_to_declared_and_no_further(people):
    from holdtrue.app.actions import declaring
    from holdtrue.app.queries.asking import today
    from holdtrue.app.queries.figures import stored
    from holdtrue.app.queries.status import stands_of

    declaring.start(people.owner, "index", ANSWERS)
    figures = stored(people.organisation, today(people.owner))
    levels = {stand.practice.id: stand.level for stand in stands_of(figures)}
    assert levels["named-lead"] == 1
    beyond = {practice for practice, level in levels.items() if level > 1}
    assert beyond <= {"system-inventory"}, "of which, without a system, nothing can be lacking"


def test_saying_the_same_twice_on_a_day_writes_it_once(people):
    from holdtrue.app.actions import declaring

    declaring.start(people.owner, "index", ANSWERS)
    assert declaring.start(people.owner, "index", ANSWERS).declarations == ()
    assert len(declarations(people.organisation)) == 12


def test_half_a_check_starts_nothing_and_an_auditor_none(people):
    from holdtrue.app.actions import declaring

    with pytest.raises(BadInput):
        declaring.start(people.owner, "index", {"I1": "declared"})
    with pytest.raises(NotAllowed):
        declaring.start(people.caller("auditor"), "index", ANSWERS)
    assert declarations(people.organisation) == []


def test_the_eu_check_drafts_a_class_for_the_system_named(people):
    from holdtrue.app.actions import declaring, records
    from holdtrue.store import reading

    done = declaring.start(people.owner, "eu_ai_act", EU | {"H1": "documented"}, system="CV sorter")
    assert records.find(people.owner, done.system).title == "CV sorter"
    drafted = records.find(people.owner, "CLS-0001")
    assert reading.body(drafted)["fields"]["class"] == "high_risk_annex_iii"
    assert drafted.kind == "classification"
    assert [d["practice"] for d in declarations(people.organisation)] == ["ai-policy"]


def test_a_stranger_is_told_how_to_come_back_with_the_answers_and_writes_nothing(people):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    asked = browser.post("/check/index/start/", FORM)
    assert asked.status_code == 200
    assert "/account/login/" in asked.content.decode()
    assert {k: v[0] for k, v in hidden(asked).items() if k in FORM} == FORM
    assert "holdtrue check NAME --answers FILE --start" in text(asked)
    assert browser.post("/check/index/begin/", FORM).status_code == 403
    assert declarations(people.organisation) == []


def test_who_signed_in_meanwhile_goes_on_with_the_same_form_and_confirms(people):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    asked = browser.post("/check/index/start/", FORM)
    browser.force_login(people.users["owner"])
    confirm = browser.post("/check/index/start/", hidden(asked))
    assert confirm.status_code == 200
    assert "12 declarations are about to be written" in text(confirm)
    sent = {k: v[0] for k, v in hidden(confirm).items()} | {"where": "northwind"}
    assert declarations(people.organisation) == []
    done = browser.post("/check/index/begin/", sent)
    assert done["Location"] == "/o/northwind/"
    assert len(declarations(people.organisation)) == 12


def test_an_organisation_may_be_founded_for_it(people):
    from holdtrue.accounts.models import Membership

    browser = people.client("owner")
    sent = FORM | {"where": "new organisation", "name": "Harbour", "profile": "starter"}
    assert browser.post("/check/index/begin/", sent)["Location"] == "/o/harbour/"
    made = Membership.objects.get(organisation__slug="harbour")
    assert made.user == people.users["owner"]
    assert len(declarations(made.organisation)) == 12
    again = browser.post("/check/index/begin/", sent)
    assert again.status_code == 422


def test_another_organisation_is_not_to_be_written_into(people):
    browser = people.client("owner")
    answer = browser.post("/check/index/begin/", FORM | {"where": people.elsewhere.slug})
    assert answer.status_code == 404
    assert declarations(people.elsewhere) == []
    assert browser.post("/check/index/begin/", FORM | {"where": "nowhere"}).content == answer.content


def test_a_form_without_its_token_writes_nothing(people):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.users["owner"])
    assert browser.post("/check/index/begin/", FORM | {"where": "northwind"}).status_code == 403
    assert declarations(people.organisation) == []


def test_the_page_of_what_is_written_names_each_practice_and_sentence(people):
    shown = text(people.client("owner").post("/check/iso42001/start/", filled("iso42001", Q2="written")))
    assert re.search(r"One-page AI policy Approved within a year", shown)
    assert "Internal audit Internal audit by someone who did not build or run it" in shown


@pytest.mark.parametrize(
    ("size", "aim", "profile"),
    [("s", "order", "starter"), ("xl", "order", "standard"), ("s", "date", "certification")],
)
def test_the_profile_that_size_and_aim_speak_for_is_chosen_beforehand(people, size, aim, profile):
    client = people.client("owner")
    page = client.post("/check/iso42001/start/", filled("iso42001", A3=size, A4=aim)).content.decode()
    offered = re.findall(r'<input[^>]*name="profile"[^>]*>', page)
    chosen = [re.search(r'value="(\w+)"', tag).group(1) for tag in offered if "checked" in tag]
    assert chosen == [profile], offered

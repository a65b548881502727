"""The page of a walk: what is missing and where it is filled, what follows, and keeping it."""

from __future__ import annotations

from assessments.test_classes import ANSWERS


def test_the_page_names_what_is_missing_and_where_it_is_filled(people, ada, screener):
    from holdtrue.app.actions import records

    records.edit(people.owner, screener.ref, {"our_role": [], "interacts_with_people": None})
    page = ada.open(f"r/{screener.ref}/classify/?law=eu_ai_act")
    assert "unknown: this fact is missing" in page.text
    assert f"/r/{screener.ref}/edit/?only=interacts_with_people" in page.html
    assert "Does it infer from what it is given" in page.text
    assert "Not settled yet" in page.text


def test_looking_writes_nothing_and_keeping_writes_a_draft(people, ada, screener):
    from holdtrue.store.models import Record

    page = ada.open(f"r/{screener.ref}/classify/?law=eu_ai_act")
    looked = ada.send(page, holding="law", act="look", **ANSWERS)
    assert "High-risk by use (Annex III)" in looked.text
    assert "duties that come with it" in looked.text
    assert not Record.rows.of(people.organisation.pk).filter(kind="classification")
    kept = ada.send(looked, holding="law", act="keep")
    assert kept.address.endswith("/r/CLS-0001/")
    assert "It counts once it is signed." in kept.text
    again = ada.open(f"r/{screener.ref}/classify/?law=eu_ai_act")
    assert "The facts give the same class." in again.text


def test_keeping_before_it_is_settled_is_refused_with_what_is_missing(ada, screener):
    page = ada.open(f"r/{screener.ref}/classify/?law=eu_ai_act")
    again = ada.send(page, holding="law", act="keep", ai_system="yes")
    assert again.status == 422
    assert "These facts are missing: Excluded use" in again.text


def test_an_answer_against_itself_is_refused_and_the_rest_stays(ada, screener):
    page = ada.open(f"r/{screener.ref}/classify/?law=eu_ai_act")
    again = ada.send(page, holding="law", act="look", ai_system="yes", practices=["none", "a"])
    assert again.status == 422
    assert "not both" in again.text
    assert again.form("ai_system")["fields"]["ai_system"] == ["yes"]


def test_the_law_of_the_place_comes_first(people, ada, screener):
    from holdtrue.app.actions import records

    records.edit(people.owner, screener.ref, {"jurisdictions": ["QC"]})
    assert "Québec Law 25: CV screener" in ada.open(f"r/{screener.ref}/classify/").text


def test_who_may_not_keep_it_reads_it_and_is_told_why(people, screener):
    from pages_acts.filling import Browser

    page = Browser(people, "auditor").open(f"r/{screener.ref}/classify/?law=eu_ai_act")
    assert page.status == 200
    assert 'value="keep"' not in page.html
    again = Browser(people, "auditor").send(page, holding="law", act="keep", **ANSWERS)
    assert again.status == 403


def test_an_unknown_law_or_another_kind_is_refused_with_a_sentence(ada, screener):
    assert ada.open(f"r/{screener.ref}/classify/?law=roman").status == 422
    assert ada.open("r/ORG-0001/classify/").status == 422
    assert ada.open("r/SYS-0999/classify/").status == 404

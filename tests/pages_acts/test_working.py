"""Working copies: kept for their author alone, offered again, dropped once sent or thrown away."""

from __future__ import annotations

import pytest

from pages_acts.filling import Browser


@pytest.fixture
def policy(people):
    from holdtrue.app.actions import records

    return records.add(people.owner, "policy", {"title": "AI policy", "topic": "ai", "text": "Be careful."})


def typed(page, **answers):
    form = page.form("revision")
    return {**form["fields"], **answers}


def keep(browser, page, **answers):
    """What the script posts when the typing pauses."""
    return browser.client.post(
        browser.at("working/"), typed(page, **answers), headers={"Accept": "application/json"}
    )


def entries(people):
    from holdtrue.store.models import Entry, Log

    return Entry.objects.filter(log=Log.objects.get(organisation=people.organisation)).count()


def test_what_is_typed_is_kept_and_makes_no_revision_and_no_entry(people, ada, policy):
    before = entries(people)
    page = ada.open(f"r/{policy.ref}/edit/")
    told = keep(ada, page, text="Be very careful.")
    assert told.json()["saved"].startswith("Draft kept at ")
    policy.refresh_from_db()
    assert (policy.head_number, entries(people)) == (1, before)


def test_a_form_opened_again_offers_what_was_left_and_takes_it_up(ada, policy):
    keep(ada, ada.open(f"r/{policy.ref}/edit/"), text="Be very careful.")
    again = ada.open(f"r/{policy.ref}/edit/")
    assert "You have an unsaved draft of this form from today at" in again.text
    assert again.form("revision")["fields"]["text"] == ["Be careful."]
    taken = ada.open(f"r/{policy.ref}/edit/?draft=1")
    assert taken.form("revision")["fields"]["text"] == ["Be very careful."]
    assert "stays yours alone" in taken.text


def test_saving_drops_the_draft(ada, policy):
    keep(ada, ada.open(f"r/{policy.ref}/edit/"), text="Be very careful.")
    taken = ada.open(f"r/{policy.ref}/edit/?draft=1")
    ada.send(taken, holding="revision", text="Be very careful.")
    policy.refresh_from_db()
    assert policy.head_number == 2
    assert "unsaved draft" not in ada.open(f"r/{policy.ref}/edit/").text


def test_a_draft_begun_on_an_older_revision_meets_the_newer_one(people, ada, policy):
    from holdtrue.app.actions import records

    keep(ada, ada.open(f"r/{policy.ref}/edit/"), text="Be very careful.")
    records.edit(people.caller("manager"), policy.ref, {"text": "Be bold."})
    met = ada.send(ada.open(f"r/{policy.ref}/edit/?draft=1"), holding="revision")
    assert met.status == 409
    assert "bold" in met.text
    assert "Be very careful." in met.html


def test_a_draft_is_kept_and_thrown_away_by_plain_buttons(ada, policy):
    page = ada.open(f"r/{policy.ref}/edit/")
    back = ada.client.post(ada.at("working/"), typed(page, text="Later."))
    assert back["Location"] == ada.at(f"r/{policy.ref}/edit/")
    back = ada.client.post(ada.at("working/drop/"), typed(page))
    assert back["Location"] == ada.at(f"r/{policy.ref}/edit/")
    assert "unsaved draft" not in ada.open(f"r/{policy.ref}/edit/").text


def test_nobody_else_is_offered_it(people, ada, policy):
    keep(ada, ada.open(f"r/{policy.ref}/edit/"), text="Be very careful.")
    max_ = Browser(people, "manager")
    assert "unsaved draft" not in max_.open(f"r/{policy.ref}/edit/").text
    assert "Be very careful." not in max_.open(f"r/{policy.ref}/edit/?draft=1").html


def test_a_new_record_is_kept_too(ada):
    page = ada.open("policies/add/")
    data = {**page.form("title")["fields"], "title": "Half a name"}
    ada.client.post(ada.at("working/"), data)
    assert ada.open("policies/add/?draft=1").form("title")["fields"]["title"] == ["Half a name"]


def test_a_form_leads_back_into_its_own_organisation_only(ada, policy):
    page = ada.open(f"r/{policy.ref}/edit/")
    back = ada.client.post(ada.at("working/"), typed(page, _at="https://example.org/"))
    assert back["Location"] == ada.at("")


def test_what_is_too_long_to_keep_is_refused_with_a_sentence(ada, policy):
    page = ada.open(f"r/{policy.ref}/edit/")
    told = keep(ada, page, text="a" * 1_100_000)
    assert told.status_code == 422
    assert "too long to keep" in told.content.decode()


def test_one_person_keeps_so_many_and_no_more(people, ada):
    from holdtrue.app.actions import working
    from holdtrue.store.models import WorkingCopy

    for n in range(working.MOST + 3):
        working.keep(people.owner, f"add/policy/{n}", {"title": [str(n)]})
    rows = WorkingCopy.rows.of(people.organisation.pk)
    assert rows.count() == working.MOST
    assert not rows.filter(form="add/policy/0").exists()

"""From nothing to a signed policy, systems on the list and a first standing, by forms alone."""

from __future__ import annotations

import pytest

from harness.cast import Cast
from pages_acts.filling import Browser


@pytest.fixture
def newcomer(database):
    """Nora, who founded Brook this morning; nothing else is there."""
    from django.utils import timezone

    from holdtrue.accounts import links
    from holdtrue.app.actions.organisation import found

    made = found("Brook", owner="nora@example.org", owner_name="Nora", time_zone="Europe/Dublin")
    people = Cast(
        made.organisation, made.organisation, users={"owner": made.owner}, people={"owner": made.person}
    )
    nora = Browser(people, "anonymous")
    nora.client.post(links.path(links.issue(made.owner, now=timezone.now())))
    return nora


def records(browser, kind):
    from holdtrue.store.models import Record

    return list(
        Record.rows.of(browser.people.organisation.pk).filter(kind=kind, retired_day=None).order_by("number")
    )


def fields(record):
    from holdtrue.store import reading

    return reading.body(record)["fields"]


def tick(browser, *names, **more):
    data = {"tool": names, "own": "", **more}
    return browser._follow(
        browser.client.post(browser.at("set-up/tools/"), data), browser.at("set-up/tools/")
    )


def test_a_newcomer_is_led_from_nothing_to_a_first_standing(newcomer):
    assert "0 of 8 steps done" in newcomer.open("set-up/").text
    facts = newcomer.open("set-up/facts/")
    assert facts.form("jurisdictions")["fields"]["jurisdictions"] == ["EU"], "guessed from the time zone"
    page = newcomer.send(facts, sector="Accounting", headcount="12")
    assert page.address.endswith("/set-up/profile/")
    assert "hours in the first year" in page.text
    page = newcomer._follow(newcomer.client.post(page.address, {"profile": "starter"}), page.address)
    assert "2 of 8 steps done" in page.text
    page = newcomer.send(page, others="Ben, ben@example.org\nCara")
    assert page.address.endswith("/set-up/policy/")
    assert "AI policy of Brook" in page.text
    page = newcomer.send(page, holding="commitments", act="sign")
    assert "is signed and in force for a year" in page.text
    assert page.address.endswith("/set-up/tools/")
    page = tick(newcomer, "chatgpt", "hirevue", own="Letter sorter, Office, Sorts the post")
    assert page.address.endswith("/set-up/confirm/")
    page = newcomer.send(page, holding="row")
    assert page.address.endswith("/set-up/impact/")
    page = newcomer.send(page, holding="SYS-0002.conclusion")
    assert page.address.endswith("/set-up/quarter/")
    page = newcomer.send(page, holding="due")
    assert "The hour is planned" in page.text
    assert "8 of 8 steps done" in newcomer.open("set-up/").text
    assert "5 of 6 parts are written down" in newcomer.open("").text
    assert newcomer.open("").status == 200
    assert b"FREQ=MONTHLY;INTERVAL=3" in newcomer.client.get(newcomer.at("set-up/quarter.ics/")).content


def test_what_the_tool_list_says_counts_for_nothing_until_it_is_confirmed(newcomer):
    newcomer.send(newcomer.open("set-up/facts/"))
    tick(newcomer, "chatgpt")
    (system,) = records(newcomer, "system")
    assert "data_categories" not in fields(system)
    declared = [fields(one) for one in records(newcomer, "declaration")]
    assert len(declared) == 2
    assert all(one["source"].startswith("tool list as of 2025") and one["aspect"] for one in declared)
    page = newcomer.open("set-up/confirm/")
    assert "not confirmed yet" in page.text
    newcomer.send(page, holding="row")
    system.refresh_from_db()
    assert fields(system)["data_categories"] == ["what people type", "files they upload"]
    assert fields(system)["personal_data"] is False
    assert "Nothing waits to be confirmed" in newcomer.open("set-up/confirm/").text


def test_a_tool_on_the_list_already_is_not_added_twice(newcomer):
    tick(newcomer, "chatgpt", "deepl")
    tick(newcomer, "chatgpt", own="deepl\nOur own")
    assert [one.title for one in records(newcomer, "system")] == ["ChatGPT", "DeepL", "Our own"]


def test_a_policy_of_somebody_elses_to_sign_is_asked_for(newcomer):
    people = newcomer.open("set-up/people/")
    newcomer.send(people, top_management_name="Theresa", top_management_email="theresa@example.org")
    page = newcomer.send(newcomer.open("set-up/policy/"), holding="commitments", act="sign")
    assert "its signature is asked for" in page.text
    assert "not yet" in newcomer.open("set-up/").text


def test_changed_wording_is_looked_at_before_anything_is_written(newcomer):
    newcomer.send(newcomer.open("set-up/people/"))
    changed = {"act": "look", "prohibited_uses": "- never for grades"}
    page = newcomer.send(newcomer.open("set-up/policy/"), holding="commitments", **changed)
    assert "never for grades" in page.text
    assert records(newcomer, "policy") == []


def test_a_policy_nobody_can_sign_says_who_is_missing(newcomer):
    first = newcomer.open("set-up/policy/")
    assert "Go back one step and name them" in first.text
    assert "Somebody else is at the top" not in first.text
    assert "The person who leads on AI looks after this policy. Top management approves it" in first.text
    page = newcomer.send(first, holding="commitments", act="sign")
    assert "Nobody is named at the top yet" in page.text


@pytest.mark.parametrize("due", ["2020-01-01", "2199-01-01", "soon"])
def test_the_hour_is_planned_within_a_hundred_days(newcomer, due):
    newcomer.send(newcomer.open("set-up/people/"))
    assert "Choose a day from tomorrow" in newcomer.send(newcomer.open("set-up/quarter/"), due=due).text


def test_setting_up_nothing_says_what_is_missing(newcomer):
    assert "Nothing is ticked" in tick(newcomer).text
    blank = newcomer.send(newcomer.open("set-up/people/"), ai_lead_name="")
    assert "Nobody is named yet" in blank.text


def test_who_set_it_up_is_called_as_they_write_themselves(newcomer):
    """And not as the account was before anybody was asked."""
    newcomer.send(newcomer.open("set-up/people/"), ai_lead_name="Ada Brook")
    assert "Ada Brook (AI lead) looks after this policy" in newcomer.open("set-up/policy/").text


def test_facts_that_decide_on_rules_are_asked_for_again_where_they_are_left_blank(newcomer):
    facts = newcomer.open("set-up/facts/")
    page = newcomer.send(facts, sector="Accounting", jurisdictions=(), ai_roles=())
    assert "are not said yet" in page.text
    assert "0 of 8 steps done" in newcomer.open("set-up/").text
    said = newcomer.send(facts, sector="Accounting", jurisdictions="EU", ai_roles="deployer")
    assert "are not said yet" not in said.text

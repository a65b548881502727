"""Signing, drift and re-affirming; who signs is asked once more."""

from __future__ import annotations

import re

import pytest

from harness.cast import PASSWORD
from harness.house import ASSESSMENT, SORTED
from pages_acts.filling import Browser


@pytest.fixture
def assessed(people):
    """A sorted system owned by Cleo, with an impact assessment that waits for a signature."""
    from holdtrue.app.actions import records

    system = records.add(
        people.owner,
        "system",
        {
            "name": "Triage bot",
            "intended_purpose": "Sort calls",
            "owner": people.people["contributor"].ref,
            **SORTED,
        },
    )
    assessment = records.add(people.owner, "impact_assessment", {**ASSESSMENT, "system": system.ref})
    return system, assessment


def signoffs(record):
    from holdtrue.app.queries.records import signoffs

    return signoffs(record)


def by_link(people, who):
    """A browser that came in by a one-time link a moment ago."""
    from django.utils import timezone

    from holdtrue.accounts import links

    browser = Browser(people, "anonymous")
    path = links.path(links.issue(people.users[who], now=timezone.now()))
    browser.client.post(path)
    return browser


def test_a_signature_asks_for_the_password_of_who_came_in_long_ago(people, assessed):
    max_ = Browser(people, "manager")
    page = max_.open(f"r/{assessed[1].ref}/sign/")
    assert "password" in page.form("meaning")["fields"]
    refused = max_.send(page, holding="meaning", password="not mine")
    assert refused.status == 422
    assert "This is not your password." in refused.text
    assert not signoffs(assessed[1])
    done = max_.send(page, holding="meaning", password=PASSWORD)
    assert f"{assessed[1].ref}, revision 1, is signed." in done.text
    assert signoffs(assessed[1])[0].meaning == "approved"


def test_who_came_by_a_link_a_moment_ago_signs_without_a_password(people, assessed):
    ada = by_link(people, "owner")
    page = ada.open(f"r/{assessed[1].ref}/sign/")
    assert "password" not in page.form("meaning")["fields"]
    assert "You wrote this revision yourself." in page.text
    ada.send(page, holding="meaning")
    assert signoffs(assessed[1])[0].self_signed


def test_who_came_by_a_link_long_ago_is_told_how_to_prove_who_they_are(people, assessed):
    ada = Browser(people, "owner")
    page = ada.open(f"r/{assessed[1].ref}/sign/")
    assert "/account/password/set/" in page.html
    refused = ada.send(page, holding="meaning")
    assert refused.status == 422
    assert not signoffs(assessed[1])


def test_what_is_signed_is_shown_in_full_with_what_it_rests_on(people, assessed):
    text = Browser(people, "manager").open(f"r/{assessed[1].ref}/sign/").text
    wanted = (
        "A caller may wait longer",
        "A person hears every call",
        "Triage bot SYS-0001",
        "Impact assessed before use: operational",
    )
    for said in wanted:
        assert said in text


def test_a_changed_purpose_drifts_the_signature_and_shows_the_field(people, assessed):
    system, assessment = assessed
    ada = by_link(people, "owner")
    ada.send(ada.open(f"r/{assessment.ref}/sign/"), holding="meaning")
    done = ada.send(ada.open(f"r/{system.ref}/edit/"), intended_purpose="Decide who is called back")
    assert "drifted" in done.text
    page = ada.open(f"r/{assessment.ref}/sign/")
    assert "What changed since Ada signed" in page.text
    assert re.search(r"Sort calls.*Decide who is called back", page.text)
    assert "changed since it was last signed" in page.text
    ada.send(page, holding="meaning")
    assert [s.meaning for s in signoffs(assessment)] == ["re_affirmed", "approved"]


def test_what_changed_while_one_was_reading_is_not_signed(people, assessed):
    from holdtrue.app.actions import records

    ada = by_link(people, "owner")
    page = ada.open(f"r/{assessed[1].ref}/sign/")
    records.edit(people.caller("manager"), assessed[1].ref, {"conclusion": "Stop it"})
    refused = ada.send(page, holding="meaning")
    assert refused.status == 409
    assert "Stop it" in refused.text
    assert not signoffs(assessed[1])


def test_a_contributor_who_is_not_named_does_not_sign(people, assessed):
    assert Browser(people, "contributor").open(f"r/{assessed[1].ref}/sign/").status in (200, 403)
    assert Browser(people, "member").open(f"r/{assessed[1].ref}/sign/").status == 403


def test_tries_at_a_password_are_counted(people, assessed):
    max_ = Browser(people, "manager")
    page = max_.open(f"r/{assessed[1].ref}/sign/")
    for _ in range(10):
        max_.send(page, holding="meaning", password="wrong again")
    assert max_.send(page, holding="meaning", password=PASSWORD).status == 429

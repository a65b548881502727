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
    max_ = by_link(people, "manager")
    page = max_.open(f"r/{assessed[1].ref}/sign/")
    assert "password" not in page.form("meaning")["fields"]
    done = max_.send(page, holding="meaning")
    assert (signoffs(assessed[1])[0].self_signed, signoffs(assessed[1])[0].method) == (False, "link")
    for words in ("came in by a one-time link just before", "not its author", assessed[1].digest[:12]):
        assert words in done.text


def test_whoever_wrote_it_is_told_who_else_signs(people, assessed):
    ada = by_link(people, "owner")
    page = ada.open(f"r/{assessed[1].ref}/sign/")
    assert "you wrote what you would sign" in page.text
    refused = ada.send(page, holding="meaning")
    assert (refused.status, "Ask Max." in refused.text) == (403, True)
    assert not signoffs(assessed[1])
    policy = _records().add(people.owner, "policy", {"title": "Our rules", "topic": "ai", "text": "Be kind"})
    ada.send(ada.open(f"r/{policy.ref}/sign/"), holding="meaning")
    assert "signed by its own author" in ada.open(f"r/{policy.ref}/").text


def _records():
    from holdtrue.app.actions import records

    return records


def test_who_came_by_a_link_long_ago_is_told_how_to_prove_who_they_are(people, assessed):
    ada = Browser(people, "owner")
    page = ada.open(f"r/{assessed[1].ref}/sign/")
    assert "new sign-in link" in page.text
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


def test_a_changed_purpose_drifts_the_signature_and_is_affirmed_again_with_a_reason(people, assessed):
    system, assessment = assessed
    max_ = by_link(people, "manager")
    max_.send(max_.open(f"r/{assessment.ref}/sign/"), holding="meaning")
    ada = by_link(people, "owner")
    done = ada.send(ada.open(f"r/{system.ref}/edit/"), intended_purpose="Decide who is called back")
    assert f"One sign-off no longer matches what was signed: {assessment.ref}" in done.text
    assert re.search(rf"notice is-soon.*?r/{assessment.ref}/drift/", done.html, re.DOTALL)
    thread = max_.open(f"r/{system.ref}/").text
    assert re.search(rf"{assessment.ref}\s+changed since it was signed\s+See what changed\s+Controls", thread)
    page = max_.open(f"r/{assessment.ref}/drift/")
    assert "Max signed revision 1 on" in page.text
    assert re.search(r"Sort calls.*Decide who is called back", page.text)
    assert "Revise it" in page.text
    missing = max_.send(page, holding="good_for")
    assert (missing.status, "Say why it still holds" in missing.text) == (422, True)
    done = max_.send(missing, holding="good_for", why="Calling back was assessed already")
    assert [s.meaning for s in signoffs(assessment)] == ["re_affirmed", "approved"]
    assert "Calling back was assessed already" in done.text


def test_a_record_that_joined_or_left_the_basis_is_shown_as_such(people, assessed):
    system, assessment = assessed
    max_ = by_link(people, "manager")
    max_.send(max_.open(f"r/{assessment.ref}/sign/"), holding="meaning")
    _records().add(people.owner, "component", {"name": "Model B", "type": "model", "systems": system.ref})
    assert "Model B came into what it rests on" in max_.open(f"r/{assessment.ref}/drift/").text


def test_what_it_rests_on_changed_while_one_was_reading_is_not_signed(people, assessed):
    max_ = by_link(people, "manager")
    page = max_.open(f"r/{assessed[1].ref}/sign/")
    _records().edit(people.owner, assessed[0].ref, {"intended_purpose": "Rank callers"})
    refused = max_.send(page, holding="meaning")
    assert (refused.status, "changed while you were reading" in refused.text) == (409, True)
    assert not signoffs(assessed[1])


def test_a_refusal_and_a_withdrawal_keep_their_reasons(people, assessed):
    max_, ref = by_link(people, "manager"), assessed[1].ref
    done = max_.send(max_.open(f"r/{ref}/refuse/"), holding="why", why="The measures name nobody")
    assert "refused to sign" in done.text
    assert "The measures name nobody" in done.text
    assert "A new revision that answers it clears this" in done.text
    max_.send(max_.open(f"r/{ref}/sign/"), holding="meaning")
    uid = signoffs(assessed[1])[0].uid
    done = max_.send(max_.open(f"r/{ref}/withdraw/?signature={uid}"), holding="why", why="Read too fast")
    assert "taken back on" in done.text
    assert "Read too fast" in done.text
    told = max_.open(f"r/{ref}/history/").text
    for words in ("took a signature back", "refused to sign", "revision 1"):
        assert words in told


def test_signatures_are_asked_of_people_and_shown_as_they_come(people, assessed):
    ada, ref = Browser(people, "owner"), assessed[1].ref
    asked = [people.people[who].ref for who in ("manager", "contributor")]
    done = ada.send(ada.open(f"r/{ref}/ask/"), holding="people", people="\n".join(asked))
    assert "0 of 2 signatures asked for" in done.text
    max_ = by_link(people, "manager")
    max_.send(max_.open(f"r/{ref}/sign/"), holding="meaning")
    shown = ada.open(f"r/{ref}/").text
    for words in ("1 of 2 signatures asked for", "signed what is there now", "still asked"):
        assert words in shown
    cleo = by_link(people, "contributor")
    cleo.send(cleo.open(f"r/{ref}/sign/"), holding="meaning")
    assert "2 of 2 signatures asked for" in ada.open(f"r/{ref}/").text


def test_a_set_is_signed_once_what_is_high_was_opened(people, assessed):
    system, assessment = assessed
    raised = {"decisions_about_people": True, "effect_on_people": "health", "autonomy": "decides"}
    _records().edit(people.owner, system.ref, raised)
    control = _records().add(people.owner, "control", {"title": "Desk", "description": "A person hears it"})
    max_ = by_link(people, "manager")
    page = max_.open(f"sign-sets/?ref={assessment.ref}&ref={control.ref}")
    assert "Open it before you sign" in page.text
    assert "meaning" not in page.form("ref")["choices"]
    page = max_.send(page, holding="ref")
    assert "A caller may wait longer" in page.text
    page = max_.send(page, holding="seen")
    done = max_.send(page, holding="meaning", name="Spring round")
    assert "1 of" not in done.text
    assert "2 of 2 stand today" in done.text
    assert {s.set_name for r in (assessment, control) for s in signoffs(r)} == {"Spring round"}
    _records().edit(people.owner, system.ref, {"intended_purpose": "Rank callers"})
    assert "1 of 2 stand today" in max_.open(done.address).text
    assert "signed in the set" in max_.open(f"r/{control.ref}/").text


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


def test_a_number_a_page_carries_is_read_and_anything_else_is_none():
    from holdtrue.pages.forms import whole

    assert (whole("12"), whole("0")) == (12, 0)
    for sent in ("", " ", "x", "-1", "1.5", "٣", "²", "9" * 10, "9" * 5_000):
        assert whole(sent) is None

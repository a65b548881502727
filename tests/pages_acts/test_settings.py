"""Members, tokens and the profile; each act an entry, nothing shown twice."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from pages_acts.filling import Browser


def logged(people, action):
    from holdtrue.store.models import Entry

    return Entry.objects.filter(action=action, log__organisation=people.organisation).count()


def membership(people, email):
    from holdtrue.accounts.models import Membership

    return Membership.objects.select_related("user", "person").get(
        organisation=people.organisation, user__email=email
    )


def secret(page):
    return re.search(r'<code class="secret">([^<]+)</code>', page.html)[1]


def test_somebody_invited_comes_in_by_a_link_shown_once(people, ada):
    page = ada.send(
        ada.open("settings/members/"), email="Grace@Example.org", role="contributor", name="Grace Hopper"
    )
    path = urlsplit(secret(page)).path
    assert "sign-in" not in ada.open("settings/members/").html
    grace = Browser(people, "anonymous")
    grace.client.post(path)
    assert grace.open("").status == 200
    assert membership(people, "grace@example.org").person.title == "Grace Hopper"
    assert logged(people, "member.invite") == 2, "the person and the membership"


def test_everybody_named_is_let_in_at_once(people, ada):
    from holdtrue.app.actions import records

    named = records.add(people.owner, "person", {"name": "Lin Park"})
    records.add(people.owner, "system", {"name": "Letter helper", "owner": named.ref})
    other = records.add(people.owner, "person", {"name": "Mia Roy", "email": "mia@example.org"})
    left = records.add(people.owner, "person", {"name": "Ida Sol", "left_on": "2024-05-01"})
    page = ada.open("settings/members/everyone/")
    assert left.ref not in page.html, "nobody lets in who left"
    assert page.form(other.ref)["fields"][other.ref] == ["door"]
    after = ada.send(page, holding=other.ref)
    assert "Lin Park: " in after.text, "an account needs an address"
    link = re.search(r"/door/in/[\w-]+/", after.html)[0]
    assert ada.client.get(link)["Location"] == "/door/me/"
    later = ada.open("settings/members/everyone/").html
    assert other.ref not in later
    assert named.ref in later


def test_a_member_gets_another_role(people, ada):
    account = people.users["contributor"].uid
    done = ada.send(ada.open(f"settings/members/{account}/"), holding="role", role="auditor")
    assert "cleo@example.org is now: auditor." in done.text
    assert membership(people, "cleo@example.org").role == "auditor"
    assert logged(people, "member.change_role") == 1


def test_whose_membership_ended_comes_in_no_more(people, ada):
    account = people.users["contributor"].uid
    ada.client.post(ada.at(f"settings/members/{account}/"), {"do": "end"})
    assert Browser(people, "contributor").open("").status == 404
    assert not membership(people, "cleo@example.org").active
    again = ada.send(ada.open("settings/members/"), email="cleo@example.org", role="member")
    assert again.status == 200
    assert membership(people, "cleo@example.org").active


def test_the_last_owner_stays(people, ada):
    account = people.users["owner"].uid
    page = ada.send(ada.open(f"settings/members/{account}/"), holding="role", role="manager")
    assert "Make somebody else an owner first." in page.text
    assert membership(people, "ada@example.org").role == "owner"


def test_a_manager_makes_no_owners(people):
    max_ = Browser(people, "manager")
    page = max_.open("settings/members/")
    assert "owner" not in page.form("email")["choices"]["role"]
    refused = max_.client.post(max_.at("settings/members/"), {"email": "x@example.org", "role": "owner"})
    assert refused.status_code == 403


def test_a_fresh_link_is_made_for_who_cannot_come_in(people, ada):
    account = people.users["member"].uid
    page = ada.client.post(ada.at(f"settings/members/{account}/"), {"do": "link"})
    assert b"/sign-in/" in page.content
    assert logged(people, "member.new_link") == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"email": "no address", "role": "member"}, "is no e-mail address"),
        ({"email": "max@example.org", "role": "member"}, "is a member already"),
    ],
)
def test_an_invitation_that_cannot_be_made_says_why(ada, given, said):
    again = ada.send(ada.open("settings/members/"), **given)
    assert again.status == 422
    assert said in again.text


def test_a_token_is_shown_once_and_ended(people, ada):
    from django.test import Client

    page = ada.send(ada.open("settings/tokens/"), name="CI", role="contributor", days="30")
    text = secret(page)
    assert text.startswith("hdt_")
    assert text not in ada.open("settings/tokens/").html
    machine = Client(headers={"Authorization": f"Bearer {text}"})
    here = f"/api/v1/o/{people.slug}/records?kind=system"
    before = machine.get(here).status_code
    token = re.search(r"/settings/tokens/([0-9a-f-]+)/end/", page.html)[1]
    ada.send(ada.open(f"settings/tokens/{token}/end/"))
    assert machine.get(here).status_code == 401
    assert before != 401
    assert logged(people, "token.make") == logged(people, "token.revoke") == 1


def test_a_profile_shows_its_hours_and_what_changes_before_it_is_chosen(people, ada):
    shown = ada.open("settings/").text
    assert "hours in the first year" in shown
    assert "If you choose Starter" not in shown
    asked = ada.open("settings/?to=starter")
    assert "practices are no longer asked" in asked.text
    assert "Everything you wrote, signed and measured is kept." in asked.text
    done = ada.send(asked, holding="profile")
    assert "The profile is now: Starter." in done.text
    people.organisation.refresh_from_db()
    assert people.organisation.profile == "starter"
    assert logged(people, "organization.choose_profile") == 1


def test_no_lower_profile_is_chosen_while_an_audit_is_open(people, ada):
    from holdtrue.app.actions import records

    audit = records.add(people.owner, "audit", {"type": "internal"})
    refused = ada.open("settings/?to=starter")
    assert f"{audit.ref} has no result yet" in refused.text
    assert 'name="profile"' not in refused.html
    posted = ada.client.post(f"/o/{people.slug}/settings/", {"profile": "starter"})
    assert posted.status_code == 422
    higher = ada.send(ada.open("settings/?to=certification"), holding="profile")
    assert "The profile is now: Certification." in higher.text
    records.edit(people.owner, audit.ref, {"result": "In order."})
    assert ada.client.post(f"/o/{people.slug}/settings/", {"profile": "starter"}).status_code == 302


def test_a_practice_that_a_law_asks_for_is_marked_wherever_it_is_listed(people, ada):
    from holdtrue.app.actions import records

    records.edit(people.owner, "ORG-1", {"jurisdictions": ["QC"]})
    records.add(
        people.owner,
        "system",
        {
            "name": "Letters",
            "use": "in_use",
            "jurisdictions": ["QC"],
            "personal_data": "yes",
            "owner": "PER-1",
        },
    )
    ada.client.post(f"/o/{people.slug}/settings/", {"profile": "starter"})
    for path in ("practices/", "practices/personal-data/", "settings/"):
        assert "law, not choice" in ada.open(path).text, path
    assert "asks for it, whichever profile you choose" in ada.open("practices/personal-data/").text


@pytest.mark.parametrize("who", ["contributor", "auditor", "member"])
@pytest.mark.parametrize("path", ["settings/", "settings/members/", "settings/tokens/", "settings/rules/"])
def test_settings_are_for_those_who_manage(people, who, path):
    assert Browser(people, who).open(path).status == 403


def test_rules_that_ship_are_shown_before_they_are_installed(people, ada):
    from harness.older import older_rules
    from holdtrue.app.actions import records

    records.add(people.owner, "system", {"name": "Bot", "owner": "PER-1"})
    assert "nothing to install" in ada.open("settings/rules/").text
    day = people.owner.clock.day("UTC")
    old = older_rules(people.organisation, day)
    assert "ships other rules" in ada.open("").text
    page = ada.open("settings/rules/")
    assert "system-owner" in page.text
    people.organisation.refresh_from_db()
    assert people.organisation.rules == old
    done = ada.send(page)
    assert "The rules are installed." in done.text
    assert "ships other rules" not in ada.open("").text
    assert logged(people, "rules.install") == 1


def test_a_starter_sees_few_pages_of_settings_with_the_rest_one_press_away(ada, people):
    def tabs(path):
        return ada.open(path).html.partition('class="tabs"')[2].partition("</nav>")[0].partition("<details")

    few, folded, _ = tabs("settings/")
    assert "settings/tokens/" in few
    assert not folded
    type(people.organisation).objects.filter(pk=people.organisation.pk).update(profile="starter")
    few, folded, rest = tabs("settings/")
    assert folded
    assert "Members" in few
    assert "settings/tokens/" not in few
    assert "settings/tokens/" in rest
    assert 'aria-current="page">Tokens' in tabs("settings/tokens/")[0]

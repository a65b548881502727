"""A person's page says whether they have an account, and leads to inviting them where they have none."""

from __future__ import annotations


def test_who_has_an_account_is_told_by_role_and_who_has_none_is_invited_with_name_and_e_mail_filled_in(
    people, ada
):
    from holdtrue.app.actions import records

    assert "Has an account: contributor" in ada.open(f"r/{people.people['contributor'].ref}/").text
    lin = records.add(people.owner, "person", {"name": "Lin Chen", "email": "lin@example.org"}).ref
    page = ada.open(f"r/{lin}/")
    assert f"settings/members/?person={lin}" in page.html
    assert "Has an account" not in page.text
    form = ada.open(f"settings/members/?person={lin}")
    filled = form.form("email")["fields"]
    assert (filled["email"], filled["name"]) == (["lin@example.org"], ["Lin Chen"])
    ada.send(form, holding="email", role="manager")
    page = ada.open(f"r/{lin}/")
    assert "Has an account: manager" in page.text
    assert "?person=" not in page.html


def test_nobody_without_an_e_mail_or_who_left_is_invited_and_only_who_sees_members_is_told(people, ada):
    from holdtrue.app.actions import records

    gone = {"name": "Old Hand", "email": "old@example.org", "left_on": "2024-05-31"}
    for given in ({"name": "No Mail"}, gone):
        assert "?person=" not in ada.open(f"r/{records.add(people.owner, 'person', given).ref}/").html
    owner = people.people["owner"].ref
    seen = people.client("contributor").get(f"/o/{people.slug}/r/{owner}/").content.decode()
    assert "Has an account" not in seen

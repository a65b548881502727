"""The AI Index page, its published method, the printed page and the first page of another day, as people get them."""

from __future__ import annotations

import pytest

from harness.cast import cast


@pytest.fixture
def people(begun):
    def made():
        from holdtrue.app.actions import records

        found = cast()
        records.add(found.owner, "unit", {"name": "Clinics"})
        records.add(found.owner, "system", {"name": "Call sorter", "unit": "UNT-0001", "use": "in_use"})
        return found

    return begun(made)


def test_the_index_opens_to_its_facts_for_the_whole_a_unit_and_a_system(people):
    client, base = people.client("owner"), f"/o/{people.slug}/index/"
    whole = client.get(base)
    assert whole.status_code == 200
    page = whole.content.decode()
    for said in (
        "on Standard",
        "Sum, of 59",
        "12/59",
        "Holdtrue ready: not shown",
        "/why/organisation/",
        "/method/",
    ):
        assert said in page, said
    assert "AI Index of Clinics" in client.get(f"{base}?unit=UNT-0001").content.decode()
    one = client.get(f"{base}?system=SYS-0001").content.decode()
    assert "of SYS-0001 Call sorter" in one
    assert "/why/SYS-0001/" in one
    assert "Holdtrue ready" not in one, "the mark is the organisation's alone"
    assert client.get(f"{base}?unit=UNT-0001&system=SYS-0001").status_code == 422
    assert client.get(f"{base}?system=SYS-0099").status_code == 404


def test_the_first_page_of_another_day_tells_no_debts_and_leads_back(people):
    import datetime as dt

    client, base = people.client("owner"), f"/o/{people.slug}/"
    today = client.get(base).content.decode()
    assert "You owe" in today
    assert f"{base}index/" in today
    for days in (-1, 40):
        day = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)).isoformat()
        answer = client.get(f"{base}?at={day}")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "You owe" not in page
        assert "As it stands today" in page
    assert client.get(f"{base}?at=yesterday").status_code == 422


def test_who_may_not_read_the_organisation_finds_neither_index_nor_report(people):
    base = f"/o/{people.slug}/"
    for address in ("index/", "report/"):
        assert people.client("member").get(base + address).status_code == 403
        assert people.client("outsider").get(base + address).status_code == 404
        assert people.client("anonymous").get(base + address).status_code == 302
    made = people.client("auditor").get(base + "report/")
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF-")


def test_a_member_held_to_a_unit_finds_the_index_of_their_unit_alone(people):
    from holdtrue.accounts.models import Membership
    from holdtrue.app.actions import records
    from holdtrue.app.actions.records import find

    records.add(people.owner, "unit", {"name": "Laboratories"})
    rows = Membership.objects.filter(organisation=people.organisation, user=people.users["manager"])
    rows.update(unit=find(people.owner, "UNT-0001"))
    client, base = people.client("manager"), f"/o/{people.slug}/"
    assert "AI Index of Clinics" in client.get(f"{base}index/").content.decode()
    assert "Laboratories" not in client.get(f"{base}index/").content.decode()
    assert client.get(f"{base}index/?unit=UNT-0002").status_code in (403, 422)
    assert client.get(f"{base}report/").status_code == 200


def test_the_method_is_read_without_signing_in_and_states_the_data(people):
    from holdtrue.core.properties import scheme

    page = people.client("anonymous").get("/method/")
    assert page.status_code == 200
    words = page.content.decode().replace("&#39;", "'").replace("&amp;", "&")
    given = scheme()
    for cell in given.cells:
        assert cell.reason in words
    for rule in given.rules.values():
        assert rule in words
    assert str(given.total) in words

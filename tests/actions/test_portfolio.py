"""Many organisations, sealed from each other, side by side for whoever belongs to them."""

from __future__ import annotations

import pytest

from harness.cast import cast


@pytest.fixture
def north(begun):
    return begun(advised)


def advised():
    """Ruth advises Northwind and Southgate; Northwind has a system nobody sorted."""
    from holdtrue.accounts.models import User
    from holdtrue.app.actions import members, records

    people = cast()
    records.add(people.owner, "system", {"name": "Call sorter", "use": "in_use", "owner": "PER-0001"})
    for owner in (people.owner, people.caller("outsider")):
        members.invite(owner, "ruth@advice.example", role="adviser")
    people.users["adviser"] = User.objects.get(email="ruth@advice.example")
    return people


def lines_of(user):
    from holdtrue.app import callers
    from holdtrue.app.queries.portfolio import portfolio_of

    return portfolio_of(callers.organisations_of(user))


def test_each_line_says_what_the_organisation_itself_says(north):
    from holdtrue.app.queries import asking

    lines = {line.membership.organisation.slug: line for line in lines_of(north.users["adviser"])}
    assert set(lines) == {"northwind", "southgate"}
    for caller in (north.owner, north.caller("outsider")):
        own, told = asking.status_asked(caller), lines[caller.organisation.slug]
        assert told.status.index.value == own.index.value
        assert told.status.unsorted == own.unsorted
        assert told.status.holds_until == own.holds_until
        assert told.active is not None
    assert lines["northwind"].status.unsorted == 1


def test_the_queries_do_not_grow_with_the_organisations(north, django_queries):
    from holdtrue.app.actions.organisation import found

    few = django_queries(lambda: lines_of(north.users["adviser"]))
    for number in range(3):
        found(f"Firm {number}", owner="ruth@advice.example")
    assert len(lines_of(north.users["adviser"])) == 5
    many = django_queries(lambda: lines_of(north.users["adviser"]))
    assert many == few <= 12


@pytest.fixture
def django_queries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counted(work):
        with CaptureQueriesContext(connection) as seen:
            work()
        return len(seen)

    return counted


def test_pages_outside_any_organisation(north):
    client = north.client("adviser")
    page = client.get("/organisations/").content.decode()
    assert "Northwind" in page
    assert "Southgate" in page
    assert "Southgate" not in north.client("owner").get("/organisations/").content.decode()
    assert north.client("member").get("/organisations/").status_code == 200
    made = client.post(
        "/organisations/found/", {"name": "Ruth & Co", "profile": "starter", "time_zone": "UTC"}
    )
    assert (made.status_code, made["Location"]) == (302, "/o/ruth-co/set-up/")
    assert client.get("/o/ruth-co/").status_code == 200
    again = client.post("/organisations/found/", {"name": "Northwind", "profile": "starter"})
    assert again.status_code == 422
    assert north.client("owner").get("/o/ruth-co/").status_code == 404


def test_an_owner_takes_everything_and_deletes_from_the_page(north):
    client = north.client("owner")
    user = north.users["owner"]
    user.set_password("a-long-enough-password")
    user.save()
    client.force_login(user)
    base = "/o/northwind/settings/leave/"
    assert client.get(base).status_code == 200
    assert north.client("manager").get(base).status_code == 403
    sent = client.post(f"{base}everything/")
    assert b"".join(sent.streaming_content).startswith(b"PK")
    wrong = client.post(base, {"name": "Other", "password": "a-long-enough-password"})
    assert wrong.status_code == 422
    done = client.post(base, {"name": "Northwind", "password": "a-long-enough-password"})
    assert done.status_code == 302
    shown = client.get(done["Location"])
    assert "Northwind is deleted" in shown.content.decode()
    statement = client.get(f"{done['Location']}statement/")
    assert statement["Content-Disposition"].startswith("attachment")
    assert north.client("outsider").get(done["Location"]).status_code == 404
    assert client.get("/o/northwind/").status_code == 404

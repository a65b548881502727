"""A unit is a boundary: who is held to one sees and writes in its branch, and reads what belongs to everyone."""

from __future__ import annotations

import pytest

from harness.cast import cast


def organisation():
    """Two branches with a system and a risk each; Max is held to the first."""
    from holdtrue.accounts.models import Membership
    from holdtrue.app.actions import records
    from holdtrue.app.actions.records import find

    people = cast()
    owner = people.owner
    for name in ("Clinics", "Laboratories"):
        records.add(owner, "unit", {"name": name})
    records.add(owner, "unit", {"name": "Clinic north", "parent": "UNT-0001"})
    for name, unit in (("Call sorter", "UNT-0003"), ("Blood reader", "UNT-0002"), ("House search", None)):
        records.add(owner, "system", {"name": name, "unit": unit, "use": "in_use"})
    for number in (1, 2, 3):
        records.add(owner, "risk", {"title": f"Wrong answers {number}", "system": f"SYS-000{number}"})
    records.add(owner, "evidence", {"title": "Report on a risk elsewhere", "about": ["RSK-0002"]})
    records.add(owner, "policy", {"title": "AI at Northwind", "topic": "ai"})
    held = Membership.objects.get(organisation=people.organisation, user=people.users["manager"])
    held.unit = find(owner, "UNT-0001")
    held.save()
    return people


@pytest.fixture
def north(begun):
    return begun(organisation)


def refs(caller, kind):
    from holdtrue.app.queries.lists import Asked, listed

    return [line.ref for line in listed(caller, Asked(kind=kind)).page.lines]


def test_lists_search_and_counts_stop_at_the_branch(north):
    from holdtrue.app.queries import hits, inventory

    max_ = north.caller("manager")
    assert refs(max_, "system") == ["SYS-0001", "SYS-0003"]
    assert refs(max_, "risk") == ["RSK-0001", "RSK-0003"]
    assert refs(max_, "evidence") == []
    assert refs(max_, "policy") == ["POL-0001"]
    assert inventory.counts(max_, ["system", "risk", "policy"]) == {"system": 2, "risk": 2, "policy": 1}
    assert [hit.ref for hit in hits.find(max_, "Blood reader").records] == []
    assert [hit.ref for hit in hits.find(max_, "SYS-0002").records] == []
    assert [hit.ref for hit in hits.find(max_, "SYS-0001").records] == ["SYS-0001"]
    assert refs(north.owner, "risk") == ["RSK-0001", "RSK-0002", "RSK-0003"]


def test_records_elsewhere_are_refused_on_every_way_with_the_reason(north):
    client = north.client("manager")
    base, api = "/o/northwind", "/api/v1/o/northwind"
    for path in (
        "/r/SYS-0002/", "/r/RSK-0002/", "/r/EVI-0001/", "/r/SYS-0002/history/", "/r/UNT-0002/",
        "/why/SYS-0002/system-owner/next/", "/ledger/", "/worklist/team/", "/settings/", "/import/",
    ):  # fmt: skip
        response = client.get(base + path)
        assert response.status_code == 403, path
        assert "outside your unit" in response.content.decode(), path
    for path in (
        "/records/SYS-0002",
        "/records/RSK-0002",
        "/status?unit=UNT-0002",
        "/status?system=SYS-0002",
    ):
        assert client.get(api + path).status_code == 403, path
    for path in ("/r/SYS-0001/", "/r/RSK-0001/", "/r/POL-0001/", "/", "/practices/", "/systems/", "/risks/"):
        shown = client.get(base + path)
        assert shown.status_code == 200, path
        assert "Blood reader" not in shown.content.decode(), path


def test_figures_are_those_of_the_branch(north):
    from holdtrue.app.queries import asking

    assert asking.status_asked(north.owner).systems == 3
    assert asking.status_asked(north.caller("manager")).systems == 1


def test_what_is_added_lies_in_the_unit_and_leads_nowhere_else(north):
    from holdtrue.app.actions import records
    from holdtrue.core.refusals import NotAllowed

    max_ = north.caller("manager")
    made = records.add(max_, "system", {"name": "New here"})
    assert made.unit.ref == "UNT-0001"
    for raw in ({"name": "There", "unit": "UNT-0002"},):
        with pytest.raises(NotAllowed):
            records.add(max_, "system", raw)
    with pytest.raises(NotAllowed):
        records.add(max_, "risk", {"title": "Theirs", "system": "SYS-0002"})
    with pytest.raises(NotAllowed):
        records.edit(max_, made.ref, {"unit": "UNT-0002"})
    with pytest.raises(NotAllowed):
        records.edit(max_, "RSK-0002", {"title": "Mine now"})
    assert records.edit(max_, "RSK-0001", {"title": "Better said"}).title == "Better said"
    with pytest.raises(NotAllowed):
        records.edit(max_, "POL-0001", {"title": "Policy of the whole house"})


def test_a_list_leaves_as_a_file_with_the_branch_alone(north):
    content = b"".join(north.client("manager").get("/o/northwind/systems/export.csv").streaming_content)
    assert b"Call sorter" in content
    assert b"Blood reader" not in content

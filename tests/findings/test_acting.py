"""An open finding acts where it names something: a minor is told beside what holds, everywhere it is shown."""

from __future__ import annotations

import pytest

from harness.cast import cast


@pytest.fixture
def people(begun):
    return begun(made)


def made():
    from holdtrue.app.actions import records

    people = cast()
    owner = people.owner
    records.add(owner, "system", {"name": "Screener", "owner": "PER-0001", "use": "in_use"})
    raw = {"type": "minor", "practice": "system-owner", "nature": "No deputy", "about": "SYS-0001"}
    records.add(owner, "finding", raw)
    raw = {"type": "minor", "requirement": "5.2", "nature": "One page is old"}
    records.add(owner, "finding", raw)
    return people


def test_what_holds_with_a_minor_finding_names_it(people):
    page = people.client("owner").get(f"/o/{people.slug}/why/SYS-0001/system-owner/declared/")
    assert "FND-0001" in page.content.decode()
    told = people.client("owner").get(f"/o/{people.slug}/frameworks/iso42001/5.2/").content.decode()
    assert "FND-0002" in told


def test_a_step_is_taken_from_the_findings_own_page(people):
    ada = people.client("owner")
    base = f"/o/{people.slug}/r/FND-0001/"
    assert "To be put right" in ada.get(base).content.decode()
    sent = ada.post(f"{base}mend/correction/", {"correction": "Ada answers until then"})
    assert (sent.status_code, sent["Location"]) == (302, f"{base}#mending")
    assert "Cause to be found" in ada.get(base).content.decode()
    refused = ada.post(f"{base}mend/cause/", {"cause": " "})
    assert refused.status_code == 422
    assert "Say the cause" in refused.content.decode()


def test_a_step_there_is_not_is_not_found_and_an_employee_takes_none(people):
    base = f"/o/{people.slug}/r/FND-0001/mend/"
    assert people.client("owner").get(f"{base}nothing/").status_code == 404
    assert people.client("member").post(f"{base}correction/", {"correction": "x"}).status_code == 403
    assert people.client("outsider").get(f"{base}cause/").status_code == 404


def test_the_loop_refuses_a_time_that_is_none(people):
    address = f"/o/{people.slug}/loop/"
    ada = people.client("owner")
    assert ada.get(address).status_code == 200
    assert ada.get(f"{address}?from=2031-02-01&to=2031-01-01").status_code == 422
    assert "No deputy" in ada.get(f"/o/{people.slug}/loop.csv/").content.decode("utf-8-sig")
    assert people.client("member").get(address).status_code == 403


def test_one_on_a_practice_of_systems_that_names_none_says_so(people):
    owner = people.client("owner")
    words = "It lowers no standing yet"
    base = f"/o/{people.slug}/r/"
    assert words not in owner.get(f"{base}FND-0001/").content.decode()
    from holdtrue.app.actions import records

    made = records.add(
        people.owner, "finding", {"type": "major", "practice": "system-owner", "nature": "None"}
    )
    assert words in owner.get(f"{base}{made.ref}/").content.decode()

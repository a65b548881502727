"""The pages of incidents: worked through without scripts, the register with its files, a concern that becomes one."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest

from holdtrue.core.refusals import BadInput, NotAllowed

TODAY = dt.datetime.now(dt.UTC)


@pytest.fixture
def fresh(people, screener):
    """One of yesterday, so that a browser with the real clock meets running clocks."""
    from holdtrue.app.actions import records

    given = {"title": "Applicants saw each other", "severity": "serious", "systems": [screener.ref]}
    day = (TODAY - dt.timedelta(days=1)).date().isoformat()
    said = {
        "personal_information": True,
        "serious_injury": True,
        "information": "=Names",
        "people_affected": 14,
    }
    return records.add(people.owner, "incident", {**given, "detected_on": day, **said})


def test_an_incident_is_worked_through_from_its_clocks_to_closing(people, ada, fresh):
    at = f"/o/northwind/r/{fresh.ref}/incident/"
    page = ada.open(at)
    assert "left" in page.text
    assert "3 reporting clocks run" not in page.text
    assert "reporting clocks run" in page.text
    page = ada.send(
        ada.open(f"/o/northwind/r/{fresh.ref}/tell/?whom=authority"), holding="whom", name="All of them"
    )
    assert "All of them was told" in page.text
    page = ada.send(ada.open(f"/o/northwind/r/{fresh.ref}/tell/?whom=persons"), holding="whom", name="")
    assert "Name who was told" in page.text
    ada.send(
        ada.open(f"/o/northwind/r/{fresh.ref}/tell/?whom=persons"), holding="whom", name="Fourteen applicants"
    )
    assert "Still asked" in ada.open(f"/o/northwind/r/{fresh.ref}/close/").text
    edited = ada.open(f"/o/northwind/r/{fresh.ref}/edit/?only=containment&only=cause&only=lessons")
    page = ada.send(edited, holding="cause", containment="Off", cause="A link", lessons="Single use")
    assert "Who must be told" in page.text
    page = ada.send(ada.open(f"/o/northwind/r/{fresh.ref}/foresee/"), holding="none", none="yes")
    assert "a finding was opened" in page.text
    page = ada.send(ada.open(f"/o/northwind/r/{fresh.ref}/close/"), holding="on")
    assert "Closed on" in page.text
    taken = ada.open(f"/o/northwind/r/{fresh.ref}/retire/")
    assert "an incident is never deleted" in taken.text
    assert 'name="why"' not in taken.html
    again = ada.open(f"/o/northwind/r/{fresh.ref}/close/").text
    assert "There is nothing left to close" in again
    assert 'name="on"' not in again


def test_clocks_wait_on_the_worklist_of_whoever_leads_incidents(people, fresh):
    from holdtrue.app.actions import records
    from holdtrue.app.worklist.clocks import reporting_clocks
    from holdtrue.app.worklist.reading import asked_for
    from holdtrue.core.days import iso

    def items(role):
        caller = people.caller(role)
        day = caller.clock.day(people.organisation.time_zone)
        asked = asked_for(people.organisation, people.people[role].pk, role, day, caller=caller)
        return {item.key.rsplit("/", 1)[-1]: iso(item.due) for item in reporting_clocks(asked)}

    assert set(items("owner")) == {
        "gdpr-authority",
        "gdpr-persons",
        "eu-serious",
        "law25-commission",
        "law25-persons",
    }
    assert items("manager") == {}
    held = {"name": "incident_lead", "duties": "Leads", "holder": people.people["manager"].ref}
    records.add(people.owner, "role", held)
    assert set(items("manager")) >= {"eu-serious", "law25-commission"}
    assert items("owner") == {}


def test_the_register_holds_the_prescribed_particulars_and_nothing_leaves_it(people, ada, fresh):
    from holdtrue.app.documents.confidentiality import rendered
    from holdtrue.app.queries.confidentiality import PARTICULARS, entries, register

    (entry,) = entries(people.owner)
    assert set(entry.said()) == set(PARTICULARS)
    assert entry.missing() == (
        "when",
        "sensitivity",
        "feared",
        "likelihood",
        "authority",
        "persons",
        "measures",
    )
    page = ada.open("/o/northwind/confidentiality/").text
    assert "Kept at least until" in page
    assert "Not said yet" in page
    rows = list(csv.reader(io.StringIO(rendered(people.owner, "csv").content.decode("utf-8-sig"))))
    assert rows[1][0] == fresh.ref
    assert rows[1][1] == "'=Names"
    assert rendered(people.caller("auditor"), "pdf").content.startswith(b"%PDF")
    with pytest.raises(NotAllowed):
        rendered(people.caller("contributor"), "pdf")
    with pytest.raises(NotAllowed):
        entries(people.caller("member"))
    assert entries(people.caller("outsider")) == []
    bounded = register(people.owner, most=1)
    assert (bounded.entries[0].record.ref, bounded.total) == (fresh.ref, 1)


def test_an_anonymous_concern_becomes_an_incident_that_says_nothing_of_it(people, screener):
    from holdtrue.app.actions import boxing, door, incidents
    from holdtrue.app.door.ways import by_code, door_of
    from holdtrue.app.queries import boxed
    from holdtrue.store import reading

    door.set_door(people.owner, opened=True, free=True)
    way = by_code(door_of(people.organisation.pk).code)
    raised = boxing.raise_concern(way, category="use", text="Zebra told me she was ranked low by hand")
    tomorrow = replace(people.owner.clock, now=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    caller = replace(people.owner, clock=tomorrow)
    (row,) = boxed.visible(caller)
    with pytest.raises(BadInput, match="severity"):
        incidents.from_concern(caller, row.id, {"title": "Ranked low"})
    said = {"title": "Ranked low", "severity": "serious", "systems": [screener.ref]}
    with pytest.raises(BadInput, match="future"):
        incidents.from_concern(caller, row.id, {**said, "detected_on": "9999-12-31"})
    made = incidents.from_concern(caller, row.id, {**said, "consequences": ["fundamental_rights"]})
    body = reading.body(made)
    assert "Zebra" not in str(body)
    assert "source" not in body["fields"]
    assert boxing.followed(way, raised.receipt).answered
    with pytest.raises(NotAllowed):
        incidents.from_concern(people.caller("contributor"), row.id, said)


def test_the_short_form_asks_openly_for_what_starts_the_clocks(people):
    html = people.client("contributor").get("/o/northwind/incidents/add/").content.decode()
    openly = html.partition('<details class="form-section')[0]
    for name in ("systems", "severity", "aware_on", "consequences", "personal_information"):
        assert f'name="{name}"' in openly, name


def test_an_employee_who_cannot_write_an_incident_is_led_to_raise_a_concern(people):
    page = people.client("member").get("/o/northwind/incidents/add/")
    assert page.status_code == 403
    assert 'href="/o/northwind/concerns/add/">Tell what happened: raise a concern' in page.content.decode()

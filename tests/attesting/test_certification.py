"""A certificate is its body's word: it drifts when scope or Statement of Applicability move on; the cycle is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from holdtrue.core.certifying import Due, Held, Stands, answer_by, stands, steps


def day(text):
    return dt.date.fromisoformat(text).toordinal()


ISSUED, UNTIL = day("2024-02-29"), day("2027-02-28")


def test_the_cycle_runs_three_years_from_the_decision_also_from_a_leap_day():
    found = steps([], day("2024-03-01"), issued=ISSUED, until=UNTIL)
    assert [(s.type, s.number, dt.date.fromordinal(s.due).isoformat()) for s in found] == [
        ("surveillance", 1, "2025-02-28"),
        ("surveillance", 2, "2026-02-28"),
        ("recertification", 1, "2026-12-01"),
    ]
    assert {s.state for s in found} == {Due.OWED}


@pytest.mark.parametrize(
    ("held", "booked", "today", "state"),
    [
        (day("2025-02-01"), None, day("2025-03-01"), Due.HELD),
        (None, day("2025-02-20"), day("2025-01-01"), Due.BOOKED),
        (None, day("2025-03-20"), day("2025-01-01"), Due.LATE),
        (None, day("2025-02-20"), day("2025-02-21"), Due.OWED),
        (None, day("2025-02-20"), day("2025-03-01"), Due.OVERDUE),
    ],
)
def test_a_booking_is_no_audit(held, booked, today, state):
    found = steps([Held("AUD-0001", "surveillance", held, booked)], today, issued=ISSUED, until=UNTIL)
    assert found[0].state is state


def test_before_a_certificate_there_are_two_stages_and_what_was_held_before_it_is_another_cycles():
    audits = [
        Held("AUD-0001", "stage_1", ISSUED - 60, None),
        Held("AUD-0002", "surveillance", ISSUED - 300, None),
    ]
    assert [(s.type, s.state) for s in steps(audits, ISSUED - 30)] == [
        ("stage_1", Due.HELD),
        ("stage_2", Due.OWED),
    ]
    assert not any(s.audit for s in steps(audits, ISSUED + 1, issued=ISSUED, until=UNTIL))
    assert not any(s.audit for s in steps(audits, UNTIL + 1, ended=ISSUED))  # a new cycle begins anew


@pytest.mark.parametrize(
    ("days", "drifted", "state"),
    [
        ({}, (), Stands.STANDS),
        ({}, ("scope",), Stands.DRIFTED),
        ({"suspended_on": ISSUED + 10}, ("scope",), Stands.SUSPENDED),
        ({"suspended_on": ISSUED + 10, "restored_on": ISSUED + 20}, (), Stands.STANDS),
        ({"suspended_on": ISSUED + 10, "withdrawn_on": ISSUED + 30}, (), Stands.WITHDRAWN),
        ({"valid_until": ISSUED + 99}, ("scope",), Stands.EXPIRED),
        ({"valid_until": None}, (), Stands.UNDATED),
    ],
)
def test_how_a_certificate_stands(days, drifted, state):
    known = {"issued_on": ISSUED, "valid_until": UNTIL, **days}
    assert stands(known, ISSUED + 100, drifted=drifted) is state


def test_the_last_day_of_validity_still_counts():
    known = {"issued_on": ISSUED, "valid_until": UNTIL}
    assert stands(known, UNTIL, drifted=()) is Stands.STANDS
    assert stands(known, UNTIL + 1, drifted=()) is Stands.EXPIRED


def test_a_finding_of_the_body_is_answered_in_ninety_days_where_it_names_no_day():
    assert answer_by("major", day("2024-02-29")) == day("2024-05-29")
    assert answer_by("observation", day("2024-02-29")) is None


def test_it_drifts_when_the_scope_moves_on_and_says_in_what(people, owner):
    from holdtrue.app.actions import records, sign
    from holdtrue.app.queries.certification import booked, certification
    from holdtrue.app.queries.roadmap import roadmap_asked

    records.add(owner, "scope", {"statement": "AI for letters.", "included_activities": "Letters"})
    sign.sign(owner, "SCP-0001", "approved", good_for="12 months")
    given = {"body": "Maple Assurance", "number": "A-1", "scope": "SCP-0001"}
    records.add(owner, "certificate", {**given, "issued_on": "2026-01-15", "valid_until": "2029-01-14"})
    ahead = dt.date.fromordinal(owner.clock.day("UTC") + 60)
    audit = {"type": "surveillance", "body": "Maple Assurance", "certificate": "CRT-0001"}
    records.add(owner, "audit", {**audit, "due": ahead.isoformat()})
    found = certification(owner)
    assert found.certificates[0].stands is Stands.STANDS
    assert found.certificates[0].entered
    assert booked(owner.organisation, found.day) == (ahead.toordinal(), "AUD-0001")
    assert roadmap_asked(owner).by == ahead.toordinal()
    records.edit(owner, "SCP-0001", {"included_activities": "Letters and answers"})
    assert certification(owner).certificates[0].stands is Stands.STANDS  # a draft changes nothing
    sign.sign(owner, "SCP-0001", "approved", good_for="12 months")
    one = certification(owner).certificates[0]
    assert one.stands is Stands.DRIFTED
    assert [(m.record.ref, m.how, [d.field for d in m.fields]) for m in one.moved] == [
        ("SCP-0001", "changed", ["included_activities"])
    ]
    today = dt.date.fromordinal(found.day).isoformat()
    records.edit(owner, "CRT-0001", {"accepted_on": today})
    assert certification(owner).certificates[0].stands is Stands.STANDS
    shown = people.client("owner").get(f"/o/{people.slug}/certification/").content.decode()
    assert "Maple Assurance says: A-1" in shown
    assert "Holdtrue certifies nobody" in shown


def in_days(caller, days):
    now = caller.clock.now() + dt.timedelta(days=days)
    return replace(caller, clock=replace(caller.clock, now=lambda: now))


def test_a_scope_written_down_after_the_decision_drifts_too(owner):
    from holdtrue.app.actions import records, sign
    from holdtrue.app.queries.certification import certification

    line = records.add(
        owner, "applicability", {"control_id": "A.5.2", "included": True, "reason": "We assess."}
    )
    sign.sign(owner, line.ref, "approved", good_for="12 months")
    owner = in_days(owner, 2)
    records.add(owner, "scope", {"statement": "AI for letters.", "included_activities": "Letters"})
    sign.sign(owner, "SCP-0001", "approved", good_for="12 months")
    decided = dt.date.fromordinal(owner.clock.day("UTC") - 1).isoformat()
    given = {"body": "Maple Assurance", "number": "A-1", "scope": "SCP-0001", "valid_until": "2099-01-14"}
    records.add(owner, "certificate", {**given, "issued_on": decided})
    assert certification(owner).certificates[0].stands is Stands.STANDS
    owner = in_days(owner, 1)
    records.edit(owner, "SCP-0001", {"included_activities": "Letters and answers"})
    sign.sign(owner, "SCP-0001", "approved", good_for="12 months")
    one = certification(owner).certificates[0]
    assert one.stands is Stands.DRIFTED
    assert [m.record.ref for m in one.moved] == ["SCP-0001"]


def test_a_statement_of_applicability_that_moves_on_drifts_and_what_the_body_looked_at_since_is_asked(owner):
    from holdtrue.app.actions import records, sign
    from holdtrue.app.queries.certification import certification

    line = records.add(
        owner, "applicability", {"control_id": "A.5.2", "included": True, "reason": "We assess."}
    )
    sign.sign(owner, line.ref, "approved", good_for="12 months")
    decided = dt.date.fromordinal(owner.clock.day("UTC")).isoformat()
    given = {"body": "Maple Assurance", "number": "A-1", "issued_on": decided, "valid_until": "2099-01-14"}
    records.add(owner, "certificate", given)
    owner = in_days(owner, 1)
    records.edit(owner, line.ref, {"included": False, "reason": "We assess nothing."})
    assert certification(owner).certificates[0].stands is Stands.STANDS  # a draft changes nothing
    sign.sign(owner, line.ref, "approved", good_for="12 months")
    found = certification(owner)
    assert found.certificates[0].stands is Stands.DRIFTED
    assert {d.field for d in found.certificates[0].moved[0].fields} == {"included", "reason"}
    assert found.looked_since(found.certificates[0]) is None
    owner = in_days(owner, 1)
    held = dt.date.fromordinal(owner.clock.day("UTC")).isoformat()
    records.add(owner, "audit", {"type": "surveillance", "held_on": held, "certificate": "CRT-0001"})
    found = certification(owner)
    assert found.steps[0].state is Due.HELD
    assert found.certificates[0].stands is Stands.DRIFTED  # only the body's word ends it
    assert found.looked_since(found.certificates[0]) == found.day
    records.edit(owner, "CRT-0001", {"accepted_on": held})
    assert certification(owner).certificates[0].stands is Stands.STANDS
    records.edit(owner, "CRT-0001", {"withdrawn_on": held})
    found = certification(owner)
    assert [(s.type, s.state) for s in found.steps] == [("stage_1", Due.OWED), ("stage_2", Due.OWED)]


def test_a_certificate_is_entered_on_its_page_and_what_is_empty_is_named(people, owner):
    client, at = people.client("owner"), f"/o/{people.slug}/certificates/add/"
    refused = client.post(at, {"body": "Maple Assurance", "number": ""})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Number is empty" in page
    assert "Certification body is empty" not in page
    kept = client.post(at, {"body": "Maple Assurance", "number": "A-1"})
    assert (kept.status_code, kept["Location"]) == (302, f"/o/{people.slug}/r/CRT-0001/")


def test_who_was_recertified_before_the_end_waits_for_the_new_certificate_and_begins_no_cycle_anew(
    people, owner
):
    from holdtrue.app.actions import records

    days = {"issued_on": "2020-10-02", "valid_until": "2023-10-01"}
    records.add(owner, "certificate", {"body": "Maple Assurance", "number": "A-1", **days})
    client, at = people.client("owner"), f"/o/{people.slug}/certification/"
    ended = client.get(at).content.decode()
    assert "a new one begins with two stages" in ended
    assert "audits/add/?type=stage_1" in ended
    records.add(owner, "audit", {"type": "recertification", "title": "Renewal", "held_on": "2023-09-20"})
    waits = client.get(at).content.decode()
    assert "The recertification audit AUD-0001 was held on 20 Sep 2023" in waits
    assert "Not booked" not in waits
    days = {"issued_on": "2023-11-20", "valid_until": "2026-10-01"}
    records.add(owner, "certificate", {"body": "Maple Assurance", "number": "A-2", **days})
    assert "Keep the new one" not in client.get(at).content.decode()


def test_a_certification_audit_is_no_internal_one(owner):
    from holdtrue.app.actions import records
    from holdtrue.app.queries import figures
    from holdtrue.app.queries.status import status

    def stood():
        found = status(figures.stored(owner.organisation, owner.clock.day("UTC")))
        return next(s for s in found.stands if s.practice.id == "internal-audit").level

    before = stood()
    whole = {"criteria": "ISO/IEC 42001", "result": "Conforms", "sample": "All", "reported_to": "Ada"}
    records.add(owner, "audit", {"type": "stage_2", "held_on": "2026-06-01", "covers": ["SYS-0001"], **whole})
    assert stood() == before

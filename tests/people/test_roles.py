"""The page of roles: who holds each, who acts where the holder left, and naming somebody in two clicks."""

from __future__ import annotations

import html


def test_the_page_says_who_answers_and_the_deputy_where_the_holder_left(people, ada):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.roles import roles

    theo, max_ = people.people["member"], people.people["manager"]
    role = records.add(
        people.owner, "role", {"name": "incident_lead", "holder": theo.ref, "deputy": max_.ref}
    )
    day = people.owner.clock.day("UTC")
    held = {one.role: one for one in roles(people.organisation, day)}
    assert held["incident_lead"].acts == theo
    assert held["incident_lead"].since == day
    assert held["incident_lead"].practices
    assert held["privacy_officer"].acts is None
    records.edit(people.owner, theo.ref, {"left_on": "2026-01-02"})
    held = {one.role: one for one in roles(people.organisation, day)}
    assert held["incident_lead"].acts == max_
    page = ada.open("who-holds/")
    assert "Max acts as deputy." in page.text
    assert "roles have nobody who answers today" in page.text
    form = ada.open(f"r/{role.ref}/owner/?as=deputy")
    ada.send(form, person="Ada (PER-0001)")
    held = {one.role: one for one in roles(people.organisation, day)}
    assert held["incident_lead"].acts == people.people["owner"]
    for who, status in (("auditor", 200), ("contributor", 200), ("member", 403)):
        assert people.client(who).get(f"/o/{people.slug}/who-holds/").status_code == status, who


def test_skills_a_role_asks_for_are_held_ending_or_missing_with_the_form_that_records_them(people, ada):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.competences import skills

    theo = people.people["member"].ref
    asked = "Reads outputs critically\nKnows Law 25\nRuns a drill"
    role = records.add(people.owner, "role", {"name": "incident_lead", "holder": theo, "skills": asked})
    for requirement, until in (("Knows Law 25", "2020-01-01"), ("Runs a drill", "2090-01-01")):
        given = {"person": theo, "requirement": requirement, "valid_until": until}
        records.add(people.owner, "competence", {**given, "skill": "oversight"})
    day = people.owner.clock.day("UTC")
    found = {one.skill: one.state(day) for one in skills(people.organisation, day)}
    assert found == {"Reads outputs critically": "missing", "Knows Law 25": "lapsed", "Runs a drill": "holds"}
    page = ada.open("skills/")
    assert "2 of 3 skills that roles ask for are missing or have run out." in page.text
    assert f"person={theo}" in page.html
    assert "The role asks for “Reads outputs critically” and no record of competence of Theo" in page.text
    assert "was good until 1 Jan 2020. Judging it anew mends it." in page.text
    assert f"role={role.ref}" in page.html
    assert people.client("member").get(f"/o/{people.slug}/skills/").status_code == 403


def test_what_is_said_of_a_linked_record_answers_why(people, ada):
    from holdtrue.app.actions import records

    add = people.owner
    control = records.add(add, "control", {"title": "Second reader", "description": "Two people read it"})
    for more in ({"due": "2024-05-01"}, {"treated_on": "2024-04-01"}, {}):
        records.add(add, "risk", {"title": f"Risk {more}", "controls": [control.ref], **more})
    told = html.unescape(ada.open(f"r/{control.ref}/").html)
    assert "said 1 May 2024, which is past, and" in told
    assert "says 1 Apr 2024. Empty that field, and it is open again." in told
    assert "nobody said by when" in told

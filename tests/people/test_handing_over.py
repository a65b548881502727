"""Who leaves hands over: everything in one place, to one or several, and nothing drifts that need not."""

from __future__ import annotations

import pytest

from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.core.verdicts import State


def links(record):
    from holdtrue.store import reading

    record.refresh_from_db()
    return reading.body(record)["links"]


@pytest.fixture
def held(people):
    """What Theo holds: a system he owns and oversees, a risk, a role, a deputy's place, a report, a signature."""
    from holdtrue.app.actions import records
    from holdtrue.app.actions.asking_signature import ask

    add, theo, cleo = people.owner, people.people["member"].ref, people.people["contributor"]
    made = {
        "system": records.add(add, "system", {"name": "Triage", "owner": theo, "overseer": theo}),
        "role": records.add(add, "role", {"name": "ai_lead", "holder": theo, "duties": "Leads"}),
        "stand_in": records.add(add, "role", {"name": "incident_lead", "deputy": theo}),
        "done": records.add(add, "action", {"title": "Old", "owner": theo, "done_on": "2024-01-02"}),
        "open": records.add(add, "action", {"title": "New", "owner": theo}),
        "policy": records.add(add, "policy", {"topic": "ai", "title": "AI policy", "text": "We care"}),
    }
    made["risk"] = records.add(
        add, "risk", {"title": "Missed", "owner": theo, "system": made["system"].ref, "likelihood": 2}
    )
    records.edit(add, cleo.ref, {"manager": theo})
    ask(add, made["policy"].ref, people=[theo])
    return made


def test_everything_held_is_grouped_and_counted_and_what_is_over_is_left_out(people, held):
    from holdtrue.app.queries.holdings import holdings

    found = holdings(people.people["member"])
    assert {g.id: len(g.records) for g in found.groups} == {
        "role.holder": 1,
        "role.deputy": 1,
        "person.manager": 1,
        "system.owner": 1,
        "system.overseer": 1,
        "risk.owner": 1,
        "action.owner": 1,
        "signatures": 1,
    }
    assert found.count == 8


def test_all_of_it_goes_over_in_one_action_and_standing_is_what_deriving_anew_gives(people, held):
    from holdtrue.app import checking
    from holdtrue.app.actions.handing_over import hand_over, plan
    from holdtrue.app.queries.holdings import holdings
    from holdtrue.store.models import Entry

    theo, max_ = people.people["member"], people.people["manager"]
    made = hand_over(people.owner, theo.ref, plan(people.owner, theo.ref, max_.ref), why="Theo left")
    assert made.count == 8
    assert not made.kept
    assert not holdings(theo).groups
    assert links(held["system"])["owner"] == links(held["system"])["overseer"] == [max_.uid]
    assert links(held["done"])["owner"] == [theo.uid]
    assert Entry.objects.filter(action_id=made.action).count() == 7
    assert checking.check_standing(people.organisation, people.owner.clock.day("UTC")).ok


def test_groups_go_to_several_and_the_rest_stays(people, held):
    from holdtrue.app.actions.handing_over import hand_over, plan

    theo, max_, cleo = (people.people[who] for who in ("member", "manager", "contributor"))
    hand_over(people.owner, theo.ref, {"system.owner": max_.ref, "risk.owner": cleo.ref})
    assert links(held["system"]) == {"owner": [max_.uid], "overseer": [theo.uid]}
    assert links(held["risk"])["owner"] == [cleo.uid]
    assert plan(people.owner, theo.ref, max_.ref, ["role"]) == {
        "role.holder": max_.ref,
        "role.deputy": max_.ref,
    }


def test_a_signature_drifts_where_it_rests_on_who_holds_and_nowhere_else(people, held):
    from holdtrue.app.actions.handing_over import hand_over, plan
    from holdtrue.app.actions.sign import sign
    from holdtrue.app.queries.signed import signed

    theo, max_ = people.people["member"], people.people["manager"]
    for name in ("system", "role", "risk"):
        sign(people.caller("manager"), held[name].ref, "reviewed", good_for="12 months")
    hand_over(people.owner, theo.ref, plan(people.owner, theo.ref, max_.ref))
    for name, drifted in (("system", False), ("role", True), ("risk", False)):
        held[name].refresh_from_db()
        told = signed(people.organisation, held[name], people.owner.clock.day("UTC"), {})
        assert (told[0].state is State.DRIFTED) is drifted, name


def test_whoever_reported_to_the_leaver_and_takes_over_is_not_their_own_manager(people, held):
    from holdtrue.app.actions.handing_over import hand_over

    theo, cleo = people.people["member"], people.people["contributor"]
    made = hand_over(people.owner, theo.ref, {"person.manager": cleo.ref})
    assert made.count == 1
    assert not links(cleo).get("manager")


def test_nobody_who_left_or_is_nobody_takes_over_and_only_managers_hand_over(people, held):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.handing_over import hand_over, plan

    theo, max_, ines = (people.people[who] for who in ("member", "manager", "auditor"))
    records.edit(people.owner, ines.ref, {"left_on": "2026-01-02"})
    for to, why in ((ines.ref, "left"), (theo.ref, "same"), (held["risk"].ref, "person"), (" ", "nobody")):
        with pytest.raises(BadInput, match=rf"people\.hand\.{why}"):
            hand_over(people.owner, theo.ref, {"risk.owner": to})
    with pytest.raises(BadInput, match=r"people\.hand\.group"):
        plan(people.owner, theo.ref, max_.ref, ["supplier"])
    with pytest.raises(NotAllowed):
        hand_over(people.caller("contributor"), theo.ref, {"risk.owner": max_.ref})
    with pytest.raises(NotAllowed):
        hand_over(people.caller("token"), theo.ref, {"risk.owner": max_.ref})


def test_the_page_shows_what_is_held_and_hands_it_over(people, ada, held):
    from holdtrue.app.actions import records
    from holdtrue.app.queries.holdings import holdings

    theo, max_, cleo = (people.people[who] for who in ("member", "manager", "contributor"))
    records.edit(people.owner, theo.ref, {"left_on": "2026-01-02"})
    assert f"r/{theo.ref}/hand-over/" in ada.open(f"r/{theo.ref}/").html
    page = ada.open(f"r/{theo.ref}/hand-over/")
    assert "and still holds 8 things" in page.text
    assert "They can still sign in." in page.text
    nobody = ada.send(page, to="")
    assert nobody.status == 422
    assert "Name somebody who takes over." in nobody.text
    done = ada.send(page, **{"to": f"Max ({max_.ref})", "to.risk.owner": f"Cleo ({cleo.ref})", "why": "Left"})
    assert "8 things went from Theo to Max, Cleo." in done.text
    assert "Theo holds nothing" in done.text
    assert not holdings(theo).groups
    assert links(held["risk"])["owner"] == [cleo.uid]
    for role, status in (("manager", 200), ("contributor", 403), ("auditor", 403), ("member", 403)):
        address = f"/o/{people.slug}/r/{theo.ref}/hand-over/"
        assert people.client(role).get(address).status_code == status, role
    assert ada.open(f"r/{held['risk'].ref}/hand-over/").status == 404


def test_until_then_it_stands_on_the_worklist_of_the_manager(people, ada, held):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.handing_over import hand_over, plan

    theo, max_ = people.people["member"], people.people["manager"]
    records.edit(people.owner, theo.ref, {"left_on": "2026-01-02"})
    assert "Hand over what Theo held" in ada.open("worklist/").text
    records.edit(people.owner, theo.ref, {"manager": people.people["auditor"].ref})
    assert "Hand over what Theo held" not in ada.open("worklist/").text
    records.edit(people.owner, theo.ref, {"manager": ""})
    hand_over(people.owner, theo.ref, plan(people.owner, theo.ref, max_.ref))
    assert "Hand over what Theo held" not in ada.open("worklist/").text


def test_over_http_only_people_who_manage_hand_over(people, held):
    theo, max_ = people.people["member"], people.people["manager"]
    base = f"/api/v1/o/{people.slug}/people/{theo.ref}"
    manager = people.client("manager")
    assert manager.get(f"{base}/holdings").json()["count"] == 8
    for role, status in (("contributor", 403), ("token", 403), ("anonymous", 401)):
        assert people.client(role).get(f"{base}/holdings").status_code == status, role
    sent = {"to": max_.ref, "only": ["system"]}
    token = people.client("token")
    refused = token.post(f"{base}/hand-over", sent, content_type="application/json")
    assert refused.status_code == 403
    wrong = manager.post(
        f"{base}/hand-over", {"to": max_.ref, "only": ["boat"]}, content_type="application/json"
    )
    assert wrong.status_code == 422
    made = manager.post(f"{base}/hand-over", sent, content_type="application/json").json()
    assert made["count"] == 2
    assert links(held["system"])["owner"] == [max_.uid]


def test_what_checking_and_acting_gave_them_is_shown_and_handed_over_too(people):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.auditing.planning import plan_audit
    from holdtrue.app.actions.handing_over import hand_over, plan
    from holdtrue.app.queries.holdings import holdings, planned

    add, theo, max_ = people.owner, people.people["member"], people.people["manager"]
    audit = records.add(add, "audit", {"title": "Yearly audit", "type": "internal", "auditor": theo.ref})
    finding = records.add(
        add, "finding", {"type": "minor", "nature": "No record", "owner": theo.ref, "checker": theo.ref}
    )
    action = records.add(add, "action", {"title": "Write it", "owner": theo.ref, "addresses": finding.ref})
    figure = records.add(add, "indicator", {"tag": "ai_literacy", "owner": theo.ref})
    plan_audit(add, "iso42001", on="2031-01-01", covers=["9.2.1"], auditor=theo.ref)
    assert {g.id: g.count for g in holdings(theo).groups} == {
        "finding.owner": 1,
        "finding.checker": 1,
        "action.owner": 1,
        "indicator.owner": 1,
        "audit.auditor": 1,
        "planned_audits": 1,
    }
    made = hand_over(add, theo.ref, plan(add, theo.ref, max_.ref))
    assert (made.count, made.kept) == (6, [])
    assert not holdings(theo).groups
    assert links(finding)["checker"] == links(finding)["owner"] == [max_.uid]
    assert links(audit)["auditor"] == links(action)["owner"] == links(figure)["owner"] == [max_.uid]
    assert planned(people.organisation.pk, max_.pk).count() == 1


def test_who_approves_envelopes_follows_the_role_that_is_handed_over(people):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.handing_over import hand_over, plan
    from holdtrue.store import reading

    add, theo, max_ = people.owner, people.people["member"], people.people["manager"]
    records.add(add, "role", {"name": "top_management", "holder": theo.ref})
    hand_over(add, theo.ref, plan(add, theo.ref, max_.ref))
    pk = people.organisation.pk
    assert "top_management" in reading.roles_held(pk, max_.pk)
    assert "top_management" not in reading.roles_held(pk, theo.pk)

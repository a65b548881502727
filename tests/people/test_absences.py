"""Away until: what roles owe goes to their deputies meanwhile, and comes back by itself."""

from __future__ import annotations

import pytest

from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput, NotAllowed


@pytest.fixture
def held(people):
    """Theo leads incidents, Max is the deputy; nobody stands in for Theo as privacy officer."""
    from holdtrue.app.actions import records

    theo, max_ = people.people["member"], people.people["manager"]
    given = {"name": "incident_lead", "holder": theo.ref, "deputy": max_.ref}
    records.add(people.owner, "role", given)
    records.add(people.owner, "role", {"name": "privacy_officer", "holder": theo.ref})
    return theo, max_


def today(people):
    return people.owner.clock.day("UTC")


def test_a_role_goes_to_its_deputy_while_its_holder_is_away_and_back_by_the_date_alone(people, held):
    from holdtrue.app.actions.absences import be_away
    from holdtrue.app.worklist.holders import answering

    theo, max_ = held
    day = today(people)
    be_away(people.owner, theo.ref, iso(day + 10))
    found = answering(people.organisation, day)
    assert found.by_role["incident_lead"] == (max_.pk,)
    assert found.stood_in("incident_lead", max_.pk).name == theo.title
    assert found.by_role["privacy_officer"] == (theo.pk,), "no deputy: it stays"
    assert answering(people.organisation, day + 10).by_role["incident_lead"] == (max_.pk,)
    assert answering(people.organisation, day + 11).by_role["incident_lead"] == (theo.pk,)
    be_away(people.owner, max_.ref, iso(day + 3))
    assert answering(people.organisation, day).by_role["incident_lead"] == (theo.pk,), "both away: it waits"
    be_away(people.owner, theo.ref, "")
    assert not answering(people.organisation, day).absences.get("incident_lead")


def test_the_deputys_worklist_says_for_whom_and_the_teams_says_what_stays(people, held, ada):
    from holdtrue.app.actions.absences import be_away
    from holdtrue.app.worklist.everybody import everybody
    from holdtrue.app.worklist.reading import asked_for, worklist_of

    theo, max_ = held
    day = today(people)
    be_away(people.owner, theo.ref, iso(day + 10))
    deputy = worklist_of(asked_for(people.organisation, max_.pk, "", day)).items
    assert {item.instead.name for item in deputy if item.instead} == {theo.title}
    assert not any(item.instead for item in deputy if not item.clears)
    own = worklist_of(asked_for(people.organisation, theo.pk, "", day)).items
    assert own, "what the role without a deputy owes stays"
    roles = {c.practice.owner_role for item in own for c in item.clears}
    assert "incident_lead" not in roles
    gone = next(one for one in everybody(people.organisation, day).gone if one.person == theo)
    assert gone.covered == [("incident_lead", max_.title)]
    assert gone.waits == ["privacy_officer"]
    page = ada.open("worklist/team/")
    assert "No deputy for: Privacy officer" in page.text
    assert f"{max_.title} does meanwhile what is asked of: Incident lead." in page.text
    assert f"For {theo.title}, away until" in ada.open(f"worklist/team/{max_.ref}/").text
    assert f"{theo.title} is away until" in ada.open(f"worklist/team/{theo.ref}/").text
    assert f"{max_.title} acts as deputy." in ada.open("who-holds/").text


def test_a_signature_asked_of_the_role_is_asked_of_the_deputy_who_signs_in_it(people, held):
    from holdtrue.app.actions import asking_signature, records, sign
    from holdtrue.app.actions.absences import be_away
    from holdtrue.app.queries import sign_requests

    theo, max_ = held
    day = today(people)
    text = {"title": "Incidents", "topic": "incidents", "steps": "Stop it. Tell. Mend."}
    policy = records.add(people.owner, "procedure", text)
    asking_signature.ask(people.owner, policy.ref, roles=["incident_lead"], people=[])
    be_away(people.owner, theo.ref, iso(day + 10))
    asked = sign_requests.of_record(people.organisation, policy, day)[0]
    assert [(p.person, p.instead.name) for p in asked.parties] == [(max_, theo.title)]
    assert sign_requests.of_person(people.organisation, max_.pk, day)
    assert not sign_requests.of_person(people.organisation, theo.pk, day)
    assert sign_requests.of_person(people.organisation, theo.pk, day + 11)
    signed = sign.sign(people.caller("manager"), policy.ref, "approved")
    assert "incident_lead" in signed.roles
    assert signed.signer == max_


def test_a_judgement_call_goes_to_the_deputy_at_once(people):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.absences import be_away
    from holdtrue.app.queries.authority import authority

    theo, max_ = people.people["member"], people.people["manager"]
    records.add(people.owner, "role", {"name": "ai_lead", "holder": theo.ref, "deputy": max_.ref})
    day = today(people)
    be_away(people.owner, theo.ref, iso(day))
    pk = people.organisation.pk
    assert authority(pk, day).first == (max_,)
    assert authority(pk, day + 1).first == (theo,)


def test_it_is_ones_own_to_say_or_the_managers_and_changes_no_signature(people, held):
    from holdtrue.app.actions.absences import be_away
    from holdtrue.core.kinds import KINDS

    theo, max_ = held
    day = today(people)
    assert "away_until" not in KINDS["person"].material
    be_away(people.caller("member"), theo.ref, iso(day + 1))
    be_away(people.caller("manager"), theo.ref, iso(day + 2))
    with pytest.raises(NotAllowed):
        be_away(people.caller("member"), max_.ref, iso(day + 1))
    with pytest.raises(BadInput, match=r"people\.away\.day"):
        be_away(people.owner, theo.ref, iso(day - 1))
    with pytest.raises(BadInput, match=r"people\.away\.day"):
        be_away(people.owner, theo.ref, "soon")


def test_the_page_takes_a_day_and_says_when_they_are_back(people, held, ada):
    theo, _ = held
    day = today(people)
    form = ada.open(f"r/{theo.ref}/away/")
    assert ada.send(form, until=iso(day - 5)).status == 422
    ada.send(form, until=iso(day + 5))
    assert f"{theo.title} acts" not in ada.open("who-holds/").text
    assert f"{theo.title} is away until" in ada.open("who-holds/").text
    ada.send(ada.open(f"r/{theo.ref}/away/"), until="")
    assert f"{theo.title} is away until" not in ada.open("who-holds/").text

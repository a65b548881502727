"""What is done about an incident: told in time or late for good, foreseen or a finding, closed when all is there."""

from __future__ import annotations

import pytest

from holdtrue.core.refusals import BadInput, NotAllowed, NotFound

LEARNED = {"containment": "Switched off", "cause": "A shared link", "lessons": "Links are single use"}


def clocks(ask, record):
    from holdtrue.app.queries.incidents import one

    return {c.clock.id: c.state for c in one(ask(), record.ref).clocks}


def fields(record):
    from holdtrue.store import reading

    return reading.body(reading.record(record.organisation_id, record.ref))["fields"]


def test_the_clocks_of_its_systems_laws_run_and_are_late_for_good_once_missed(ask, hands, leak):
    from holdtrue.app.actions import incidents

    assert clocks(ask, leak) == {"eu-serious": "running", "law25-unsorted": "running"}
    hands.turn_to("2027-03-02T12:00:00+00:00")
    assert clocks(ask, leak)["law25-unsorted"] == "late"
    incidents.tell(ask(), leak.ref, whom="authority", name="Commission", law="law25", at="06:00")
    assert clocks(ask, leak) == {"eu-serious": "running", "law25-unsorted": "told_late"}
    incidents.tell(
        ask(), leak.ref, whom="authority", name="Market surveillance", law="eu_ai_act", on="2027-03-01"
    )
    assert clocks(ask, leak) == {"eu-serious": "told", "law25-unsorted": "told_late"}
    hands.turn_to("2027-09-01T12:00:00+00:00")
    assert clocks(ask, leak)["law25-unsorted"] == "told_late"


def test_a_weekend_keeps_a_clock_of_the_union_open_and_no_other(ask, hands, leak):
    from holdtrue.app.actions import records

    records.edit(ask(), leak.ref, {"consequences": ["critical_infrastructure"]})
    hands.turn_to("2027-03-01T12:00:00+00:00")
    assert clocks(ask, leak)["eu-widespread"] == "extended"
    hands.turn_to("2027-03-03T12:00:00+00:00")
    assert clocks(ask, leak)["eu-widespread"] == "late"


def test_telling_writes_down_who_when_by_whom_and_that_it_was_reported(ask, leak):
    from holdtrue.app.actions import incidents
    from holdtrue.core.tellings import read

    incidents.tell(ask(), leak.ref, whom="insurer", name="Mutual | line\nbreak", reference="P-7")
    assert "reported_on" not in fields(leak)
    incidents.tell(
        ask("manager"), leak.ref, whom="authority", name="Commission", law="law25", reference="F-1"
    )
    told = fields(leak)
    assert told["reported_on"] == "2027-02-26"
    assert told["reportable"] is True
    first, second = read(told["tellings"])
    assert (first.name, first.reference, first.by) == ("Mutual / line break", "P-7", "PER-0001")
    assert (second.whom, second.law, second.day) == ("authority", "law25", first.day)
    assert "Commission, 26 Feb 2027" in told["told"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"whom": "nobody"}, "incident.whom"),
        ({"name": " "}, "incident.told_name"),
        ({"on": "soon"}, "incident.day"),
        ({"on": "2027-03-04"}, "incident.ahead"),
        ({"at": "23:59"}, "incident.ahead"),
        ({"at": "noon"}, "incident.time"),
        ({"on": "2027-02-20"}, "incident.told_before"),
    ],
)
def test_a_telling_that_cannot_be_is_refused(ask, leak, given, code):
    from holdtrue.app.actions import incidents

    with pytest.raises(BadInput) as refused:
        incidents.tell(ask(), leak.ref, **{"whom": "authority", "name": "Commission", **given})
    assert refused.value.code == code


def test_deleting_an_incident_is_refused_on_every_way(ask, leak, screener):
    from holdtrue.app.actions import merging, records
    from holdtrue.words import say

    with pytest.raises(BadInput) as refused:
        records.retire(ask(), leak.ref, why="Embarrassing")
    assert "never deleted" in say(refused.value.message)
    other = records.add(ask(), "incident", {"title": "The same once more", "severity": "serious"})
    with pytest.raises(BadInput, match="stays"):
        merging.merge(ask(), leak.ref, other.ref, why="The same")


def test_closing_names_everything_that_is_open_and_a_plain_edit_closes_no_sooner(ask, leak):
    from holdtrue.app.actions import incidents, records

    with pytest.raises(BadInput) as refused:
        incidents.close(ask(), leak.ref)
    asked = [m.id.removeprefix("incident.asks.") for m in refused.value.message.params["what"]]
    assert asked == ["told_authority", "containment", "cause", "lessons", "foreseen"]
    with pytest.raises(BadInput, match="not_yet"):
        records.edit(ask(), leak.ref, {"closed_on": "2027-02-26"})
    records.edit(ask(), leak.ref, LEARNED)
    incidents.tell(ask(), leak.ref, whom="authority", name="Both authorities")
    incidents.foresee(ask(), leak.ref)
    closed = incidents.close(ask(), leak.ref)
    assert fields(closed)["closed_on"] == "2027-02-26"
    with pytest.raises(BadInput, match="closed_already"):
        incidents.close(ask(), leak.ref)


def test_a_minor_one_without_clocks_closes_at_once(ask):
    from holdtrue.app.actions import incidents, records

    small = records.add(ask(), "incident", {"title": "A typo"})
    with pytest.raises(BadInput) as refused:
        incidents.close(ask(), small.ref)
    asked = [m.id.removeprefix("incident.asks.") for m in refused.value.message.params["what"]]
    assert asked == ["severity", "detected_on"], "without them nobody knows whether a clock runs"
    records.edit(ask(), small.ref, {"severity": "minor", "detected_on": "2027-02-26"})
    assert fields(incidents.close(ask(), small.ref))["closed_on"] == "2027-02-26"


def test_no_risk_foresaw_it_opens_one_finding_and_a_risk_takes_that_back(ask, leak, screener):
    from holdtrue.app.actions import incidents, records
    from holdtrue.store import reading

    incidents.foresee(ask(), leak.ref)
    opened = reading.of_kinds(leak.organisation_id, ["finding"])
    assert len(opened) == 1
    body = reading.body(opened[0])
    assert body["fields"]["source"] == leak.ref
    assert set(body["links"]["about"]) == {leak.uid, screener.uid}
    with pytest.raises(BadInput, match="unforeseen_said"):
        incidents.foresee(ask(), leak.ref)
    risk = records.add(ask(), "risk", {"title": "Applicants see each other", "system": screener.ref})
    incidents.foresee(ask(), leak.ref, [risk.ref])
    assert "unforeseen" not in fields(leak)
    with pytest.raises(BadInput):
        incidents.foresee(ask(), leak.ref, [screener.ref])


def test_who_leads_incidents_may_act_on_every_one_and_others_may_not(ask, people, leak):
    from holdtrue.app.actions import incidents, records

    with pytest.raises(NotAllowed):
        incidents.tell(ask("contributor"), leak.ref, whom="authority", name="Commission")
    records.add(
        ask(),
        "role",
        {"name": "incident_lead", "duties": "Leads", "holder": people.people["contributor"].ref},
    )
    assert incidents.tell(ask("contributor"), leak.ref, whom="authority", name="Commission")
    for role in ("auditor", "member"):
        with pytest.raises(NotAllowed):
            incidents.tell(ask(role), leak.ref, whom="authority", name="Commission")
    with pytest.raises(NotFound):
        incidents.tell(ask("outsider"), leak.ref, whom="authority", name="Commission")

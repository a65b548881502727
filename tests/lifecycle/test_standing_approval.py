"""A standing approval is signed by the approver of the tier; inside it a machine deploys on evidence alone."""

from __future__ import annotations

import pytest

from holdtrue.app.actions import deploying, records, sign
from holdtrue.app.actions.deploying import Wanted
from holdtrue.core.days import iso
from holdtrue.core.refusals import BadInput, Disagreement, NotAllowed
from holdtrue.core.verdicts import State
from holdtrue.words import say
from lifecycle.conftest import report

LIMITS = {
    "title": "Patches of the small model",
    "system": "SYS-1",
    "may_vary": "CMP-0001 version 2.4.*\nCMP-0001 settings temperature 0 to 0.3",
    "evidence": "test-report 7 days",
    "reason": "A patch every week",
    "criteria": "95 of 100 right",
    "rollback": "Switch back in five minutes",
    "valid_until": "2027-12-31",
    "covers": "IMP-1",
}


def proposed(house, **more):
    return house.add("standing_approval", **{**LIMITS, **more})


def approved(house, **more):
    record = proposed(house, **more)
    sign.sign(house.cleo, record.ref, "approved")
    return record


def outside(house, version="2.4.1", caller=None, **more):
    with pytest.raises(Disagreement) as caught:
        deploying.deploy(caller or house.bot, "SYS-1", Wanted({}, version), **more)
    assert say(caught.value.message)
    return caught.value.code, say(caught.value.message)


def refused(error, call, *args, **more):
    with pytest.raises(error) as caught:
        call(*args, **more)
    assert say(caught.value.message)
    return caught.value.code


def test_inside_it_a_machine_deploys_and_the_change_names_the_approval_and_its_evidence(house):
    record = approved(house)
    done = deploying.deploy(house.bot, "SYS-1", Wanted({"CMP-0001.settings.temperature": "0.3"}, "2.4.1"))
    assert house.body("CMP-1")["fields"]["version"] == "2.4.1"
    assert house.body("CMP-1")["fields"]["settings"] == "temperature = 0.3\nlanguage = en"
    body = house.body(done.change.ref)
    assert (body["fields"]["type"], body["fields"]["decision"]) == ("deploy", "go")
    assert body["fields"]["effective_on"] == "2027-03-01"
    assert body["links"]["envelope"] == [record.uid]
    assert body["links"]["shown_by"] == [records.find(house.ada, "EVI-1").uid]
    assert body["links"]["approver"] == [records.find(house.ada, "PER-2").uid]
    assert house.why("deployment-approval", "SYS-1").reached >= 3
    house.agrees()


def test_the_assessment_it_covers_stays_signed_and_no_longer_than_it_would_have(house):
    from holdtrue.store.models import SignOff

    approved(house)
    house.hands.turn_to("2027-03-05")
    deploying.deploy(house.bot, "SYS-1", Wanted({}, "2.4.1"))
    assert house.why("impact-assessment", "SYS-1", level="operational").state is not State.DRIFTED
    carried = SignOff.rows.of(house.pk).get(record__kind="impact_assessment", method="standing")
    first = SignOff.rows.of(house.pk).exclude(method="standing").get(record__kind="impact_assessment")
    assert iso(carried.good_until) == "2028-01-01"
    assert (carried.meaning, carried.signer_id) == ("re_affirmed", first.signer_id)


def test_outside_it_nothing_is_written_and_the_limit_crossed_is_named(house):
    approved(house)
    entries = house.entries()
    code, sentence = outside(house, "2.5.0")
    assert code == "envelope.refused"
    assert "CMP-0001 version 2.4.*" in sentence
    assert house.body("CMP-1")["fields"]["version"] == "2.4.0"
    assert house.entries() == entries


def test_evidence_that_is_old_or_not_in_order_keeps_it_shut(house):
    approved(house)
    house.hands.turn_to("2027-03-09")
    assert outside(house)[0] == "envelope.refused"
    report(house)
    deploying.deploy(house.bot, "SYS-1", Wanted({}, "2.4.1"))
    report(house, result="not_in_order")
    assert outside(house, "2.4.2")[0] == "envelope.refused"


def test_it_ends_on_its_day(house):
    approved(house, valid_until="2027-03-03")
    house.hands.turn_to("2027-03-04")
    assert "ended on" in outside(house)[1]


def test_it_no_longer_stands_once_the_purpose_changed(house):
    approved(house)
    house.edit("SYS-1", intended_purpose="Decide who is called back")
    assert "no longer stands" in outside(house)[1]


def test_a_component_changed_beside_it_since_keeps_it_shut(house):
    approved(house)
    house.edit("CMP-1", origin="Another maker")
    assert "CMP-0001 origin" in outside(house)[1]


def test_an_unsigned_one_lets_nothing_through(house):
    proposed(house)
    assert "not signed yet" in outside(house)[1]


def test_a_system_without_one_is_deployed_through_the_gate(house):
    assert outside(house)[0] == "envelope.none"


def test_the_builder_alone_never_signs_it_and_nobody_but_the_approver_of_the_tier(house):
    record = records.add(house.cleo, "standing_approval", LIMITS)
    assert refused(NotAllowed, sign.sign, house.cleo, record.ref, "approved") == "sign.own_writing"
    max_ = house.member("Max Keller", "manager")
    assert refused(NotAllowed, sign.sign, max_, record.ref, "approved") == "envelope.not_approver"


def test_a_machine_never_signs_one(house):
    record = proposed(house)
    assert refused(NotAllowed, sign.sign, house.bot, record.ref, "approved") == "access.refused"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"valid_until": "2028-03-02"}, "envelope.until"),
        ({"valid_until": ""}, "envelope.until"),
        ({"may_vary": ""}, "envelope.no_may_vary"),
        ({"evidence": ""}, "envelope.no_evidence"),
        ({"evidence": "hearsay 7 days"}, "envelope.line.evidence"),
        ({"may_vary": "CMP-0077 version 1.*"}, "envelope.not_its_component"),
        ({"system": ""}, "envelope.no_system"),
    ],
)
def test_one_that_is_not_whole_cannot_be_signed(house, more, code):
    record = proposed(house, **more)
    assert refused(BadInput, sign.sign, house.cleo, record.ref, "approved") == code


def test_one_signed_for_a_year_less_a_day_is_taken(house):
    assert approved(house, valid_until="2028-03-01").ref


def test_the_link_to_it_cannot_be_typed(house):
    record = approved(house)
    raw = {"type": "deploy", "system": "SYS-1", "envelope": record.ref}
    assert refused(BadInput, records.add, house.ada, "change", raw) == "field.derived"


def test_what_is_asked_for_must_make_sense(house):
    approved(house)
    ask = deploying.ask
    assert refused(BadInput, ask, house.bot, "SYS-1", Wanted({})) == "envelope.nothing_given"
    assert (
        refused(BadInput, ask, house.bot, "SYS-1", Wanted({"CMP-9.version": "1"})) == "envelope.no_component"
    )
    assert (
        refused(BadInput, ask, house.bot, "SYS-1", Wanted({"CMP-0001.made_by": "us"})) == "envelope.no_field"
    )
    assert refused(BadInput, ask, house.bot, "CMP-1", Wanted({}, "1")) == "envelope.not_a_system"
    _, same = ask(house.bot, "SYS-1", Wanted({}, "2.4.0"))
    assert same.outside is not None


def test_asking_writes_nothing_and_says_inside(house):
    approved(house)
    entries = house.entries()
    system, found = deploying.ask(house.bot, "SYS-1", Wanted({}, "2.4.7"))
    assert (system.ref, found.outside) == ("SYS-0001", None)
    assert house.entries() == entries


def test_a_system_not_in_use_goes_live_through_the_gate_first(house):
    approved(house)
    house.edit("SYS-1", use="planned")
    assert (
        refused(BadInput, deploying.deploy, house.bot, "SYS-1", Wanted({}, "2.4.1")) == "envelope.not_in_use"
    )


def test_a_contributor_who_is_not_named_on_it_may_not_deploy(house):
    approved(house)
    theo = house.member("Theo", "contributor")
    assert refused(NotAllowed, deploying.deploy, theo, "SYS-1", Wanted({}, "2.4.1")) == "access.refused"

"""A shut gate opens in an emergency by the right authority, until a day, with a finding; then the stage falls back."""

from __future__ import annotations

import pytest

from holdtrue.app.actions import gating, overriding, records
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.overriding import Waiver, fall_back, open_early
from holdtrue.app.actions.permission import on_record
from holdtrue.app.queries import lists
from holdtrue.app.queries.gates import answered, stage_of
from holdtrue.app.queries.lives import decisions
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.words import say

WAIVER = Waiver("The phones are down", "Night shift only, Cleo reads along", "2027-03-20")


def stage(house):
    return stage_of(records.find(house.ada, "SYS-1"))


def refused(error, caller, waiver=WAIVER, to="assessed"):
    with pytest.raises(error) as caught:
        open_early(caller, "SYS-1", to, waiver)
    assert say(caught.value.message)
    return caught.value.code


def assessable(house):
    """Everything hard holds: the class under the law is on record and signed; the rest is missing."""
    from holdtrue.app.actions import sign

    house.edit("SYS-1", use="planned")
    house.add(
        "classification",
        law="us_omb",
        role="deployer",
        **{"class": "not_high_impact"},
        reasons="A desk aid",
        facts="Sorts calls",
        prohibited_screen="None applies",
        system="SYS-1",
    )
    sign.sign(house.cleo, "CLS-1", "approved")
    gating.ask(house.ada, "SYS-1", "assessed", {"description": "Needed tonight"})


def test_the_authority_opens_it_and_a_finding_is_filed_at_once(house):
    assessable(house)
    row = open_early(house.cleo, "SYS-1", "assessed", WAIVER)
    assert (row.decision, row.stage, stage(house)) == ("early", "assessed", "assessed")
    change = house.body(row.change.ref)
    assert change["fields"]["valid_until"] == "2027-03-20"
    assert change["fields"]["limits"] == WAIVER.limits
    assert len(change["fields"]["waived"]) == row.missing > 0
    finding = house.body("FND-1")
    assert (finding["fields"]["type"], finding["fields"]["source"]) == ("minor", row.change.ref)
    assert row.signoff.good_until == house.today + 20
    house.agrees()


def test_on_the_day_after_its_end_the_stage_falls_back(house):
    assessable(house)
    open_early(house.cleo, "SYS-1", "assessed", WAIVER)
    house.hands.turn_to("2027-03-20")
    assert fall_back(house.organisation, clock=house.clock) == 0
    house.hands.turn_to("2027-03-21")
    assert fall_back(house.organisation, clock=house.clock) == 1
    assert stage(house) == "intake"
    newest = decisions(house.organisation, records.find(house.ada, "SYS-1"))[0]
    assert (newest.decision, newest.stage) == ("back", "intake")
    assert fall_back(house.organisation, clock=house.clock) == 0
    house.agrees()


def test_a_list_by_stage_follows_the_date_before_anything_is_written_down(house):
    def listed(name, **more):
        found = lists.listed(
            house.ada, lists.Asked(kind="system", where=(f"lifecycle_stage={name}",), **more)
        )
        return [line.ref for line in found.page.lines]

    assessable(house)
    open_early(house.cleo, "SYS-1", "assessed", WAIVER)
    house.hands.turn_to("2027-03-20")
    assert (listed("assessed"), "SYS-0001" in listed("intake")) == (["SYS-0001"], False)
    house.hands.turn_to("2027-03-21")
    assert stage(house) == "assessed"
    assert (listed("assessed"), "SYS-0001" in listed("intake")) == ([], True)
    assert listed("intake", tier="high") + listed("intake", text="no such words") == []
    before = listed("intake")
    fall_back(house.organisation, clock=house.clock)
    assert (listed("assessed"), listed("intake")) == ([], before)


@pytest.mark.parametrize(
    ("waiver", "code"),
    [
        (Waiver("", "l", "2027-03-20"), "override.reason"),
        (Waiver("r", " ", "2027-03-20"), "override.limits"),
        (Waiver("r", "l", ""), "override.until"),
        (Waiver("r", "l", "2027-04-01"), "override.until"),
        (Waiver("r", "l", "2027-02-28"), "override.until"),
    ],
)
def test_reason_limits_and_an_end_within_thirty_days_are_asked(house, waiver, code):
    assessable(house)
    assert refused(BadInput, house.cleo, waiver) == code


def test_the_last_day_may_be_the_thirtieth(house):
    assessable(house)
    assert open_early(house.cleo, "SYS-1", "assessed", Waiver("r", "l", "2027-03-31"))


def test_a_hard_practice_is_never_waived(house):
    house.edit("SYS-1", use="planned")
    assert refused(BadInput, house.cleo) == "override.hard"


def test_never_by_the_owner_a_machine_or_anybody_without_the_authority(house):
    assessable(house)
    house.add("role", name="top_management", duties="Directs", holder="PER-1")
    assert refused(NotAllowed, house.ada) == "override.owner"
    assert refused(NotAllowed, house.bot) == "access.refused"
    assert refused(NotAllowed, house.member("Max Keller", "manager")) == "override.not_authority"


def test_the_stage_asked_must_follow_on_the_one_it_is_in(house):
    assessable(house)
    assert refused(BadInput, house.cleo, to="retired") == "override.not_asked"
    assert refused(BadInput, house.cleo, to="changed") == "gate.not_from_there"


def test_the_authority_is_never_the_owners_role_alone():
    assert [overriding.authority(tier) for tier in ("minimal", "limited", "high")] == [
        "ai_lead",
        "ai_lead",
        "top_management",
    ]


def test_a_repair_is_judged_by_the_systems_own_claims_and_says_what_was_left_out(house):
    from holdtrue.app.queries.own_part import own_part

    system = records.find(house.ada, "SYS-1")
    answer = answered(house.organisation, system, "deployed", house.today)
    own, left = own_part(house.organisation, system, answer)
    missing = {line.key for line in answer.missing}
    assert {"ai-policy", "ai-literacy"} <= missing
    assert {"ai-policy", "ai-literacy"} <= {line.key for line in left}
    assert not {"ai-policy", "ai-literacy"} & {line.key for line in own.lines}
    assert {line.key for line in own.missing} == missing - {line.key for line in left}
    assert all(line.need.practice.per_system for line in own.missing if line.need)


@pytest.mark.parametrize(("said", "refused_with"), [({"mends": "roll_back"}, "gate.shut"), ({}, "gate.shut")])
def test_what_the_system_itself_lacks_holds_up_a_roll_back_as_well(house, said, refused_with):
    assessable(house)
    gating.choose_mode(house.cleo, "enforce")
    gating.ask(house.ada, "SYS-1", "assessed", {"description": "Puts it back", **said})
    with pytest.raises(BadInput) as caught:
        gating.decide(house.cleo, "SYS-1", "assessed", gating.Verdict("go"))
    assert caught.value.code == refused_with


def test_what_was_left_out_is_kept_with_the_change(house):
    assessable(house)
    made = gating.ask(house.ada, "SYS-1", "assessed", {"mends": "repair"})
    system = records.find(house.ada, "SYS-1")
    answer = answered(house.organisation, system, "deployed", house.today)
    with acting(house.cleo, "change.edit", "edit", on_record(made)) as act:
        own = gating.judged(act, system, made, answer, decision="go")
    left = house.body(made.ref)["fields"]["left_out"]
    assert len(left) == len(answer.missing) - len(own.missing) > 0

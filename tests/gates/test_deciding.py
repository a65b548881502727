"""Deciding at a gate: asked by a change, signed by whoever may, on the answer as it was shown, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gates.life import CHANGE, MINIMAL
from holdtrue.app.actions import gating, staging, triage
from holdtrue.app.queries.lives import decisions
from holdtrue.app.queries.why import drift
from holdtrue.app.worklist.gates import stages_owed
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.store import reading
from holdtrue.store.models import SignOff
from holdtrue.words import say
from worklist.test_items import asked

if TYPE_CHECKING:
    from gates.life import Life
    from holdtrue.core.refusals import Refusal


def said(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return say(refusal.value.message)


def through(life: Life, *stages: str) -> None:
    for stage in stages:
        life.ask(stage)
        life.go(stage)


def test_a_system_passes_from_intake_into_service_by_signed_decisions(life: Life) -> None:
    life.assess()
    change = life.ask("assessed")
    assert life.ask("assessed").pk == change.pk, "asking again takes the change that waits"
    life.go("assessed")
    approved = life.go("approved")
    assert (approved.change.pk, approved.signoff.record.pk) == (change.pk, change.pk)
    assert (approved.mode, approved.open, approved.missing) == ("observe", False, 3)
    assert {one["practice"] for one in approved.answer["missing"]} >= {"legal-class", "ai-policy"}
    life.go("deployed")
    fields = life.fields()
    assert (fields["lifecycle_stage"], fields["use"]) == ("deployed", "in_use")
    assert life.house.body(change.ref)["fields"]["effective_on"] == "2027-03-01"
    assert [d.stage for d in decisions(life.house.organisation, life.system)] == [
        "deployed",
        "approved",
        "assessed",
    ]
    life.house.agrees()


def test_entering_a_stage_breaks_no_signature(life: Life) -> None:
    from holdtrue.app.actions import sign

    sign.sign(life.house.ada, "SYS-1", "approved")
    before = life.system.digest
    life.assess()
    through(life, "assessed", "approved", "deployed")
    reading.renew(life.system)
    assert life.system.digest == before
    assert not drift(life.house.organisation, "SYS-0001")


def test_a_gate_answered_while_the_system_changes_is_refused(life: Life) -> None:
    life.assess()
    change = life.ask("assessed")
    shown = gating.print_shown(life.gate("assessed").answer, life.gate("assessed").record, change)
    life.house.edit("SYS-1", intended_purpose="Decides who is called back")
    with pytest.raises(Stale) as refusal:
        life.go("assessed", shown=shown)
    assert "changed while you looked" in said(refusal)
    assert life.stage == "intake"


def test_a_no_and_a_not_yet_need_a_reason_and_make_nothing_hold(life: Life) -> None:
    life.ask("assessed")
    with pytest.raises(BadInput) as refusal:
        life.go("assessed", "no_go", reason=" ")
    assert refusal.value.message.id == "gate.why"
    life.go("assessed", "not_yet", reason="The desk has not seen it")
    life.go("assessed", "no_go", reason="It hears no accents")
    assert life.stage == "intake"
    assert (
        not SignOff.rows.of(life.house.pk).exclude(meaning="refused").filter(record__kind="change").exists()
    )
    assert [d.decision for d in decisions(life.house.organisation, life.system)] == ["no_go", "not_yet"]
    assert life.ask("assessed").ref == "CHG-0002", "a change that was refused does not wait any more"
    life.house.agrees()


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        ("intake", "gate.intake"),
        ("monitored", "gate.by_itself"),
        ("deployed", "gate.not_from_there"),
        ("changed", "gate.not_from_there"),
    ],
)
def test_a_stage_that_does_not_follow_is_refused(life: Life, stage: str, message: str) -> None:
    with pytest.raises(BadInput) as refusal:
        life.ask(stage)
    assert refusal.value.message.id == message


def test_a_gate_that_lies_behind_a_system_says_so() -> None:
    from holdtrue.core.gating import Life as Past
    from holdtrue.core.gating import require_passage

    in_service = Past("deployed", "in_use", "planned", taken_over=False)
    for stage in ("assessed", "approved"):
        with pytest.raises(BadInput) as refusal:
            require_passage(stage, in_service, "SYS-0001")
        assert refusal.value.message.id == "gate.passed"


def test_nothing_is_decided_that_nobody_asked_for(life: Life) -> None:
    with pytest.raises(BadInput) as refusal:
        life.go("assessed")
    assert refusal.value.message.id == "gate.not_asked"


def test_a_machine_and_an_auditor_decide_nothing_and_another_role_is_named(life: Life) -> None:
    house = life.house
    life.assess()
    life.ask("approved")
    for caller in (
        house.machine(),
        house.member("Ines Roy", "auditor"),
        house.member("Cleo Ray", "contributor"),
    ):
        with pytest.raises(NotAllowed):
            life.go("approved", caller=caller)
    max_ = house.member("Max Ott", "manager")
    with pytest.raises(NotAllowed) as refusal:
        life.go("approved", caller=max_)
    assert "System owner" in said(refusal)
    max_ref = next(r.ref for r in reading.of_kinds(house.pk, ["person"]) if r.title == "Max Ott")
    house.add("role", name="top_management", holder=max_ref)
    assert life.go("approved", caller=max_).person.title == "Max Ott", "a wider role decides too"


def test_who_wrote_the_change_does_not_decide_alone_where_another_could(life: Life) -> None:
    life.assess()
    life.ask("approved")
    life.house.member("Max Ott", "manager")
    with pytest.raises(NotAllowed) as refusal:
        life.go("approved")
    assert "Max Ott" in said(refusal)


def test_enforcing_refuses_what_observing_states(life: Life) -> None:
    life.assess()
    life.ask("assessed")
    gating.choose_mode(life.house.ada, "enforce")
    with pytest.raises(BadInput) as refusal:
        life.go("assessed")
    assert refusal.value.message.id == "gate.shut"
    life.go("assessed", "not_yet", reason="The class is still open")
    gating.choose_mode(life.house.ada, "observe")
    assert life.go("assessed").decision == "go"


@pytest.mark.parametrize("mode", ["observe", "enforce"])
def test_a_prohibited_use_and_an_unsorted_system_pass_in_no_mode(life: Life, mode: str) -> None:
    life.assess()
    life.ask("assessed")
    gating.choose_mode(life.house.ada, mode)
    classed = life.house.add("classification", law="eu_ai_act", **{"class": "prohibited"}, system="SYS-1")
    with pytest.raises(BadInput) as refusal:
        life.go("assessed")
    assert refusal.value.message.id == "gate.prohibited"
    life.house.edit(classed.ref, **{"class": "minimal"})
    life.house.edit("SYS-1", our_role="")
    with pytest.raises(BadInput) as refusal:
        life.go("assessed")
    assert refusal.value.message.id == "gate.not_sorted"


def test_a_system_already_in_use_is_taken_over_once_after_its_assessment(life: Life) -> None:
    house = life.house
    old = house.add("system", **MINIMAL, name="Old sorter", owner="PER-1", intended_purpose="Sorts letters")
    made = gating.ask(house.ada, old.ref, "deployed", CHANGE)
    assert house.body(made.ref)["fields"]["type"] == "take_over"
    verdict = gating.Verdict("go")
    with pytest.raises(BadInput) as refusal:
        gating.decide(house.ada, old.ref, "deployed", verdict)
    assert refusal.value.message.id == "gate.take_over_first"
    from harness.house import ASSESSMENT

    house.add("impact_assessment", **ASSESSMENT, system=old.ref)
    house.hands.turn_to("2027-05-01")
    taken = gating.decide(house.ada, old.ref, "deployed", verdict)
    assert house.body(made.ref)["fields"]["effective_on"] == "2027-05-01", "dated the day it is signed"
    assert taken.stage == "deployed"
    with pytest.raises(BadInput):
        gating.ask(house.ada, old.ref, "deployed", CHANGE, change_type="take_over")
    house.agrees()


def test_a_planned_system_is_never_taken_over(life: Life) -> None:
    life.house.edit("SYS-1", use="in_use")
    assert not life.now.may_be_taken_over


def test_a_take_over_is_owed_by_its_day(life: Life) -> None:
    house = life.house
    house.add("system", **MINIMAL, name="Old sorter", owner="PER-1")
    house.hands.turn_to("2028-01-20")
    owed = list(stages_owed(asked(house)))
    assert [(item.action, item.ref, item.due) for item in owed] == [("gate", "SYS-0002", house.today + 40)]


def test_a_hard_claim_that_ends_in_service_asks_to_stop(life: Life) -> None:
    life.assess()
    through(life, "assessed", "approved", "deployed")
    assert [item.extra["stage"] for item in stages_owed(asked(life.house))] == ["deployed"]
    (item,) = stages_owed(asked(life.house))
    assert "or mend this today" in say(item.what)


def test_a_rise_of_tier_opens_the_gate_of_assessment_again(life: Life) -> None:
    house = life.house
    life.assess()
    through(life, "assessed", "approved", "deployed")
    triage.sort(
        house.ada,
        ["SYS-1"],
        {
            **MINIMAL,
            "interacts_with_people": True,
            "our_role": ["deployer"],
            "effect_on_people": ["none"],
            "jurisdictions": ["US"],
        },
    )
    assert life.now.reopened
    assert staging.settle(house.organisation, clock=house.clock) == 1
    assert staging.settle(house.organisation, clock=house.clock) == 0, "noted once"
    owed = {item.extra["stage"]: item for item in stages_owed(asked(house))}
    assert owed["assessed"].due == house.today + 30
    life.ask("assessed")
    life.go("assessed")
    assert life.stage == "deployed", "it stays in service"
    assert not life.now.reopened
    house.agrees()


def test_it_retires_through_its_gate(life: Life) -> None:
    life.ask("retired", reason="Nobody uses it")
    life.go("retired")
    fields = life.fields()
    assert (fields["lifecycle_stage"], fields["use"], fields["retired_on"]) == (
        "retired",
        "ended",
        "2027-03-01",
    )
    with pytest.raises(BadInput) as refusal:
        life.ask("assessed")
    assert refusal.value.message.id == "gate.retired_already"

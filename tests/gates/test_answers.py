"""What a gate answers: by tier and stage from real records, on any day, split by who can mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gates.life import MINIMAL
from holdtrue.app.queries.gates import yours
from holdtrue.app.shapes_gates import gate_json
from holdtrue.core.days import iso
from holdtrue.core.gate_answers import STAGES, Answer, Line, asked_of, needs, reaching
from holdtrue.core.gates import gates
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
from holdtrue.core.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from gates.life import Life

HOLDING = (Verdict(10_000_000),) * 4
TIERS = ("minimal", "limited", "high")


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("stage", STAGES)
def test_each_tier_is_asked_what_the_rules_say_and_earlier_gates_with_it(stage: str, tier: str) -> None:
    found = {need.practice.id: need for need in needs(stage, tier)}
    assert {name: need.level for name, need in found.items()} == {
        name: ("declared", "documented", "operational", "measured").index(level) + 1
        for name, level in gates().required(stage, tier).items()
    }
    assert {need.stage for need in found.values()} <= set(STAGES[: STAGES.index(stage) + 1])
    if not gates().stage(stage).cumulative:
        assert {need.stage for need in found.values()} <= {stage}


@pytest.mark.parametrize("tier", TIERS)
def test_what_the_profile_leaves_out_is_said_and_a_high_tier_is_gated_by_standard(tier: str) -> None:
    stands = dict.fromkeys(library().by_id, HOLDING)
    asked, left = asked_of("deployed", tier, "starter", stands=stands)
    names = {need.practice.id for need, _ in asked}
    assert len(names) + len(left) == len(needs("deployed", tier))
    profile = "standard" if tier == "high" else "starter"
    assert names == {n.practice.id for n in needs("deployed", tier)} & library().profiles[profile].members
    more, _ = asked_of("deployed", tier, "starter", stands=stands, joined=[one.practice.id for one in left])
    assert len(more) == len(needs("deployed", tier)), "a law joins what the profile leaves out"


def test_what_does_not_apply_is_left_out() -> None:
    stands = {**dict.fromkeys(library().by_id, HOLDING), "personal-data": None}
    _, left = asked_of("assessed", "minimal", "certification", stands=stands)
    assert [(one.practice.id, one.why.id) for one in left] == [("personal-data", "gate.left.not_applicable")]


spans = st.builds(
    lambda opens, length: Verdict(opens + length, opens=opens), st.integers(0, 300), st.integers(0, 300)
)


@given(st.lists(spans, max_size=6), st.integers(0, 700))
def test_a_gate_is_open_on_a_day_if_and_only_if_everything_asked_spans_it(
    asked: list[Verdict], day: int
) -> None:
    answer = Answer(
        "deployed", "high", "standard", day, tuple(Line(str(n), "", v) for n, v in enumerate(asked))
    )
    assert answer.open == all(v.opens <= day < v.until for v in asked) == answer.verdict.holds(day)
    if answer.open:
        assert all(v.holds(d) for v in asked for d in range(day, min(answer.closes, day + 700)))
        assert answer.closes >= 10_000_000 or not all(v.holds(answer.closes) for v in asked)
    assert list(answer.missing) == [line for line in answer.lines if not line.verdict.holds(day)]


@given(st.lists(spans, min_size=4, max_size=4), st.integers(1, 4), st.integers(0, 700))
def test_a_level_holds_only_with_all_lower_ones(verdicts: list[Verdict], level: int, day: int) -> None:
    assert reaching(verdicts, level).holds(day) == all(v.holds(day) for v in verdicts[:level])


def test_a_system_not_yet_sorted_misses_one_thing_its_triage_and_may_begin(life: Life) -> None:
    life.house.add("system", name="New tool", owner="PER-1")
    answer = life.gate("deployed", ref="SYS-2").answer
    assert [line.key for line in answer.missing] == ["triage"]
    assert answer.missing[0].told is not None
    assert answer.missing[0].told.name == "Ada Novak"
    assert life.gate("intake", ref="SYS-2").answer.open


def test_the_answer_of_a_day_ahead_reads_what_lapses_until_then_and_a_past_day_what_was_true_then(
    life: Life,
) -> None:
    before = life.house.today
    life.house.hands.turn_to("2027-03-10")
    life.assess()
    key = "impact-assessment"
    assert key not in life.missing("assessed")
    ahead = life.gate("assessed", on="2029-06-01").answer
    assert (ahead.day, ahead.open) == (life.house.today + 814, False)
    past = life.gate("assessed", on=iso(before)).answer
    assert key in {line.key for line in past.missing}
    with pytest.raises(NotFound):
        life.gate("assessed", on="2027-02-01")
    with pytest.raises(BadInput):
        life.gate("assessed", on="next week")


def test_today_as_stored_and_today_as_derived_anew_give_the_same_answer(life: Life) -> None:
    from holdtrue.app.queries.gates import answered_then
    from holdtrue.app.queries.past import register_at

    life.assess()
    life.house.add("system", **{**MINIMAL, "interacts_with_people": True}, name="Chat", owner="PER-1")
    life.house.add("system", **{**MINIMAL, "effect_on_people": "health", "autonomy": "decides"}, name="Dose")
    day = life.house.today
    register = register_at(life.house.organisation, day, day, telling=True)
    for ref in ("SYS-1", "SYS-2", "SYS-3"):
        for stage in STAGES:
            now = life.gate(stage, ref=ref)
            then = answered_then(life.house.organisation, register, now.record, stage)
            told = [(line.key, line.holds(day), line.verdict.until) for line in now.answer.lines]
            assert told == [(line.key, line.holds(day), line.verdict.until) for line in then.lines], (
                ref,
                stage,
            )
            assert [one.practice.id for one in now.answer.left_out] == [o.practice.id for o in then.left_out]


def test_what_is_missing_is_split_by_who_can_mend_it_and_every_line_says_why(life: Life) -> None:
    bea = life.house.member("Bea Holm", "contributor")
    person = next(r for r in _people(life) if r.title == "Bea Holm")
    life.house.add("role", name="ai_lead", holder=person.ref)
    asked = life.gate("deployed")
    mine, others = yours(asked.answer, bea.actor.person)
    assert mine
    assert sorted(x.key for x in (*mine, *others)) == sorted(x.key for x in asked.answer.missing)
    found = gate_json(asked, bea.actor.person)
    assert found["open"] is False
    for line in found["missing"]:
        assert all((line["because"], line["remedy"], line["who"]["role"])), line["practice"]
    assert {line["practice"] for line in found["missing"] if line["yours"]} == {line.key for line in mine}


def _people(life: Life) -> list:
    from holdtrue.store import reading

    return list(reading.of_kinds(life.house.pk, ["person"]))


def test_strangers_and_employees_are_told_nothing(life: Life) -> None:
    with pytest.raises(NotAllowed):
        life.gate("deployed", caller=life.house.member("Theo Lum", "member"))
    with pytest.raises(NotFound):
        life.gate("deployed", ref="SYS-99")
    with pytest.raises(BadInput) as refusal:
        life.gate("someday")
    assert refusal.value.message.params["known"] == STAGES
    with pytest.raises(BadInput):
        life.gate("deployed", ref="PER-1")


def test_an_answer_costs_as_many_statements_with_twenty_systems_as_with_one(life: Life) -> None:
    life.assess()
    life.house.add("system", **{**MINIMAL, "effect_on_people": "health", "autonomy": "decides"}, name="Dose")
    wide = {stage: _statements(life, stage, "SYS-2") for stage in ("deployed", "monitored")}
    assert len(life.gate("deployed", ref="SYS-2").answer.missing) > 25
    few = {stage: _statements(life, stage) for stage in ("intake", "deployed")}
    for n in range(20):
        life.house.assessed(f"System {n}")
    many = {stage: _statements(life, stage) for stage in few}
    assert few["intake"] <= 4
    assert many == few
    assert few["deployed"] <= 16
    assert max(wide.values()) <= 18, "what every line asks is asked together"


def test_a_policy_signed_again_and_again_is_told_by_the_signature_that_counts(life: Life) -> None:
    from holdtrue.app.actions import sign
    from holdtrue.app.queries.gates import answered_then
    from holdtrue.app.queries.past import register_at
    from holdtrue.store.signoffs import counted_signoffs

    life.house.add("system", **{**MINIMAL, "effect_on_people": "health", "autonomy": "decides"}, name="Dose")
    policy = life.house.add("policy", title="Our AI policy", topic="ai", text="Be careful")
    for n in range(4):
        sign.sign(life.house.ada, policy.ref, "approved")
        life.house.edit(policy.ref, text=f"Be careful, {n}")
        _same_told(life, answered_then, register_at)
    for _ in range(3):
        sign.sign(life.house.ada, policy.ref, "approved")
        _same_told(life, answered_then, register_at)
    every = counted_signoffs(life.house.pk, [policy.pk])[policy.pk]
    telling = counted_signoffs(life.house.pk, [policy.pk], standing=True)[policy.pk]
    assert (len(every), telling) == (7, every[-1:])


def _same_told(life: Life, answered_then: Callable, register_at: Callable) -> None:
    """By the newest signatures as by all there ever were."""
    day = life.house.today
    now = life.gate("deployed", ref="SYS-2")
    register = register_at(life.house.organisation, day, day, telling=True)
    then = answered_then(life.house.organisation, register, now.record, "deployed")
    wide = [x for x in now.answer.lines if x.need and not x.need.practice.per_system]
    assert wide
    assert [(x.key, x.verdict.until, x.told and x.told.because) for x in wide] == [
        (x.key, x.verdict.until, x.told and x.told.because)
        for x in then.lines
        if x.need and not x.need.practice.per_system
    ]


def test_who_has_read_much_is_told_as_quickly_as_anybody(life: Life) -> None:
    from holdtrue.app.queries.witnesses import loaded_near, missed_ones

    person = next(iter(_people(life)))
    for n in range(3):
        life.house.add("evidence", title=f"Read {n}", tag="test-report", about=["SYS-1"], read_by=person.ref)
    known = life.house.add("training", title="Using AI", attendees=[person.ref])
    loaded = loaded_near(life.house.pk, [], missed_ones(life.house.pk, [person.uid]), ())
    assert not loaded.of_kind("evidence")
    assert not loaded.of_kind("system")
    assert [fact.uid for fact in loaded.of_kind("training")] == [known.uid]


def _statements(life: Life, stage: str, ref: str = "SYS-1") -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    life.gate(stage, ref=ref)
    with CaptureQueriesContext(connection) as seen:
        life.gate(stage, ref=ref)
    return len(seen)

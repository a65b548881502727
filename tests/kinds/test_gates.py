"""Gates ask for practices that exist, never for what only a later gate can give."""

from __future__ import annotations

from harness.each import for_each
from holdtrue.core.content import content
from holdtrue.core.gates import gates
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.vocabulary import vocabulary
from kinds import grammar

STAGES = ("intake", "assessed", "approved", "deployed", "monitored", "changed", "retired")
RAW = content("gates/gates.yaml")
ASKED = [
    (gate, tier, practice, level)
    for gate in gates().stages
    for tier, wanted in gate.requires.items()
    for practice, level in wanted.items()
]


def test_the_stages_follow_each_other():
    assert tuple(g.stage for g in gates().stages) == STAGES


@for_each("gate, tier, practice, level", ASKED)
def test_a_gate_asks_only_what_can_be_given_before_it(gate, tier, practice, level):
    found = library().by_id[practice]
    assert level in LEVELS
    assert not found.per_system or tier in found.tiers
    if gate.stage in STAGES[:4]:
        below = [found.levels[name] for name in LEVELS[: LEVELS.index(level) + 1]]
        looks_back = [c for claim in below for c, _ in grammar.walk(claim) if c.get("at") == "change"]
        assert not looks_back


def test_a_lower_tier_asks_for_no_practice_a_higher_one_does_not():
    for gate in gates().stages[:6]:
        minimal, limited, high = (set(gate.requires[tier]) for tier in ("minimal", "limited", "high"))
        assert minimal <= limited <= high, gate.stage


def test_a_gate_asks_for_all_earlier_ones_and_the_higher_level_wins():
    wanted = gates().required("monitored", "high")
    assert wanted["ai-policy"] == "operational"
    assert wanted["human-oversight"] == "measured"
    assert set(gates().required("intake", "high")) < set(wanted)
    assert gates().required("retired", "minimal") == {"system-owner": "declared"}


def test_gates_name_tags_practices_and_claims_that_exist():
    for gate in gates().stages:
        assert gate.record in KINDS
        assert gate.hard <= {p for wanted in gate.requires.values() for p in wanted}
        for before in gate.evidence_before:
            assert before.claim["evidence"] in vocabulary().evidence_tags
        for claim in filter(None, (gate.stop_if, (gate.after or {}).get("holds"))):
            assert not [p for c, m in grammar.walk(claim) for p in grammar.problems(c, "system", m)]


def test_milestones_of_the_management_system_ask_the_right_scope():
    by_id = library().by_id
    for gate in gates().organization:
        assert not any(by_id[p].per_system for p in gate.requires)
        assert all(by_id[p].per_system for p in gate.each_system)
        assert {*gate.requires.values(), *gate.each_system.values()} <= set(LEVELS)
        for claim in gate.claims:
            assert not [p for c, m in grammar.walk(claim) for p in grammar.problems(c, "organization", m)]


def test_the_triage_takes_two_minutes_and_asks_all_that_tiers_read():
    triage = gates().triage
    asked = {*triage.questions, *(f for more in triage.also_if.values() for f in more), "sensitive_use"}
    assert len(triage.questions) <= 8
    assert set(triage.questions) <= {s.name for s in KINDS["system"].field_specs()}
    for tier in ("high", "limited"):
        for condition in RAW["tiering"][tier]["any"]:
            assert set(condition) == {"record", "where"}
            assert not list(grammar.problems(condition))
            assert condition["record"] != "system" or set(condition["where"]) <= asked


def test_a_stated_low_class_sets_no_tier():
    assert "presumed_not_high_impact" not in str(RAW["tiering"])
    for word in ("rights_impacting", "safety_impacting", "rights_and_safety_impacting", "high_impact"):
        assert word in str(RAW["tiering"]["high"])


def test_the_days_for_a_take_over_are_those_the_rules_say():
    rule = RAW["rules"]["legacy"]
    for tier, days in gates().takeover_days.items():
        assert f"{days} for {tier}" in rule or f"{days} days for {tier}" in rule

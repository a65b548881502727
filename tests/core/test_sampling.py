"""A sample of systems: what the rule asks for, that a seed draws it again, and that nobody is favoured."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdtrue.core.refusals import BadInput
from holdtrue.core.sampling import STRATA, draw, least, seed_of

SEED = "5d" * 32
quick = settings(max_examples=40, deadline=None)
classes = st.sampled_from(STRATA)
registers = st.dictionaries(st.uuids().map(str), classes, max_size=60).map(lambda held: list(held.items()))
seeds = st.binary(min_size=32, max_size=32).map(seed_of)


@pytest.mark.parametrize(
    ("stratum", "population", "wanted"),
    [
        ("high", 0, 0),
        ("high", 7, 7),
        ("high", 20, 20),
        ("high", 21, 20),
        ("high", 441, 21),
        ("limited", 0, 0),
        ("limited", 1, 1),
        ("limited", 2, 2),
        ("minimal", 100, 10),
        ("minimal", 101, 11),
        ("unsorted", 90_000, 300),
    ],
)
def test_the_rule_asks_for_the_square_root_and_for_all_of_a_small_high_tier(stratum, population, wanted):
    assert least(stratum, population) == wanted


@quick
@given(registers, seeds)
def test_one_seed_draws_one_sample_in_whatever_order_systems_come(systems, seed):
    assert draw(systems, seed=seed) == draw(list(reversed(systems)), seed=seed)


@quick
@given(registers, seeds, st.data())
def test_sizes_are_exact_and_each_is_drawn_once_from_its_own_class(systems, seed, data):
    there = Counter(tier for _, tier in systems)
    asked = data.draw(st.fixed_dictionaries({}, optional={t: st.integers(0, there[t]) for t in STRATA}))
    found = draw(systems, seed=seed, sizes=asked)
    assert len(set(found.drawn)) == len(found.drawn)
    assert found.population == len(systems)
    tier_of = dict(systems)
    for stratum in found.strata:
        assert stratum.population == there[stratum.name]
        assert stratum.size == asked.get(stratum.name, least(stratum.name, there[stratum.name]))
        assert {tier_of[uid] for uid in stratum.drawn} <= {stratum.name}


@quick
@given(registers, seeds, st.data())
def test_a_smaller_sample_is_the_beginning_of_a_larger_one(systems, seed, data):
    there = Counter(tier for _, tier in systems)
    small = data.draw(st.fixed_dictionaries({t: st.integers(0, there[t]) for t in STRATA}))
    whole = draw(systems, seed=seed, sizes=dict(there))
    part = draw(systems, seed=seed, sizes=small)
    for few, all_of_it in zip(part.strata, whole.strata, strict=True):
        assert few.drawn == all_of_it.drawn[: few.size]


@quick
@given(registers, seeds)
def test_anybody_draws_it_again_with_a_hash_and_a_sort(systems, seed):
    found = draw(systems, seed=seed)
    for stratum in found.strata:
        ours = [uid for uid, tier in systems if tier == stratum.name]
        by_hand = sorted(ours, key=lambda uid: sha256((seed + uid).encode()).hexdigest())
        assert stratum.drawn == tuple(by_hand[: stratum.size])


def test_every_system_of_a_class_is_as_likely_as_the_next():
    systems = [(f"system-{n}", "limited") for n in range(16)]
    times = Counter()
    for n in range(2_000):
        times.update(draw(systems, seed=sha256(str(n).encode()).hexdigest()).drawn)
    assert sum(times.values()) == 2_000 * 4
    # 2,000 draws of 4 from 16: 500 expected, 19 standard; the draws are fixed, so this never flickers.
    assert all(420 < times[uid] < 580 for uid, _ in systems)


def test_one_more_system_moves_no_other():
    systems = [(f"system-{n}", "minimal") for n in range(50)]
    before = draw(systems, seed=SEED, sizes={"minimal": 10}).drawn
    after = draw([*systems, ("one more", "minimal")], seed=SEED, sizes={"minimal": 10}).drawn
    assert len(set(before) - set(after)) <= 1


def test_a_class_nobody_knows_counts_as_not_yet_sorted():
    found = draw([("one", ""), ("two", "enormous"), ("three", "high")], seed=SEED)
    assert [(s.name, s.population) for s in found.strata] == [
        ("high", 1),
        ("limited", 0),
        ("minimal", 0),
        ("unsorted", 2),
    ]


@pytest.mark.parametrize("seed", ["", "5D" * 32, "5d" * 31, "5d" * 32 + "\n", "seed"])
def test_a_seed_that_is_none_is_refused(seed):
    with pytest.raises(BadInput) as refused:
        draw([("one", "high")], seed=seed)
    assert refused.value.message.id == "sampling.seed"
    with pytest.raises(BadInput):
        seed_of(b"short")


@pytest.mark.parametrize(
    ("sizes", "why"),
    [
        ({"enormous": 1}, "sampling.no_such_class"),
        ({"high": 3}, "sampling.size"),
        ({"high": -1}, "sampling.size"),
    ],
)
def test_a_number_a_class_cannot_give_is_refused(sizes, why):
    with pytest.raises(BadInput) as refused:
        draw([("one", "high"), ("two", "high")], seed=SEED, sizes=sizes)
    assert refused.value.message.id == why


def test_fewer_than_the_rule_asks_for_is_told():
    found = draw([("one", "high"), ("two", "high")], seed=SEED, sizes={"high": 1})
    assert found.strata[0].short
    assert not found.strata[1].short

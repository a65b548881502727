"""Scores, properties, index, bands and the mark come out as the published examples say."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdtrue.core import scoring
from holdtrue.core.content import content
from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.properties import scheme
from holdtrue.core.scoring import (
    Tallied,
    band,
    index,
    level_points,
    population,
    ready,
    score,
    system_score,
    tallied,
)
from holdtrue.core.verdicts import Bearing, State, Verdict
from holdtrue.words import say

DAY = 740_000
RAW = content("practices/properties.yaml")
HOLDS, FAILS = Verdict(ALWAYS), Verdict(NEVER)
UNKNOWN = Verdict(NEVER, best=ALWAYS, cause=State.UNKNOWN)


def until(day, bearing=Bearing.DONE):
    return Verdict(day, bearing=bearing)


@pytest.mark.parametrize("example", RAW["scoring"]["worked_levels"], ids=str)
def test_a_level_counts_what_it_rests_on(example):
    bearings = [Bearing[word.upper()] for word in example["holds"]]
    assert level_points(bearings) == example["score"]
    levels = [until(ALWAYS, b) for b in bearings] + [FAILS] * (4 - len(bearings))
    assert score(levels, DAY).points == example["score"]


def test_a_higher_level_counts_only_with_all_below_it():
    found = score([HOLDS, FAILS, HOLDS, HOLDS], DAY)
    assert (found.points, found.level) == (25, 1)


def test_the_score_ends_with_the_first_level_it_needs():
    found = score([until(DAY + 90), until(DAY + 30), until(DAY + 60), FAILS], DAY)
    assert (found.points, found.until, found.decided_by) == (75, DAY + 30, 3)


def test_the_end_of_an_empty_figure_takes_nothing_away():
    found = score([HOLDS, HOLDS, HOLDS, until(DAY + 1, Bearing.NO_OCCASION)], DAY)
    assert (found.points, found.level, found.until) == (75, 4, ALWAYS)


def test_unknown_scores_as_not_holding_and_tells_the_best():
    found = score([HOLDS, UNKNOWN, HOLDS, FAILS], DAY)
    assert (found.points, found.best) == (25, 75)


@given(st.lists(st.integers(0, 400), min_size=4, max_size=4), st.integers(1, 400))
def test_until_is_the_first_day_on_which_the_points_are_fewer(ends, day):
    levels = [until(end) for end in ends]
    found = score(levels, day)
    if found.points:
        assert all(score(levels, d).points >= found.points for d in range(day, found.until))
        assert score(levels, found.until).points < found.points


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        ({"tier": "high", "in_use": True}, ("high", 3)),
        ({"tier": "minimal", "in_use": True}, ("minimal", 1)),
        ({"tier": "limited", "in_use": False}, None),
        ({}, ("unsorted", 2)),
        ({"_stated_tier": "minimal"}, ("unsorted", 1)),
        ({"in_scope": False, "tier": "high", "in_use": True}, None),
        ({"use": "ended"}, None),
    ],
)
def test_a_system_is_counted_in_its_class_with_its_weight(fields, counted):
    assert population(fields) == counted


def test_a_system_practice_is_the_mean_by_weight():
    full, none = score([HOLDS] * 4, DAY), score([FAILS] * 4, DAY)
    sums = tallied([("high", 3, full), ("limited", 2, none), ("minimal", 1, full)])
    assert system_score(sums) == Fraction(400, 6)


def test_a_hole_on_a_high_system_holds_the_practice_at_fifty():
    full, hole = score([HOLDS] * 4, DAY), score([HOLDS, FAILS, FAILS, FAILS], DAY)
    many = [("high", 3, full)] * 9
    assert system_score(tallied(many)) == 100
    assert system_score(tallied([*many, ("high", 3, hole)])) == 50
    assert system_score(tallied([*many, ("minimal", 1, hole)])) > 90


def test_a_system_not_yet_sorted_counts_declared_at_most():
    assert system_score(tallied([("unsorted", 2, score([HOLDS] * 4, DAY))])) == 25


def test_a_practice_with_no_system_does_not_apply():
    assert system_score({}) is None
    assert system_score({"high": Tallied(0, 0, 0)}) is None


def test_the_weights_are_those_published():
    weights = RAW["weights"]
    assert {n: w * weights["total"] for n, w in scheme().weights.items()} == weights["sums"]
    assert {n: round(100 * w) for n, w in scheme().weights.items()} == weights["shown_percent"]
    assert sum(scheme().weights.values()) == 1


@pytest.mark.parametrize("example", RAW["worked_examples"], ids=lambda e: e["name"])
def test_the_published_examples_come_out(example):
    value = scoring.weigh(scheme(), example["scores"])
    assert floor(value) == example["index"]
    assert band(scheme(), value, example["scores"])[0].id == example["band"]
    assert ready(scheme(), value, example["scores"], "standard") is example["ready"]


def test_the_mark_needs_a_profile_and_no_forbidden_use():
    scores = {p.id: 90 for p in scheme().properties}
    assert ready(scheme(), Fraction(90), scores, "certification")
    assert not ready(scheme(), Fraction(90), scores, "starter")
    assert not ready(scheme(), Fraction(90), scores, "standard", prohibited=True)
    assert not ready(scheme(), Fraction(90), {**scores, "secure": None}, "standard")


def test_a_forbidden_use_caps_the_band_and_says_so():
    scores = {p.id: 90 for p in scheme().properties}
    found, why = band(scheme(), Fraction(90), scores, prohibited=True)
    assert found.id == "exposed"
    assert "forbidden use" in say(why)
    _, why = band(scheme(), Fraction(90), {**scores, "sovereign": 38})
    assert say(why).startswith("Sovereign is below 40")


def test_the_index_is_exact_and_shown_rounded_down():
    lib = library()
    scores = {p.id: 75 for p in lib.practices}
    assert index(lib, scores, "starter").value == 75
    one = index(lib, {**scores, "ai-policy": 74}, "starter")
    assert one.shown == 74
    assert one.tenths == 74.9


def test_a_practice_that_does_not_apply_leaves_the_mean():
    lib = library()
    scores = {p.id: (None if p.per_system else 50) for p in lib.practices}
    found = index(lib, scores, "starter")
    assert found.value == 50
    assert found.properties["sovereign"] is None


def test_an_empty_organisation_stands_at_zero():
    found = index(library(), {}, "standard")
    assert (found.shown, found.band.id, found.capped) == (0, "exposed", None)


def test_a_practice_joined_by_law_counts_in_every_profile_and_is_told():
    lib = library()
    scores = {p.id: 100 for p in lib.practices} | {"tell-people": 0}
    alone, joined = index(lib, scores, "starter"), index(lib, scores, "starter", joined=["tell-people"])
    assert joined.value < alone.value
    assert say(joined.told).endswith("on Starter, 1 joined by law")
    assert say(alone.told) == "100 on Starter"


def test_profiles_include_each_other_and_name_what_they_want_measured():
    profiles = library().profiles
    assert profiles["starter"].members < profiles["standard"].members < profiles["certification"].members
    assert scoring.target_level(library(), "certification", "ai-policy") == "measured"
    assert scoring.target_level(library(), "starter", "ai-policy") == "operational"
    assert scoring.gate_profile(library(), "starter", "high") == "standard"
    assert scoring.gate_profile(library(), "certification", "high") == "certification"


def test_levels_and_bands_can_be_said():
    assert [say(scoring.level_word(n)) for n in range(5)] == ["absent", *LEVELS]
    assert [say(b.label) for b in scheme().bands] == [b.title for b in scheme().bands]


def test_the_bands_meet_without_a_gap():
    bands = scheme().bands
    assert bands[0].start == 0
    assert bands[-1].end > 100
    assert all(a.end == b.start for a, b in itertools.pairwise(bands))

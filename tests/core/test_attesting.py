"""What is attested is never above what is derived, and its floor lies at or below it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdtrue.core.attesting import Derived, attested, below, confirmed, derived_level, floor_of
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import index

PRACTICES = sorted(library().profiles["standard"].members)
SCORES = st.builds(Fraction, st.integers(0, 400), st.just(4))
STANDINGS = st.dictionaries(
    st.sampled_from(PRACTICES), st.tuples(SCORES, st.booleans(), st.integers(0, 4)), min_size=1
)
BANDS = [band.id for band in library().scheme.bands]


@given(STANDINGS, st.booleans())
def test_lowering_gives_an_index_no_property_of_which_is_above_the_derived_one(standings, forbidden):
    derived, levels = [], {}
    for name, (score, of_systems, wanted) in standings.items():
        reached = None if of_systems else derived_level(score, None)
        one = Derived(name, score, derived_level(score, reached))
        derived.append(one)
        levels[name] = confirmed(one, min(wanted, one.level), "Seen.")
    scores = {one.practice: one.score for one in derived}
    own = index(library(), scores, "standard", prohibited=forbidden)
    given_ = attested(library(), derived, levels, "standard", prohibited=forbidden)
    assert given_.value <= own.value
    assert BANDS.index(given_.band.id) <= BANDS.index(own.band.id)
    for name, value in given_.properties.items():
        assert (value is None) == (own.properties[name] is None)
        assert value is None or value <= own.properties[name]
    assert below(library().scheme, floor_of(given_), given_) is None
    assert below(library().scheme, floor_of(given_), own) is None
    if all(levels[one.practice] == one.level for one in derived):
        assert given_.value == own.value


def test_what_is_below_the_floor_is_named():
    low = index(library(), dict.fromkeys(PRACTICES, 25), "standard")
    high = index(library(), dict.fromkeys(PRACTICES, 75), "standard")
    found = below(library().scheme, floor_of(high), low)
    assert (found.part, found.found) == ("index", 25)
    one = {**dict.fromkeys(PRACTICES, 75)}
    weak = library().by_id[PRACTICES[0]].property
    for name in PRACTICES:
        if library().by_id[name].property == weak:
            one[name] = 65
    found = below(library().scheme, floor_of(high), index(library(), one, "standard"))
    assert (found.part, found.at_least, found.found) in {(weak, 75, 65), ("index", high.band.start, 73)}


@pytest.mark.parametrize(
    ("level", "reason", "code"),
    [
        (3, "They said so.", "attest.raised"),
        (1, " ", "attest.reason"),
        (-1, "x", "attest.level"),
        (5, "x", "attest.level"),
    ],
)
def test_a_level_that_cannot_be_given_is_refused(level, reason, code):
    with pytest.raises(BadInput) as refused:
        confirmed(Derived("ai-policy", Fraction(50), 2), level, reason)
    assert refused.value.code == code

"""A programme of audits: everything is reached, branches stay whole, and the worst comes first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.cast import TODAY
from holdtrue.core.programme import Need, spread

quick = settings(max_examples=40, deadline=None)
needs = st.lists(
    st.builds(
        Need,
        id=st.uuids().map(str),
        section=st.sampled_from(["4", "5", "6", "7", "8", "9", "10", "A.2", "A.3", "A.4"]),
        fails=st.booleans(),
        last=st.one_of(st.none(), st.integers(TODAY - 900, TODAY)),
    ),
    min_size=1,
    max_size=60,
    unique_by=lambda need: need.id,
)


@quick
@given(needs, st.integers(1, 5))
def test_every_requirement_is_reached_within_the_years(some, years):
    found = spread(some, first=TODAY, today=TODAY, years=years)
    assert {name for one in found for name in one.covers} == {need.id for need in some}
    assert all(TODAY <= one.day <= TODAY + 366 * years for one in found)
    assert [one.day for one in found] == sorted({one.day for one in found})
    assert spread(some, first=TODAY, today=TODAY, years=years) == found


@quick
@given(needs)
def test_branches_stay_whole(some):
    found = spread(some, first=TODAY, today=TODAY, years=3)
    section = {need.id: need.section for need in some}
    places = {}
    for n, one in enumerate(found):
        for name in one.covers:
            if name not in one.again:
                places.setdefault(section[name], set()).add(n)
    assert all(len(at) == 1 for at in places.values())


def test_what_fails_comes_first_and_once_more_a_year_later():
    calm = [Need(f"7.{n}", "7", fails=False, last=TODAY - 100) for n in range(5)]
    worst = [Need(f"9.{n}", "9", fails=True, last=None) for n in range(5)]
    rest = [Need(f"{s}.{n}", str(s), fails=False, last=None) for s in (4, 5, 6, 8) for n in range(5)]
    found = spread([*calm, *rest, *worst], first=TODAY, today=TODAY, years=3)
    assert set(found[0].covers) == {need.id for need in worst}
    again = next(one for one in found if one.again)
    assert set(again.again) == {need.id for need in worst}
    assert again.day >= found[0].day + 360
    assert {need.id for need in calm} <= set(found[-1].covers)

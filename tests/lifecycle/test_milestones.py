"""The gates of the management system: nobody ticks one; each says what holds, what does not and for which systems."""

from __future__ import annotations

import pytest

from holdtrue.app.queries.milestones import milestones, reached_by
from holdtrue.core.gates import gates
from holdtrue.core.milestones import Moved, history_of, milestone, needs, unbroken, wanted
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.words import say

START, TODAY = 1000, 1092


@pytest.mark.parametrize(
    ("moves", "stood"),
    [
        ([], True),
        ([(1010, 3, 4, 9999)], True),
        ([(1010, 3, 2, 9999), (1030, 2, 3, 9999)], True),
        ([(1010, 3, 2, 9999), (1050, 2, 3, 9999)], False),
        ([(1050, 0, 3, 9999)], False),
        ([(990, 0, 3, 9999)], True),
        ([(990, 0, 3, 1020), (1045, 2, 3, 9999)], True),
        ([(990, 0, 3, 1020), (1060, 2, 3, 9999)], False),
        ([(1010, 3, 1, 9999)], False),
    ],
)
def test_a_standing_is_unbroken_where_every_gap_is_forgiven(moves, stood):
    assert unbroken([Moved(*move) for move in moves], 3, START, TODAY) is stood


def test_a_share_is_rounded_up_in_exact_terms():
    assert [wanted(0.9, n) for n in (0, 1, 10, 74, 75)] == [0, 1, 9, 67, 68]


def test_every_practice_a_milestone_names_is_asked_once_and_the_profile_whole():
    live, first, second = gates().organization
    assert {n.practice.id for n in needs(live) if n.part == "each_system"} == set(live.each_system)
    assert history_of(live) is None
    assert history_of(second) == (0.9, 3, 3)
    assert len({n.practice.id for n in needs(second) if n.part == "profile"}) >= 60
    assert {n.part for n in needs(first)} == {"requires", "each_system"}


def test_a_young_organisation_is_not_live_and_is_told_why_line_by_line(house):
    found = reached_by(house.ada, "live")
    assert not found.open
    assert all(say(line.because) for line in found.lines)
    each = {line.key: line for line in found.lines if line.part == "each_system"}
    owner = each["system-owner"]
    assert (owner.of, each["human-oversight"].examples) == (1, (("SYS-0001", "Scribe"),))


def test_what_is_done_holds(house):
    from holdtrue.app.actions import sign

    sign.sign(
        house.ada, house.add("policy", topic="ai", title="AI", text="How", owner="PER-1").ref, "approved"
    )
    line = next(line for line in reached_by(house.ada, "live").lines if line.key == "ai-policy")
    assert line.of == 1
    before = next(one for one in milestones(house.ada) if one.id == "stage1_ready")
    assert [line.part for line in before.lines if line.key == "each"] == ["claims"]


def test_stage_2_wants_three_months_and_no_open_major_finding(house):
    found = reached_by(house.ada, "stage2_ready")
    assert next(line for line in found.lines if line.part == "history").holds is False
    assert next(line for line in found.lines if line.key == "none").holds
    house.add("finding", type="major", nature="No audit held", practice="internal-audit")
    assert not next(x for x in reached_by(house.ada, "stage2_ready").lines if x.key == "none").holds


def test_what_cannot_be_asked_is_refused_in_a_sentence(house):
    with pytest.raises(BadInput) as caught:
        reached_by(house.ada, "stage3")
    assert "stage1_ready" in say(caught.value.message)
    with pytest.raises(BadInput):
        reached_by(house.ada, "live", on="2026-01-01")
    with pytest.raises(NotAllowed):
        reached_by(house.member("Theo", "member"), "live")
    assert milestone("live").id == "live"
    assert reached_by(house.ada, "live", on="2027-06-01").day > house.today

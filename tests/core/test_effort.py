"""Hours of a profile: minutes times occurrences a year times how many, by who spends them."""

from __future__ import annotations

import pytest

from holdtrue.core.acts import WHO, acts
from holdtrue.core.effort import EVERYONE, LEAD, OWNERS, Asked, Size, effort
from holdtrue.core.practices import PROFILES, library

CLINIC = Size(12, {"limited": 4, "minimal": 2})


def asked(practice, level, **tiers):
    return effort([Asked(library().by_id[practice], level, tiers)], CLINIC)


def test_a_quarterly_look_takes_its_hour_every_hundred_days():
    found = asked("quarterly-check", 3)
    assert found.later[LEAD] == 219  # 60 minutes x 3.65
    assert found.first[LEAD] == 219 + 8  # the look writes itself down; naming people is counted with it


def test_what_is_asked_of_each_person_is_counted_for_each():
    found = asked("ai-policy", 3)
    assert found.first[EVERYONE] == 5 * 12
    assert found.each(EVERYONE) == 5
    assert found.later[LEAD] == 15


def test_what_is_asked_of_systems_follows_their_tier():
    minimal, high = asked("system-owner", 3, minimal=1), asked("system-owner", 3, high=1)
    assert minimal.later[OWNERS] == 12
    assert high.later[OWNERS] == 10  # opened and signed by itself twice a year


def test_one_act_is_counted_once_however_many_practices_it_serves():
    wanted = [
        Asked(library().by_id[name], 3, {"minimal": 2})
        for name in ("system-owner", "version-record", "data-whereabouts", "human-oversight")
    ]
    assert effort(wanted, Size(12, {"minimal": 2})).later[OWNERS] == 24


def test_every_act_serves_practices_and_levels_there_are_and_somebody_does_it():
    for act in acts():
        assert act.who in WHO
        assert act.serves
        assert {practice for practice, _ in act.serves} <= set(library().by_id)
        assert act.whole or act.by_tier
    starter = library().profiles["starter"].members
    served = {practice for act in acts() for practice, _ in act.serves}
    assert starter == served


def test_a_starter_year_is_within_what_was_promised():
    starter = library().profiles["starter"]
    size = Size(12, {"limited": 1, "minimal": 5})
    found = effort(
        [
            Asked(p, 3, {t: n for t, n in size.tiers.items() if t in p.tiers})
            for p in library().practices
            if p.id in starter.members
        ],
        size,
    )
    assert found.first[LEAD] + found.each(EVERYONE) <= 12 * 60
    assert found.each(EVERYONE) <= 20


def test_what_a_tier_is_not_asked_takes_no_time():
    found = asked("human-oversight", 4, minimal=1)
    assert found.first == asked("human-oversight", 3, minimal=1).first


@pytest.mark.parametrize("later", [False, True])
def test_a_wider_profile_never_takes_less(later):
    told = [
        effort(
            [
                Asked(
                    p,
                    4 if p.id in profile.measured else 3,
                    {t: n for t, n in CLINIC.tiers.items() if t in p.tiers},
                )
                for p in library().practices
                if p.id in profile.members
            ],
            CLINIC,
        ).hours(later=later)
        for profile in map(library().profiles.__getitem__, PROFILES)
    ]
    assert told == sorted(told)
    assert told[0] < told[-1]

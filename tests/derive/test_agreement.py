"""Whatever people do, stored standing, member rows and counts are what the facts alone give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derive.agreement import disagreements
from derive.chance import Life
from derive.wider import WiderLife
from holdtrue.app import proving
from holdtrue.app.checking import check_standing
from holdtrue.app.derive.scratch import derive_everything
from holdtrue.store import members, tallies

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 22, 38, 44, 105, 5009])
def test_after_any_acts_everything_stored_is_what_the_facts_give(database: str, seed: int) -> None:
    life = Life(seed)
    for _ in range(4):
        life.live(25)
        assert list(disagreements(life.organisation_id, life.day)) == []
        life.pass_days(life.chance.randrange(60))
    life.live(1)
    checked = check_standing(life.caller.organisation, life.day)
    assert checked.differences == ()
    kept, counted = members.counts(life.organisation_id)
    assert kept == counted


def test_deriving_everything_again_changes_nothing(database: str) -> None:
    life = Life(11)
    life.live(60)
    before = tallies.everything(life.organisation_id), members.counts(life.organisation_id)
    derive_everything(life.caller.organisation, day=life.day, entry=0)
    assert (tallies.everything(life.organisation_id), members.counts(life.organisation_id)) == before
    assert check_standing(life.caller.organisation, life.day).ok


@pytest.mark.parametrize("seed", [4, 114, 121])
def test_after_any_wider_acts_everything_stored_is_what_the_facts_give_and_the_log_is_whole(
    database: str, seed: int, tmp_path: Path
) -> None:
    life = WiderLife(seed, folder=tmp_path)
    for _ in range(4):
        life.live(20)
        assert list(disagreements(life.organisation_id, life.day)) == [], life.last
        assert check_standing(life.caller.organisation, life.day).differences == (), life.last
        life.pass_days(life.chance.randrange(60))
        life.begin_day()
    kept, counted = members.counts(life.organisation_id)
    assert kept == counted
    assert proving.verify(life.caller.organisation).ok

"""The tree of units: moving a branch moves its systems in every count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller


@pytest.fixture
def owner(database: str) -> Caller:
    from holdtrue.app.actions.organisation import found
    from holdtrue.app.callers import console

    found("Northwind", profile="standard")
    return console("northwind")


def test_a_branch_that_moves_takes_its_systems_along(owner: Caller) -> None:
    from holdtrue.app.actions import records
    from holdtrue.app.checking import check_standing
    from holdtrue.app.queries import figures, status

    north, south = (records.add(owner, "unit", {"name": name}) for name in ("North", "South"))
    team = records.add(owner, "unit", {"name": "Team", "parent": north.ref})
    desk = records.add(owner, "unit", {"name": "Desk", "parent": team.ref})
    records.add(owner, "system", {"name": "Bot", "unit": desk.ref})

    records.edit(owner, team.ref, {"parent": south.ref})

    day = owner.clock.day(owner.organisation.time_zone)
    seen = [
        status.status(figures.stored(owner.organisation, day, unit=u.pk)).systems
        for u in (north, south, team)
    ]
    assert seen == [0, 1, 1]
    assert records.find(owner, desk.ref).path == f"{south.ref}/{team.ref}/{desk.ref}/"
    checked = check_standing(owner.organisation, day)
    assert checked.ok, checked.differences


def test_a_unit_cannot_be_put_below_itself(owner: Caller) -> None:
    from holdtrue.app.actions import records
    from holdtrue.core.refusals import BadInput

    north = records.add(owner, "unit", {"name": "North"})
    team = records.add(owner, "unit", {"name": "Team", "parent": north.ref})

    with pytest.raises(BadInput, match=r"unit\.below_itself"):
        records.edit(owner, north.ref, {"parent": team.ref})

"""The board leads to gates and moves nothing; the life of a system tells what was opened early and deployed again."""

from __future__ import annotations

import pytest

from holdtrue.app.actions import deploying, sign
from holdtrue.app.actions.deploying import Wanted
from holdtrue.app.queries.living import by_stage, life_told
from holdtrue.core.refusals import NotAllowed
from lifecycle.test_standing_approval import LIMITS


def test_a_board_counts_every_system_once_and_in_few_queries(house):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    house.system("Planned desk", use="planned")
    with CaptureQueriesContext(connection) as asked:
        found = by_stage(house.ada)
    assert len(asked) <= 12
    assert [stage.total for stage in found.stages] == [2, 0, 0, 0, 0, 0, 0]


def test_a_life_tells_the_approval_and_the_deploy_made_inside_it(house):
    record = house.add("standing_approval", **LIMITS)
    sign.sign(house.cleo, record.ref, "approved")
    deploying.deploy(house.bot, "SYS-1", Wanted({}, "2.4.1"))
    _, events = life_told(house.ada, "SYS-1")
    assert [(event.kind, event.ref) for event in events] == [
        ("stage", "SYS-0001"),
        ("change", "CHG-0001"),
        ("approval", "STA-0001"),
    ]
    with pytest.raises(NotAllowed):
        life_told(house.member("Theo", "member"), "SYS-1")


def test_the_pages_open_and_name_the_gate_before_each_system(house, client):
    client.force_login(house.owner)
    at = f"/o/{house.organisation.slug}/"
    board = client.get(f"{at}lifecycle/").content.decode()
    assert "/r/SYS-0001/gate/deployed/" in board, "in use before it passed a gate, it is taken over"
    assert "In use already: take it over" in board
    assert f'data-gates="{at}r/SYS-0001/gate/"' in board, "dropped on a stage, a card opens its gate"
    used = (
        "It is in use, and no decision to deploy it or to take it over counts here yet: its stage is Intake."
    )
    assert used in client.get(f"{at}r/SYS-0001/").content.decode()
    assert client.get(f"{at}r/SYS-0001/life/").status_code == 200
    assert "Not yet" in client.get(f"{at}milestones/live/").content.decode()
    assert client.get(f"{at}milestones/stage9/").status_code == 422

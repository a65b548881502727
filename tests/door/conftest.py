"""The cast with an open door: a policy in force, a tool in use, and Theo, an employee without need of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdtrue.settings import start

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.cast import Cast

start()


@pytest.fixture
def people(begun: Callable[..., Cast]) -> Cast:
    from holdtrue.accounts import passing

    passing.forget()
    return begun(opened)


def opened() -> Cast:
    from harness.cast import cast
    from holdtrue.app.actions import door, records, sign

    made = cast()
    ada = made.owner
    records.add(
        ada,
        "policy",
        {
            "title": "Using AI",
            "topic": "ai",
            "text": "Be careful.",
            "permitted_uses": "Letters to nobody in particular",
            "prohibited_uses": "Deciding about people",
            "who_to_ask": "Cleo, room 12",
            "owner": made.people["owner"].ref,
        },
    )
    sign.sign(ada, "POL-1", "approved", good_for="12 months")
    records.add(
        ada,
        "system",
        {
            "name": "Letter writer",
            "use": "in_use",
            "intended_purpose": "First drafts",
            "personal_data": "no",
            "owner": made.people["contributor"].ref,
        },
    )
    door.set_door(ada, opened=True, free=True)
    return made


@pytest.fixture
def code(people: Cast) -> str:
    from holdtrue.app.door.ways import door_of

    return f"/door/o/{door_of(people.organisation.pk).code}/"

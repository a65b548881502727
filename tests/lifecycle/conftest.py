"""A clinic's scribe of the limited tier, its model, and those who have a say: Ada owns, Cleo leads AI, Bot deploys."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from harness.house import House
from holdtrue.settings import start

if TYPE_CHECKING:
    from collections.abc import Callable

start()


def lived_in() -> House:
    """A sorted system in use with one model, an AI lead beside the owner, and a test report read this morning."""
    from holdtrue.app.actions import sign

    house = House("Northwind")
    house.cleo = house.member("Cleo Brandt", "manager")
    house.bot = house.machine()
    house.assessed("Scribe", stop_method="Red button", fallback="The desk answers")
    house.add(
        "component", type="model", name="Small model", version="2.4.0", made_by="others", systems="SYS-1"
    )
    house.edit("CMP-1", settings="temperature = 0.2\nlanguage = en")
    lead = house.body("PER-2")["fields"]["name"]
    assert lead == "Cleo Brandt"
    house.add("role", name="ai_lead", duties="Leads", authority="Approves", holder="PER-2")
    sign.sign(house.cleo, "IMP-1", "approved")
    report(house)
    return house


def report(house: House, *, result: str = "in_order") -> None:
    """A test report about the system, read by Cleo."""
    from holdtrue.app.actions import evidence
    from holdtrue.core.days import iso

    kept = evidence.attach(
        house.ada,
        ["SYS-1"],
        io.BytesIO(b"96 of 100"),
        "t.txt",
        tag="test-report",
        collected_on=iso(house.today),
    )
    evidence.read(house.cleo, kept.ref, result, why="Counted them")


@pytest.fixture
def house(begun: Callable[..., House]) -> House:
    return begun(lived_in)

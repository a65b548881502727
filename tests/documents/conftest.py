"""Django is up before the tests here are collected, and an organisation with its first roles."""

from __future__ import annotations

import pytest

from harness.house import House
from holdtrue.settings import start

start()


def northwind():
    """Ada, who is top management and leads on AI, Ben and Cleo; nothing written yet."""
    made = House("Northwind")
    made.ben = made.add("person", name="Ben Okafor", works_with_ai=True)
    made.cleo = made.add("person", name="Cleo Marsh")
    for role in ("top_management", "ai_lead", "incident_lead"):
        made.add(
            "role", name=role, holder="PER-1", duties="As agreed", authority="As agreed", reports_to="Board"
        )
    return made


@pytest.fixture
def house(begun):
    return begun(northwind)

"""The acts people do most ask the database a fixed number of statements, however many systems there are."""

from __future__ import annotations

import pytest

from harness.house import House
from harness.prepared import prepared_anew

AT_MOST = {"edit a purpose": 29, "name an owner": 37, "add a system": 44, "create evidence": 23, "sign": 66}
SYSTEMS = 12


@pytest.fixture
def house(begun) -> House:
    return begun(sorters)


def sorters() -> House:
    house = House()
    house.add("unit", name="Dispatch")
    for n in range(SYSTEMS):
        house.assessed(f"Call sorter {n}", unit="UNT-1")
    return house


def asked(act) -> int:
    """The statements of one act, its transaction's ends included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_acts_ask_no_more_statements_than_they_need(house):
    from holdtrue.app.actions import sign

    house.add("person", name="Cleo Marin", email="cleo@example.org")
    acts = {
        "edit a purpose": lambda: house.edit("SYS-3", intended_purpose="Sort calls by place"),
        "name an owner": lambda: house.edit("SYS-4", owner="PER-2"),
        "add a system": lambda: house.system("One more", unit="UNT-1"),
        "create evidence": lambda: house.add(
            "evidence",
            tag="test-report",
            title="Run",
            about="SYS-5",
            source="bench",
            collected_on="2027-02-01",
        ),
        "sign": lambda: sign.sign(house.ada, "SYS-6", "approved", good_for="12 months"),
    }
    counts = {name: asked(act) for name, act in acts.items()}
    over = {name: n for name, n in counts.items() if n > AT_MOST[name]}
    assert not over, counts
    house.agrees()
    assert not prepared_anew(lambda: house.add("evidence", tag="test-report", title="Run", about="SYS-5"))


def test_repeating_an_act_asks_no_more_of_it(house):
    counts = [asked(lambda n=n: house.edit("SYS-3", intended_purpose=f"Sort calls {n}")) for n in range(4)]
    assert counts[1] == counts[-1], counts

"""Drafted kinds: the revision in force stays while the next is written; signing puts the next in force."""

from __future__ import annotations

import pytest

from harness.house import House
from holdtrue.app.actions import records, sign
from holdtrue.core.kinds import KINDS

DRAFTED = (
    "scope",
    "policy",
    "procedure",
    "risk_criteria",
    "impact_assessment",
    "classification",
    "applicability",
)


def northwind():
    house = House("Northwind")
    house.add("policy", topic="ai", title="AI policy", text="Be careful.")
    return house


@pytest.fixture
def house(begun):
    return begun(northwind)


def policy(house):
    return records.find(house.ada, "POL-1")


def in_force(house):
    from holdtrue.app.queries.records import show

    shown = show(house.organisation, policy(house), house.today)
    return shown.revision, shown.in_force


def test_the_kinds_the_data_rules_call_drafted_are_the_drafted_ones():
    assert {kind.id for kind in KINDS.values() if kind.edits == "drafted"} == set(DRAFTED)


def test_a_draft_is_in_force_only_once_it_is_signed(house):
    assert in_force(house) == (1, 0)
    assert policy(house).digest == ""
    sign.sign(house.ada, "POL-1", "approved", good_for="12 months")
    assert in_force(house) == (1, 1)
    assert policy(house).digest


def test_the_revision_in_force_stays_while_the_next_is_drafted(house):
    sign.sign(house.ada, "POL-1", "approved", good_for="12 months")
    held = house.why("ai-policy", level="operational")
    digest = policy(house).digest
    house.edit("POL-1", text="Be more careful.")
    assert in_force(house) == (2, 1)
    assert policy(house).digest == digest
    assert house.body("POL-1")["fields"]["text"] == "Be more careful."
    after = house.why("ai-policy", level="operational")
    assert (after.state, after.until) == (held.state, held.until)
    house.agrees()


def test_signing_the_draft_puts_it_in_force(house):
    sign.sign(house.ada, "POL-1", "approved", good_for="12 months")
    house.edit("POL-1", text="Be more careful.")
    first = policy(house).digest
    signoff = sign.sign(house.ada, "POL-1", "approved", good_for="12 months")
    assert in_force(house) == (2, 2)
    assert policy(house).digest != first
    assert signoff.basis[0][1] == 2
    house.agrees()


def test_an_edit_of_any_other_kind_is_in_force_at_once(house):
    house.system()
    house.edit("SYS-1", users="Clerks")
    record = records.find(house.ada, "SYS-1")
    assert (record.head_number, record.in_force_number) == (2, 2)
    assert record.digest


def test_a_search_finds_a_draft_by_its_newest_words(house):
    from holdtrue.store import listing

    sign.sign(house.ada, "POL-1", "approved")
    house.edit("POL-1", title="Charter")
    assert listing.page(house.pk, listing.Filter("policy", text="charter")).total == 1

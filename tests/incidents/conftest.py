"""The cast in a fresh database, and a high-risk system used in the Union and in Québec."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from harness.cast import Cast, cast

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def people(begun: Callable) -> Cast:
    return begun(cast)


@pytest.fixture
def ada(people: Cast):
    from pages_acts.filling import Browser

    return Browser(people, "owner")


@pytest.fixture
def screener(people):
    from holdtrue.app.actions import records
    from holdtrue.app.actions.sign import sign

    system = records.add(
        people.owner,
        "system",
        {
            "name": "Screener",
            "intended_purpose": "Ranks job applications by hand",
            "use": "in_use",
            "jurisdictions": ["EU", "QC"],
            "our_role": ["deployer"],
            "personal_data": True,
        },
    )
    stated = {"system": system.ref, "law": "eu_ai_act", "class": "high_risk_annex_iii"}
    found = records.add(people.owner, "classification", stated)
    sign(people.caller("manager"), found.ref, "approved")
    return system


@pytest.fixture
def hands():
    """A clock that can be turned: Friday 26 February 2027, nine in the morning in UTC."""
    from harness.house import Hands

    return Hands(moment=dt.datetime(2027, 2, 26, 9, 0, tzinfo=dt.UTC))


@pytest.fixture
def ask(people, hands):
    """Callers by role, all with the clock at hand."""
    from dataclasses import replace

    return lambda role="owner": replace(people.caller(role), clock=hands.clock())


@pytest.fixture
def leak(ask, people, hands, screener):
    """A serious incident of that Friday."""
    from holdtrue.app.actions import records

    given = {"title": "Applicants saw each other", "severity": "serious", "systems": [screener.ref]}
    yield records.add(ask(), "incident", {**given, "detected_on": "2027-02-26"})
    _agree(people.organisation, hands)


def _agree(organisation, hands):
    """Whatever a test did, the ledger, the records and the standing agree after it."""
    from holdtrue.app.checking import check_standing
    from holdtrue.app.proving import verify

    assert verify(organisation).ok
    checked = check_standing(organisation, hands.clock().day(organisation.time_zone))
    assert checked.ok, checked.differences

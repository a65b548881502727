"""The cast with a few records of every station of the thread, and pages asked for by each of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from harness.cast import cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.cast import Cast


@pytest.fixture
def people(begun: Callable) -> Cast:
    """Northwind and Southgate, without any system."""
    return begun(cast)


@pytest.fixture
def north(people: Cast) -> Cast:
    """Northwind with a system, its assessment signed, a file attached, a risk and a policy."""
    from holdtrue.app.actions import evidence, records, sign

    owner = people.owner
    ada = people.people["owner"].ref
    facts = {
        "name": "Call sorter",
        "intended_purpose": "Sort calls by urgency",
        "use": "in_use",
        "owner": ada,
    }
    records.add(owner, "system", facts)
    assessment = {
        "system": "SYS-0001",
        "type": "ai",
        "purpose_and_use": "Sort calls",
        "conclusion": "Acceptable with a second look",
    }
    made = records.add(owner, "impact_assessment", assessment)
    sign.sign(people.caller("manager"), made.ref, "approved", good_for="12 months")
    records.add(owner, "risk", {"title": "Urgent calls wait", "system": "SYS-0001"})
    records.add(owner, "policy", {"title": "AI at Northwind", "topic": "ai"})
    evidence.attach(owner, ["SYS-0001"], io.BytesIO(b"<b>Notes</b> of the review"), "notes.html")
    return people

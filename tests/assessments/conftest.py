"""The cast in a fresh database, with a system that is used in the Union, and forms filled as a browser would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.cast import Cast, cast
from holdtrue.settings import start

start()

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.store.models import Record
    from pages_acts.filling import Browser


@pytest.fixture
def people(begun: Callable) -> Cast:
    return begun(cast)


@pytest.fixture
def ada(people: Cast) -> Browser:
    from pages_acts.filling import Browser

    return Browser(people, "owner")


@pytest.fixture
def screener(people: Cast) -> Record:
    from holdtrue.app.actions import records

    return records.add(
        people.owner,
        "system",
        {
            "name": "CV screener",
            "intended_purpose": "Sorts applications by how well they match the posting",
            "affected_groups": "Applicants",
            "data_categories": ["Applications"],
            "use": "in_use",
            "our_role": ["deployer"],
            "autonomy": "suggests",
            "decisions_about_people": True,
            "interacts_with_people": False,
            "generates_content": False,
            "personal_data": True,
            "effect_on_people": ["work"],
            "jurisdictions": ["EU"],
        },
    )

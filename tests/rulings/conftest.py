"""The cast in a fresh database, and a browser for whoever is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.cast import Cast, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages_acts.filling import Browser


@pytest.fixture
def people(begun: Callable) -> Cast:
    return begun(cast)


@pytest.fixture
def ada(people: Cast) -> Browser:
    from pages_acts.filling import Browser

    return Browser(people, "owner")


@pytest.fixture
def screener(people):
    from holdtrue.app.actions import records

    return records.add(
        people.owner,
        "system",
        {"name": "Screener", "intended_purpose": "Ranks job applications by hand", "use": "in_use"},
    )

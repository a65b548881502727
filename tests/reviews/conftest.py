"""Two organisations: the named cast for pages and doors, and a house with a clock of its own for days that pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.cast import Cast, cast
from harness.house import House
from holdtrue.settings import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pages_acts.filling import Browser

start()


@pytest.fixture
def people(begun: Callable[..., Cast]) -> Cast:
    return begun(cast)


@pytest.fixture
def house(begun: Callable[..., House]) -> Iterator[House]:
    """Whatever a test did, the ledger, the records and the standing agree after it."""
    house = begun(House)
    yield house
    house.agrees()


@pytest.fixture
def ada(people: Cast) -> Browser:
    from pages_acts.filling import Browser

    return Browser(people, "owner")

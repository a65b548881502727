"""The cast in a fresh database, and a browser that fills forms as a person would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.cast import Cast, cast
from holdtrue.settings import start

start()

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

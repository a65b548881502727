"""A founded organisation with a planned system and one already in use, for what gates answer and decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.house import House
from holdtrue.settings import start

if TYPE_CHECKING:
    from collections.abc import Callable

    from gates.life import Life

start()


@pytest.fixture
def house(begun: Callable[..., House]) -> House:
    return begun(House)


@pytest.fixture
def life(house: House) -> Life:
    from gates.life import Life

    return Life(house)

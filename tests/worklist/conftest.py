"""Django is up before the tests here are collected: they import actions and models at their head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.house import House
from holdtrue.settings import start

if TYPE_CHECKING:
    from collections.abc import Callable

start()


@pytest.fixture
def house(begun: Callable[..., House]) -> House:
    return begun(House)

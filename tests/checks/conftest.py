"""A stranger's browser, and the cast for what is written once somebody signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.cast import cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from harness.cast import Cast


@pytest.fixture
def stranger(application: None) -> Client:
    """A browser that nobody is signed in with; forms are checked as they are in earnest."""
    from django.test import Client

    from holdtrue.accounts import passing

    passing.forget()
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def people(begun: Callable) -> Cast:
    """Northwind and Southgate."""
    from holdtrue.accounts import passing

    passing.forget()
    return begun(cast)

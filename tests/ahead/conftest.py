"""The demonstration, loaded once for a test, and its owner acting today."""

from __future__ import annotations

import pytest

from holdtrue.settings import start

start()


@pytest.fixture
def clinic(begun):
    from holdtrue.app.demo import load

    return begun(load)


@pytest.fixture
def owner(clinic):
    from holdtrue.accounts.models import Membership
    from holdtrue.app import callers

    membership = Membership.objects.get(organisation=clinic, role="owner")
    return callers.member(membership.user, clinic.slug)


@pytest.fixture
def people(begun):
    from harness.cast import cast

    return begun(cast)

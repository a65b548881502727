"""The demonstration comes back after it was removed: what is left of it is counted, on both kinds, in test_leaving."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def test_the_demonstration_that_went_can_come_back(begun):
    from holdtrue.app import callers, demo
    from holdtrue.app.actions import leaving as acting
    from holdtrue.store.models import Organisation

    made = begun(demo.load)
    acting.remove_demo(callers.console(made.slug))
    assert not Organisation.objects.exists()
    assert demo.load().slug == made.slug

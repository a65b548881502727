"""The demonstration can be loaded at any hour: a day's acts are played in its evening, after all they tell of."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.usefixtures("application")
HOME = ZoneInfo("America/Toronto")


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("month", [1, 7, 11])
def test_a_day_back_is_that_day_of_the_calendar_in_its_evening_at_whatever_hour_it_is_played(hour, month):
    from holdtrue.app.clock import SYSTEM, Clock
    from holdtrue.app.demo.load import _earlier

    begins = dt.datetime(2026, month, 23, hour, 30, tzinfo=dt.UTC)
    later = begins + dt.timedelta(seconds=7)
    began = begins.astimezone(HOME)
    for days in (1, 132, 425):
        told = _earlier(Clock(lambda: later, SYSTEM.entropy), began, days).now()
        assert told < begins
        local = told.astimezone(HOME)
        assert local.date() == began.date() - dt.timedelta(days=days)
        assert local.time() == dt.time(18, 0, 7)
    assert _earlier(Clock(lambda: later, SYSTEM.entropy), began, 0).now() == later


def test_nothing_in_the_story_happens_after_the_evening_or_at_an_hour_of_today():
    from holdtrue.app.demo.load import STORY
    from holdtrue.core.content import content

    steps = [step for name in STORY for step in content(name)["steps"] if "at" in step]
    assert steps
    assert all(step["at"] < "18:00" and step["days"] > 0 for step in steps)

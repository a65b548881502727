"""A record's page as of a past day: what it said and how it stood then, and nothing to do."""

from __future__ import annotations

import datetime as dt

import pytest


@pytest.fixture
def house(begun):
    """A system assessed and signed in March 2025, whose purpose changed in June of that year."""
    from harness.house import Hands, House

    made = begun(lambda: House(hands=Hands(dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC))))
    made.assessed()
    made.hands.turn_to("2025-06-02")
    made.edit("SYS-1", intended_purpose="Decide about callers")
    return made


def asked(house, address):
    from django.test import Client

    client = Client()
    client.force_login(house.owner)
    return client.get(f"/o/{house.organisation.slug}/r/{address}")


def test_the_page_of_a_past_day_says_what_was_true_then_and_offers_nothing_to_do(house):
    now = asked(house, "SYS-1/").content.decode()
    then = asked(house, "SYS-1/?at=2025-04-01")
    told = then.content.decode()
    assert then.status_code == 200
    assert "Decide about callers" in now
    assert "Sort calls" in told
    assert "Decide about callers" not in told
    assert "1 Apr 2025" in told
    for act in ("/edit/", "/retire/", "/sign/", "/attach/", "/comment/"):
        assert f"SYS-0001{act}" not in told
    assert "SYS-0001/edit/" in now
    assert 'name="at" value="2025-04-01"' in told


def test_how_it_stood_leads_to_the_why_of_that_day(house):
    told = asked(house, "SYS-1/?at=2025-04-01").content.decode()
    assert "/why/SYS-0001/impact-assessment/" in told
    assert "at=2025-04-01" in told
    assert "IMP-0001" in told


def test_a_register_too_large_to_be_read_back_still_shows_fields_and_links(house, monkeypatch):
    from holdtrue.app import looking_back

    monkeypatch.setattr(looking_back, "MOST", -1)
    told = asked(house, "IMP-1/?at=2025-04-01").content.decode()
    assert "SYS-0001" in told
    assert "not read back whole" in told


def test_before_it_was_there_and_ahead_are_said(house):
    assert asked(house, "SYS-1/?at=2025-01-01").status_code == 404
    ahead = asked(house, "SYS-1/?at=2099-01-01")
    assert ahead.status_code == 422
    assert "day to come" in ahead.content.decode()
    assert asked(house, "SYS-1/?at=never").status_code == 422

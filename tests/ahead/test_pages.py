"""The pages of the forecast and the roadmap: read by those who may, planned on by those who manage."""

from __future__ import annotations

import pytest


@pytest.fixture
def browser(clinic):
    from django.test import Client

    from holdtrue.accounts.models import User

    def signed_in(email="maya@boreal.example"):
        client = Client()
        client.force_login(User.objects.get(email=email))
        return client

    return signed_in


def test_the_forecast_tells_what_lapses_and_gives_it_as_a_calendar_file(clinic, browser):
    from icalendar import Calendar

    client, here = browser(), f"/o/{clinic.slug}/forecast/"
    page = client.get(here)
    assert page.status_code == 200
    assert "Can prevent it:" in page.content.decode()
    for month in ("2027-03", "1000-01", "9999-12", "2027-13", "soon"):
        assert client.get(f"{here}?month={month}").status_code == 200
    file = client.get(f"{here}lapses.ics")
    events = Calendar.from_ical(file.content).walk("VEVENT")
    assert len(events) > 10
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert client.get(f"{here}lapses.ics").content == file.content
    assert browser("hugo@boreal.example").get(here).status_code == 403


def test_steps_are_ticked_planned_and_taken_off_without_scripts(clinic, browser):
    client, here = browser(), f"/o/{clinic.slug}/roadmap/"
    page = client.get(here).content.decode()
    assert page.count("checked") == 5
    ticked = client.get(f"{here}?ticked=yes&take=ai-policy").content.decode()
    assert ticked.count("checked") == 1
    assert "With the one step ticked" in ticked
    assert client.get(f"{here}?ticked=yes").content.decode().count("checked") == 0
    assert "Can no longer make it" in client.get(f"{here}?by=2027-01-15").content.decode()
    sent = {"step": "ai-policy", "on": "2031-12-01", "person": "PER-0002"}
    planned = client.post(f"{here}plan/", sent, follow=True).content.decode()
    assert "It is planned." in planned
    assert "Planned for" in planned
    wrong = client.post(f"{here}plan/", {"step": "ai-policy", "on": ""}, follow=True).content.decode()
    assert "Give a day from today on" in wrong
    dropped = client.post(f"{here}plan/", {"step": "ai-policy", "drop": "yes"}, follow=True).content.decode()
    assert "It is off the plan." in dropped
    assert client.get(f"{here}?take=no-such").status_code == 422
    assert client.get(f"{here}?by=never").status_code == 422


def test_who_may_not_plan_sees_the_plan_and_cannot_change_it(clinic, browser):
    from holdtrue.accounts.models import Membership

    role = Membership.objects.filter(organisation=clinic, role__in=("contributor", "auditor")).first()
    client, here = browser(role.user.email), f"/o/{clinic.slug}/roadmap/"
    page = client.get(here)
    assert page.status_code == 200
    assert 'name="on"' not in page.content.decode()
    assert client.post(f"{here}plan/", {"step": "ai-policy", "on": "2031-12-01"}).status_code == 403


def test_the_pages_ask_a_bounded_number_of_statements(clinic, browser):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = browser()
    for path, most in (
        ("forecast/", 38),
        ("roadmap/", 54),
        ("worklist/", 56),
        *((f"r/SYS-{n:04}/", 12) for n in (1, 3, 4)),
    ):
        client.get(f"/o/{clinic.slug}/{path}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/o/{clinic.slug}/{path}")
        questions = [one for one in asked if not one["sql"].startswith(("BEGIN", "COMMIT", "SET "))]
        assert len(questions) <= most, (path, len(questions))

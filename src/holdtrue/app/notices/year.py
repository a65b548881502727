"""The year calendar as a calendar file: an all-day event for each dated thing, plans said to be plans."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

from holdtrue.words import say, text

if TYPE_CHECKING:
    from holdtrue.app.queries.year import Year
    from holdtrue.store.models import Organisation


def year_calendar(organisation: Organisation, found: Year) -> bytes:
    """Return the calendar; the same thing has the same name whenever asked for. What has no day is left out."""
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Holdtrue//Year//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", text("calendar.calendar", organisation=organisation.name))
    stamp = dt.datetime.combine(dt.date.fromordinal(found.day), dt.time(), dt.UTC)
    address = f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}/o/{organisation.slug}/calendar/"
    for line in found.lines:
        if line.day is None:
            continue
        event = Event()
        key = f"{organisation.uid}/{line.sort}/{line.what or line.ref or line.practice}/{line.day}"
        event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@holdtrue")
        event.add("dtstamp", stamp)
        event.add("dtstart", dt.date.fromordinal(line.day))
        event.add("summary", f"{text(f'calendar.sort.{line.sort}')}: {say(line.words)}")
        event.add("description", address)
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


__all__ = ["year_calendar"]

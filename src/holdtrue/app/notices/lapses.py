"""The lapses of the months ahead as a calendar file: an all-day event for each, on the day it no longer holds."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

from holdtrue.words import say, text

if TYPE_CHECKING:
    from holdtrue.app.queries.forecast import Forecast


def lapses_calendar(found: Forecast) -> bytes:
    """Return the calendar; the same lapse has the same name whenever it is asked for, so that calendars keep one."""
    from icalendar import Calendar, Event

    organisation = found.now.figures.organisation
    made = Calendar()
    made.add("prodid", "-//Holdtrue//Forecast//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", text("forecast.calendar", organisation=organisation.name))
    stamp = dt.datetime.combine(dt.date.fromordinal(found.day), dt.time(), dt.UTC)
    address = f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}/o/{organisation.slug}/forecast/"
    for line in found.lapses.lines:
        event = Event()
        key = f"{organisation.uid}/{line.day}/{line.practice.id}/{line.ref}/{line.before}"
        event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@holdtrue")
        event.add("dtstamp", stamp)
        event.add("dtstart", dt.date.fromordinal(line.day))
        scope = f"{line.title} ({line.ref})" if line.ref else ""
        if line.systems and not line.ref:
            scope = text("forecast.systems", n=line.systems)
        name = "forecast.event_of" if scope else "forecast.event"
        event.add("summary", text(name, practice=line.practice.title, scope=scope))
        event.add("description", f"{say(line.why)}\n{line.name}\n{address}")
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


__all__ = ["lapses_calendar"]

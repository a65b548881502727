"""The quarterly hour as a file for any calendar: an hour in the morning, again every three months."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings

from holdtrue.core.days import to_day
from holdtrue.core.refusals import NotFound
from holdtrue.words import text

if TYPE_CHECKING:
    from holdtrue.store.models import Organisation, Record

_BEGINS = dt.time(10)
_MONTHS = 3


def hour(organisation: Organisation, planned: Record, due: str) -> bytes:
    """Return the calendar file; the same bytes for the same plan, its times without a zone as people mean them."""
    from icalendar import Calendar, Event

    day = to_day(due)
    if day is None:
        raise NotFound("setup.quarter.none")
    made = Calendar()
    made.add("prodid", "-//Holdtrue//Quarterly look//EN")
    made.add("version", "2.0")
    event = Event()
    event.add("uid", f"{planned.uid}@holdtrue")
    event.add("dtstamp", planned.created_at)
    start = dt.datetime.combine(dt.date.fromordinal(day), _BEGINS)
    event.add("dtstart", start)
    event.add("dtend", start + dt.timedelta(hours=1))
    event.add("rrule", {"freq": "monthly", "interval": _MONTHS})
    event.add("summary", text("setup.quarter.event", organisation=organisation.name))
    address = f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}/o/{organisation.slug}/"
    event.add("description", f"{text('setup.quarter.means')}\n{address}")
    event.add("url", address)
    made.add_component(event)
    return bytes(made.to_ical())


__all__ = ["hour"]

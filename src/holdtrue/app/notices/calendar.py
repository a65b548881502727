"""A person's calendar: each dated thing they owe as an all-day event, behind a secret address."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

from holdtrue.core.duties import BROKE, NO_END
from holdtrue.store import feeds
from holdtrue.words import say, text

if TYPE_CHECKING:
    from holdtrue.app.worklist.items import Worklist
    from holdtrue.core.days import Day
    from holdtrue.store.models import CalendarFeed, Organisation

_WEEK = dt.timedelta(days=7)


def digest_of(secret: str) -> str:
    """Return what a secret address is kept and looked up by."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_of(secret: str) -> CalendarFeed | None:
    """Return the feed of a secret address; None for one that never was, or has ended."""
    return feeds.by_digest(digest_of(secret))


def calendar(organisation: Organisation, found: Worklist, day: Day) -> bytes:
    """Return the calendar; the same bytes for the same items, whenever it is asked for on a day."""
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Holdtrue//Worklist//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", text("notices.calendar.name", organisation=organisation.name))
    made.add("refresh-interval", dt.timedelta(hours=12), parameters={"value": "DURATION"})
    stamp = dt.datetime.combine(dt.date.fromordinal(day), dt.time(), dt.UTC)
    address = f"{settings.HOLDTRUE_ADDRESS.rstrip('/')}/o/{organisation.slug}/worklist/"
    for item in (*found.items, *found.away):
        due = item.away.until if item.away else item.due
        if due is None or not BROKE < due < NO_END:
            continue
        event = Event()
        name = hashlib.sha256(f"{organisation.uid}/{item.key}".encode()).hexdigest()[:32]
        event.add("uid", f"{name}@holdtrue")
        event.add("dtstamp", stamp)
        event.add("dtstart", dt.date.fromordinal(due))
        event.add("summary", say(item.what))
        scope = f"{item.scope.title} ({item.scope.ref})\n" if item.scope else ""
        event.add("description", f"{scope}{say(item.why)}\n{address}")
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


__all__ = ["calendar", "digest_of", "feed_of"]

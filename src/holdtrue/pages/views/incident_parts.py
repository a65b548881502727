"""How an incident's clocks and those like it are said: time left in words, the last minute, whose words are shown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdtrue.app.queries import elsewhere
from holdtrue.core.clocks import ORGANISATION
from holdtrue.core.elsewhere import ADDRESS, LICENCE, SOURCE
from holdtrue.pages.language import t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.incident import AlikeShown, AlikeView, ClockShown
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.elsewhere import ReferenceIncident
    from holdtrue.core.tellings import Kept
    from holdtrue.pages.views.frame import Visit

_HOUR, _DAY = 3_600, 86_400
WHOSE = Link(SOURCE, ADDRESS)


def left(span: dt.timedelta) -> str:
    """Return '2 days 4 hours', '4 hours 20 minutes' or '20 minutes'."""
    seconds = max(int(span.total_seconds()), 0)
    days, hours, minutes = seconds // _DAY, seconds % _DAY // _HOUR, seconds % _HOUR // 60
    told = [("days", days), ("hours", hours)] if days else [("hours", hours), ("minutes", minutes)]
    return " ".join(t(f"incident.span.{name}", n=n) for name, n in told if n) or t(
        "incident.span.minutes", n=0
    )


def last_minute(end: dt.datetime, zone: str) -> str:
    """Return the last minute before an end: Tue 3 Mar 2026 23:59 Paris."""
    at = (end - dt.timedelta(minutes=1)).astimezone(ZoneInfo(zone))
    day = at.date()
    city = zone.rsplit("/", 1)[-1].replace("_", " ")
    return t(
        "incident.clock.minute",
        weekday=t(f"page.weekday.short.{day.weekday()}"),
        date=absolute(day.toordinal()),
        time=f"{at:%H:%M}",
        place=city,
    )


def clock_shown(visit: Visit, ref: str, kept: Kept, *, may_tell: bool) -> ClockShown:
    """Return one clock as a page shows it."""
    clock, end = kept.clock, kept.running.deadline
    own = visit.caller.organisation.time_zone
    zone = own if clock.zone == ORGANISATION else clock.zone
    act = None
    if may_tell and not kept.over:
        address = with_query(visit.places.act(ref, "tell"), whom=clock.tell, law=clock.law)
        act = Act(t(f"incident.tell.{clock.tell}"), address)
    return ClockShown(
        title_of(kept),
        kept.state,
        _left(visit, kept),
        t("incident.clock.by", minute=last_minute(end.plan_by, zone)),
        _notes(kept, zone),
        act,
    )


def title_of(kept: Kept) -> str:
    """Return whom a clock wants told under which law."""
    return t(f"incident.clock.{kept.clock.tell}", law=t(f"incident.law.{kept.clock.law}"))


def _left(visit: Visit, kept: Kept) -> str:
    now, end = visit.caller.clock.now(), kept.running.deadline
    if kept.told is not None:
        word = "incident.clock.told" if kept.state == "told" else "incident.clock.told_late"
        return t(word, name=kept.told.name, date=absolute(kept.told.day), time=kept.told.time)
    if kept.state == "running":
        return t("incident.clock.left", span=left(end.plan_by - now))
    if kept.state == "extended":
        return t("incident.clock.extended", span=left(end.latest - now))
    return t("incident.clock.late", span=left(now - end.latest))


def _notes(kept: Kept, zone: str) -> tuple[str, ...]:
    clock, end = kept.clock, kept.running.deadline
    told = [
        t(f"incident.length.{clock.unit}", n=clock.amount),
        t(f"incident.status.{'firm' if clock.status == 'firm' else 'planning'}"),
    ]
    if end.moved:
        told.append(t("incident.clock.moved", minute=last_minute(end.latest, zone)))
    if clock.calendar:
        told.append(t("incident.clock.holidays"))
    if clock.doubt:
        told.append(t(f"incident.doubt.{clock.doubt}"))
    told.append(t("incident.clock.source", source=clock.source, as_of=clock.as_of))
    return tuple(told)


def alike_of(visit: Visit, around: Around) -> AlikeView | None:
    """Return incidents of others like a record and the systems it names; None where none were brought in."""
    found = elsewhere.like(visit.caller, _likened(around)) if around.opened.elsewhere else None
    if found is None:
        return None
    rows = tuple(
        AlikeShown(
            x.incident.title,
            visit.places.at("incidents-elsewhere", str(x.incident.number)),
            when_of(x.incident),
            about_of(x.incident),
            ", ".join(elsewhere.spoken(x)),
        )
        for x in found
    )
    more = Link(t("elsewhere.more"), visit.places.at("incidents-elsewhere"))
    return AlikeView(rows, WHOSE, LICENCE, more)


def _likened(around: Around) -> Mapping[str, object]:
    """Its fields; where it names systems, what they do says most."""
    fields: Mapping[str, object] = around.body["fields"]
    systems = [*around.linked("systems"), *around.linked("system")]
    if not systems:
        return fields
    names = ("task_and_method", "intended_purpose")
    return {**fields, "task_and_method": " ".join(str(s.fields.get(n) or "") for s in systems for n in names)}


def when_of(incident: ReferenceIncident) -> str:
    """Return the day it happened, in words."""
    return absolute(incident.day) if incident.day else t("elsewhere.no_day")


def about_of(incident: ReferenceIncident) -> str:
    """Return its task and sector, else its domain of risk."""
    return " · ".join(x for x in (incident.task, incident.sector) if x) or incident.domain


__all__ = [
    "WHOSE",
    "about_of",
    "alike_of",
    "clock_shown",
    "last_minute",
    "left",
    "title_of",
    "when_of",
]

"""Reporting clocks: which laws' periods an incident starts, and the instant each of them ends; pure, from facts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from holdtrue.core.content import by_edition, content
from holdtrue.core.days import Day, to_day
from holdtrue.core.matching import asked, filled, matches

Fields = Mapping[str, object]
ORGANISATION = "organisation"
EU_PERIODS = "eu_1182_71"
_TIME = re.compile(r"^([01]?\d|2[0-3])[:.h]([0-5]\d)$")
_SATURDAY = 5
_WORKING_DAYS = 2
"""Held by every period of two days or more that the Union's rules on periods govern."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One period of one law: who is to be told within it, and on which facts it runs."""

    id: str
    law: str
    ref: str
    tell: str
    """authority or persons."""
    amount: int
    unit: str
    """days or hours."""
    calendar: str
    """eu_1182_71, or '' where a period simply ends with its last day."""
    zone: str
    """Whose midnight ends a day: a time zone, or `organisation`."""
    applies_from: Day
    status: str
    """firm, or planning figure where the law names no number."""
    doubt: str
    """What is unsure about it; '' for nothing."""
    source: str
    as_of: str
    note: str
    asks: Mapping[str, object]
    """severity, incident, unless, when and where, as the data states them."""


@dataclass(frozen=True, slots=True)
class Aware:
    """When somebody in the organisation became aware, on its own calendar."""

    day: Day
    time: dt.time | None = None
    """None where only the day is known; hours then count from the day's beginning, which is the safe side."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a period is over. Both instants are the first moment that is too late."""

    plan_by: dt.datetime
    """Without any extension: whoever keeps this is on the safe side."""
    latest: dt.datetime
    """With what the rules on periods add for weekends; the same where they add nothing."""

    @property
    def moved(self) -> bool:
        """Whether a weekend moved the end."""
        return self.latest > self.plan_by


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that an incident started, with its end."""

    clock: Clock
    deadline: Deadline


@by_edition
def clocks() -> tuple[Clock, ...]:
    """Return every clock of the rules in force."""
    raw: Mapping[str, object] = content("frameworks/deadlines.yaml")
    lines = raw["deadlines"]
    as_of = str(raw.get("as_of", ""))
    return tuple(_clock(line, as_of) for line in lines) if isinstance(lines, list) else ()


def _clock(line: Mapping[str, object], as_of: str) -> Clock:
    hours = line.get("hours")
    return Clock(
        id=str(line.get("id") or f"{line['law']}-{line['ref']}"),
        law=str(line["law"]),
        ref=str(line["ref"]),
        tell=str(line.get("tell", "authority")),
        amount=int(str(hours or line["days"])),
        unit="hours" if hours else "days",
        calendar=str(line.get("calendar", "")),
        zone=str(line.get("zone", ORGANISATION)),
        applies_from=to_day(line.get("applies_from")) or 0,
        status=str(line["status"]),
        doubt=str(line.get("doubt", "")),
        source=str(line.get("source", "")),
        as_of=str(line.get("as_of") or as_of),
        note=str(line.get("note", "")),
        asks={
            name: line[name] for name in ("severity", "incident", "unless", "when", "where") if name in line
        },
    )


def aware_of(fields: Fields) -> Aware | None:
    """Return when somebody became aware: as stated, else the day it was detected; None where neither is known."""
    stated = to_day(fields.get("aware_on"))
    day = stated if stated is not None else to_day(fields.get("detected_on"))
    return None if day is None else Aware(day, time_of(fields.get("aware_time")))


def time_of(text: object) -> dt.time | None:
    """Read '9:30', '09.30' or '9h30'; None for anything else."""
    found = _TIME.match(text.strip()) if isinstance(text, str) else None
    return dt.time(int(found[1]), int(found[2])) if found else None


def started(fields: Fields, systems: Sequence[Fields], organization: Fields) -> tuple[Clock, ...]:
    """Return the clocks an incident starts, the shortest for each law and each to tell.

    None of them where somebody decided that nobody has to be told, or where nobody knows when it was noticed.
    """
    aware = aware_of(fields)
    if aware is None or fields.get("reportable") is False:
        return ()
    found: dict[tuple[str, str], Clock] = {}
    for clock in clocks():
        if aware.day < clock.applies_from or not _runs(clock.asks, fields, systems, organization):
            continue
        known = found.get((clock.law, clock.tell))
        if known is None or length(clock) < length(known):
            found[clock.law, clock.tell] = clock
    return tuple(sorted(found.values(), key=lambda c: (length(c), c.id)))


def length(clock: Clock) -> int:
    """Return a clock's length in hours."""
    return clock.amount * (24 if clock.unit == "days" else 1)


def days_of(clock: Clock) -> int:
    """Return a clock's length in whole days, for dates without a time."""
    return length(clock) // 24


def deadline(clock: Clock, aware: Aware, own_zone: str) -> Deadline:
    """Return when a clock's period ends, counted from the moment of awareness on the organisation's calendar."""
    here = ZoneInfo(own_zone)
    there = here if clock.zone == ORGANISATION else ZoneInfo(clock.zone)
    begun = dt.datetime.combine(dt.date.fromordinal(aware.day), aware.time or dt.time.min, here)
    if clock.unit == "hours":
        end = begun.astimezone(dt.UTC) + dt.timedelta(hours=clock.amount)
        return Deadline(end, end)
    # Without a time the date is taken as it stands: a day is never lost or won by the way it was written down.
    first = begun.astimezone(there).date() if aware.time is not None else begun.date()
    last = first + dt.timedelta(days=clock.amount)
    kept = _extended(first, last) if clock.calendar == EU_PERIODS else last
    return Deadline(_end_of(last, there), _end_of(kept, there))


def running(
    fields: Fields, systems: Sequence[Fields], organization: Fields, own_zone: str
) -> tuple[Running, ...]:
    """Return every clock an incident started with its end, the next to end first."""
    aware = aware_of(fields)
    if aware is None:
        return ()
    told = [Running(c, deadline(c, aware, own_zone)) for c in started(fields, systems, organization)]
    return tuple(sorted(told, key=lambda r: (r.deadline.plan_by, r.clock.id)))


def _runs(asks: Fields, fields: Fields, systems: Sequence[Fields], organization: Fields) -> bool:
    severities, wanted, unless = asks.get("severity"), asks.get("incident"), asks.get("unless")
    if isinstance(severities, list) and fields.get("severity") not in severities:
        return False
    if isinstance(wanted, Mapping) and matches(fields, wanted) is not True:
        return False
    if isinstance(unless, list) and any(filled(fields.get(name)) for name in unless):
        return False
    placed = [_with_default(system, organization) for system in systems]
    when, where = asks.get("when"), asks.get("where")
    if isinstance(when, Mapping) and not any(asked(system, organization, when) for system in placed):
        return False
    return where is None or any(_lies_in(x, str(where)) for x in (placed or [organization]))


def _lies_in(fields: Fields, where: str) -> bool:
    stated = fields.get("jurisdictions")
    return where in stated if isinstance(stated, (list, tuple, set, frozenset)) else stated == where


def _with_default(fields: Fields, organization: Fields) -> Fields:
    """A system's jurisdictions are the organisation's unless it says otherwise."""
    if filled(fields.get("jurisdictions")):
        return fields
    return {**fields, "jurisdictions": organization.get("jurisdictions")}


def _extended(first: dt.date, last: dt.date) -> dt.date:
    """Move a last day off the weekend, and on until two working days are held. Public holidays are not known."""
    day = dt.timedelta(days=1)
    while _weekend(last) or sum(
        not _weekend(first + day * n) for n in range(1, (last - first).days + 1)
    ) < min(_WORKING_DAYS, (last - first).days):
        last += day
    return last


def _weekend(day: dt.date) -> bool:
    return day.weekday() >= _SATURDAY


def _end_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The first moment after a day, which daylight saving may bring an hour sooner or later."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, zone).astimezone(dt.UTC)

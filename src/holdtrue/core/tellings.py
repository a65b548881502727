"""Who was told of an incident when: written as a line that people can read, and read back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdtrue.core.clocks import time_of
from holdtrue.core.days import Day, iso, to_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.core.clocks import Clock, Running

WHOM = ("authority", "persons", "provider", "customer", "insurer", "staff", "other")
_BAR = " | "
_PARTS = 6
LONGEST = 200
"""Letters of a name or a reference."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One time somebody was told."""

    day: Day
    time: str
    """On the organisation's clock; '' where only the day is known."""
    whom: str
    """One of WHOM."""
    name: str
    law: str
    """The law whose clock it answers; '' for every clock of that whom."""
    by: str
    """Ref of the person who told them."""
    reference: str
    """What they were told under: a file number, a letter."""

    def written(self) -> str:
        """Return it as one line."""
        parts = (
            f"{iso(self.day)} {self.time}".strip(),
            self.whom,
            self.name,
            self.law,
            self.by,
            self.reference,
        )
        return _BAR.join(plain(part) for part in parts)

    def moment(self, zone: str) -> dt.datetime:
        """Return when, in UTC; a day without a time counts from its beginning."""
        at = time_of(self.time) or dt.time.min
        return dt.datetime.combine(dt.date.fromordinal(self.day), at, ZoneInfo(zone)).astimezone(dt.UTC)


def plain(text: str) -> str:
    """Return a text on one line without the bar that parts are told apart by."""
    return " ".join(text.replace("|", "/").split())[:LONGEST]


def read(lines: object) -> tuple[Telling, ...]:
    """Return what was written, in the order of time; a line that is none of ours is left out."""
    some: Iterable[object] = lines if isinstance(lines, (list, tuple)) else ()
    found = [_read(line) for line in some if isinstance(line, str)]
    return tuple(sorted((x for x in found if x is not None), key=lambda x: (x.day, x.time)))


def _read(line: str) -> Telling | None:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != _PARTS or parts[1] not in WHOM:
        return None
    date, _, time = parts[0].partition(" ")
    day = to_day(date)
    return None if day is None else Telling(day, time, parts[1], parts[2], parts[3], parts[4], parts[5])


@dataclass(frozen=True, slots=True)
class Kept:
    """How a clock stands: whether whoever is to be told was, and in time."""

    running: Running
    told: Telling | None
    state: str
    """running, extended (past the plain end, kept open by a weekend), late, told or told_late; late stays late."""

    @property
    def clock(self) -> Clock:
        """The clock itself."""
        return self.running.clock

    @property
    def over(self) -> bool:
        """Whether whoever is to be told was told."""
        return self.told is not None


def kept(
    clocks: Sequence[Running], tellings: Sequence[Telling], now: dt.datetime, zone: str
) -> tuple[Kept, ...]:
    """Return how each clock stands: the first telling that answers it decides, for good."""
    return tuple(_kept(running, tellings, now, zone) for running in clocks)


def _kept(running: Running, tellings: Sequence[Telling], now: dt.datetime, zone: str) -> Kept:
    clock, end = running.clock, running.deadline
    told = next((x for x in tellings if x.whom == clock.tell and x.law in ("", clock.law)), None)
    if told is not None:
        return Kept(running, told, "told" if told.moment(zone) < end.latest else "told_late")
    if now < end.plan_by:
        return Kept(running, None, "running")
    return Kept(running, None, "extended" if now < end.latest else "late")


__all__ = ["LONGEST", "WHOM", "Kept", "Telling", "kept", "plain", "read"]

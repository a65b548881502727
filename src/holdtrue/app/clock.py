"""The one module that asks the clock and the operating system's randomness."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdtrue.core.identity import uuid7
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the time and randomness of an action come from; tests pass their own."""

    now: Callable[[], dt.datetime]
    entropy: Callable[[int], bytes]

    def uid(self) -> str:
        """Return a new UUIDv7."""
        return uuid7(int(self.now().timestamp() * 1000), self.entropy(10))

    def day(self, time_zone: str) -> int:
        """Return today's ordinal in a time zone."""
        return day_of(self.now(), time_zone)


SYSTEM = Clock(now=lambda: dt.datetime.now(dt.UTC), entropy=os.urandom)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Return the time zone of that IANA name; BadInput where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput("time_zone.unknown", field="time_zone", value=name) from error


def day_of(moment: dt.datetime, time_zone: str) -> int:
    """Return the ordinal of the day a moment falls on in a time zone."""
    return moment.astimezone(zone(time_zone)).date().toordinal()

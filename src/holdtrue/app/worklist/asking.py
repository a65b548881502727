"""What a worklist is asked for: whose, on which day, how far ahead, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.worklist.items import MONTH
from holdtrue.core.duties import HORIZON, MEMBER, OVERSEER, OWNER, QUARTER

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.worklist.holders import Holders
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

OWN_ROLES = (OWNER, OVERSEER, MEMBER)
"""Roles whose rows name the person; those of the firm are found by who holds them."""
SHOWN = 20
"""Systems and records explained on one page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question."""

    organisation: Organisation
    person: int
    """Row id of the person's record."""
    account_role: str
    """What they may do here; an owner answers for what nobody holds."""
    day: Day
    held: Holders
    horizon: int = HORIZON
    caller: Caller | None = None
    """They themselves, where they have an account: what they may read of what was said to them."""
    page: int = 1
    shown: int = SHOWN
    hour: Day | None = None
    """The day of the quarterly hour they are to hold, where one is planned."""

    @property
    def until(self) -> Day:
        """The last day within the horizon, and while their hour is near the day of the one after it."""
        return max(self.day + self.horizon, self.hour_reaches)

    @property
    def month(self) -> Day:
        """The last day on which what ends is owed this month: what the hour of this month brings forward included."""
        return max(self.day + MONTH, self.hour_reaches)

    @property
    def hour_reaches(self) -> Day:
        """The day up to which what ends is owed by an hour of this month; 0 where there is none."""
        near = self.hour is not None and self.day <= self.hour <= self.day + MONTH
        return (self.hour or 0) + QUARTER if near else 0

    @property
    def roles(self) -> frozenset[str]:
        """Roles of the firm they answer for today."""
        return self.held.of(self.person)

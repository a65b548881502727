"""What a worklist is asked for: whose, on which day, how far ahead, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.duties import HORIZON, MEMBER, OVERSEER, OWNER

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

    @property
    def until(self) -> Day:
        """The last day within the horizon."""
        return self.day + self.horizon

    @property
    def roles(self) -> frozenset[str]:
        """Roles of the firm they answer for today."""
        return self.held.of(self.person)

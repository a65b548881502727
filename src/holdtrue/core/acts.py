"""Acts of the library: what people do, how long and how often, and which levels of which practices one act serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from holdtrue.core.content import content
from holdtrue.core.days import Period, period

LEAD, OWNERS, EVERYONE = "lead", "owners", "everyone"
WHO = (LEAD, OWNERS, EVERYONE)
"""The person in charge with the other named roles; the owners of systems, together; everyone, together."""
LOOK = "look-over"
"""The act of an owner that signs a tool with all that belongs to it."""
HOUR = "quarterly-hour"
"""The act that holds the quarterly look, searches for unlisted tools and plans the next."""
_LEVELS = ("declared", "documented", "operational", "measured")
_YEAR_DAYS, _YEAR_MONTHS = 365, 12


@dataclass(frozen=True, slots=True)
class ActOf:
    """One thing somebody does."""

    id: str
    title: str
    who: str
    """One of WHO."""
    whole: int
    """Minutes of one act; 0 where they depend on the tier."""
    by_tier: Mapping[str, int]
    """Tier → minutes for one system; empty where it is not done for each."""
    every: Mapping[str, Period]
    """Tier → how often; '' where the tier changes nothing. Empty where once is enough."""
    tiers: frozenset[str]
    """Where it is done once for all: of which tier a system must be for it to be asked; empty for any."""
    serves: frozenset[tuple[str, int]]
    """(practice, level 1 to 4)."""

    def minutes(self, tier: str = "") -> int:
        """Return the minutes of one act."""
        return self.by_tier.get(tier, self.whole)

    def often(self, tier: str = "") -> Fraction:
        """Return how often a year it is asked for; 0 where once is enough."""
        every = self.every.get(tier) or self.every.get("")
        return a_year(every) if every else Fraction(0)


@cache
def acts() -> tuple[ActOf, ...]:
    """Return every act, in the order in which a newcomer comes to them."""
    raw: Mapping[str, Any] = content("practices/acts.yaml")
    return tuple(_act(one) for one in raw["acts"])


def acts_for(practice: str, level: int) -> tuple[ActOf, ...]:
    """Return the acts that serve a level of a practice; none where its own minutes are all there is."""
    return tuple(act for act in acts() if (practice, level) in act.serves)


def act_named(name: str) -> ActOf:
    """Return the act of that name."""
    return next(act for act in acts() if act.id == name)


def a_year(every: Period) -> Fraction:
    """Return how many times a period fits into a year."""
    if every.months:
        return Fraction(_YEAR_MONTHS, every.months)
    return Fraction(_YEAR_DAYS, every.days)


def _act(raw: Mapping[str, Any]) -> ActOf:
    minutes, every = raw["minutes"], raw.get("every", {})
    tiered = isinstance(minutes, Mapping)
    return ActOf(
        id=raw["id"],
        title=raw["title"],
        who=raw["who"],
        whole=0 if tiered else int(minutes),
        by_tier=dict(minutes) if tiered else {},
        every={t: period(str(p)) for t, p in (every if isinstance(every, Mapping) else {"": every}).items()},
        tiers=frozenset(raw.get("tiers", ())),
        serves=frozenset(
            (practice, _LEVELS.index(level) + 1)
            for practice, levels in raw["serves"].items()
            for level in levels
        ),
    )


__all__ = [
    "EVERYONE",
    "HOUR",
    "LEAD",
    "LOOK",
    "OWNERS",
    "WHO",
    "ActOf",
    "a_year",
    "act_named",
    "acts",
    "acts_for",
]

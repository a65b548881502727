"""How long a profile takes: the minutes of each level, as often a year as its claim asks, for as many as it asks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from holdtrue.core.days import Period, period
from holdtrue.core.duties import OVERSEER, OWNER
from holdtrue.core.practices import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.core.practices import Practice

LEAD, OWNERS, EVERYONE = "lead", "owners", "everyone"
WHO = (LEAD, OWNERS, EVERYONE)
"""The person in charge with the other named roles; the owners of systems, together; everyone, together."""
_OF_OWNERS = frozenset({OWNER, OVERSEER, "risk_owner"})
_CONTROLS = 38
_YEAR_DAYS, _YEAR_MONTHS = 365, 12


@dataclass(frozen=True, slots=True)
class Size:
    """What the hours are worked out for."""

    people: int
    tiers: Mapping[str, int]
    """Tier → systems; those not yet sorted count as limited."""

    @property
    def systems(self) -> int:
        """How many systems."""
        return sum(self.tiers.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """One practice that is asked for, the level wanted of it, and the systems it is asked of."""

    practice: Practice
    level: int
    tiers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Effort:
    """Minutes by who spends them: in the first year, setting up included, and in each year after it."""

    first: Mapping[str, int]
    later: Mapping[str, int]
    size: Size

    def hours(self, who: str = "", *, later: bool = False) -> int:
        """Return whole hours, rounded up; of all together where nobody is named. Everyone's are theirs together."""
        minutes = self.later if later else self.first
        return -(-(minutes[who] if who else sum(minutes.values())) // 60)

    def each(self, who: str, *, later: bool = False) -> int:
        """Return the minutes of one person among everyone."""
        return -(-(self.later if later else self.first)[who] // max(self.size.people, 1))


def effort(asked: Iterable[Asked], size: Size) -> Effort:
    """Return the minutes that practices take with every level up to the wanted one."""
    first, later = dict.fromkeys(WHO, Fraction(0)), dict.fromkeys(WHO, Fraction(0))
    for one in asked:
        for level in LEVELS[: one.level]:
            claim, minutes = one.practice.levels[level], one.practice.minutes[level]
            who, times = _who(one.practice, claim), list(_times(one, claim, size))
            first[who] += minutes * sum((n * max(often, Fraction(1)) for n, often in times), Fraction(0))
            later[who] += minutes * sum((n * often for n, often in times), Fraction(0))
    return Effort(_whole(first), _whole(later), size)


def _whole(minutes: Mapping[str, Fraction]) -> dict[str, int]:
    return {who: -(-n.numerator // n.denominator) for who, n in minutes.items()}


def _who(practice: Practice, claim: Mapping[str, Any]) -> str:
    if _each_of(claim) == "person":
        return EVERYONE
    return OWNERS if practice.owner_role in _OF_OWNERS else LEAD


def _times(one: Asked, claim: Mapping[str, Any], size: Size) -> Iterable[tuple[int, Fraction]]:
    """(for how many, how often a year), by tier for a system practice."""
    if one.practice.per_system:
        for tier, n in one.tiers.items():
            often = _often(claim, tier)
            if often is not None:
                yield n, often
        return
    many = {"person": size.people, "system": size.systems, "annex_control": _CONTROLS}
    often = _often(claim, "limited")
    if often is not None:
        yield many.get(_each_of(claim), 1), often


def _each_of(claim: Mapping[str, Any]) -> str:
    """The kind each of which the whole claim asks about; '' where some of it is done once for all."""
    for form in ("each", "share"):
        if form in claim:
            return str(claim[form])
    kinds = {_each_of(part) for part in claim.get("all", ())}
    return kinds.pop() if len(kinds) == 1 else ""


def _often(claim: Any, tier: str) -> Fraction | None:  # noqa: ANN401  # a claim as written
    """How often a year, 0 where once is enough; None where it is not asked of that tier."""
    if isinstance(claim, list):
        found = [often for part in claim if (often := _often(part, tier)) is not None]
        return max(found, default=None)
    if not isinstance(claim, Mapping):
        return Fraction(0)
    if "when" in claim and not _of_tier(claim["when"], tier):
        return None
    inner = [_often(claim[form], tier) for form in ("all", "any", "at_least", "holds", "held", "sustained")
             if isinstance(claim.get(form), Mapping | list)]  # fmt: skip
    if inner and all(often is None for often in inner):
        return None
    every = claim.get("every")
    own = _a_year(period(str(every[tier] if isinstance(every, Mapping) else every))) if every else Fraction(0)
    return max([own, *(often for often in inner if often is not None)])


def _of_tier(when: Mapping[str, Any], tier: str) -> bool:
    wanted = when.get("tier", tier)
    return tier in (wanted if isinstance(wanted, list) else [wanted])


def _a_year(every: Period) -> Fraction:
    if every.months:
        return Fraction(_YEAR_MONTHS, every.months)
    return Fraction(_YEAR_DAYS, every.days)

"""How long a profile takes: the minutes of each distinct act, as often a year as claims ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from holdtrue.core.acts import EVERYONE, LEAD, OWNERS, WHO, a_year, acts, acts_for
from holdtrue.core.days import period
from holdtrue.core.duties import OVERSEER, OWNER
from holdtrue.core.practices import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.core.practices import Practice

_OF_OWNERS = frozenset({OWNER, OVERSEER, "risk_owner"})
_CONTROLS = 38


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
    """Return the minutes that practices take with every level up to the wanted one, each distinct act counted once.

    A level that no act of the library serves is counted by the minutes its practice gives.
    """
    wanted = list(asked)
    first, later = dict.fromkeys(WHO, Fraction(0)), dict.fromkeys(WHO, Fraction(0))
    for line in (*_acts(wanted, size), *_levels(wanted, size)):
        first[line.who] += line.minutes * line.n * max(line.often, Fraction(1))
        later[line.who] += line.minutes * line.n * line.often
    return Effort(_whole(first), _whole(later), size)


def lines(asked: Iterable[Asked], size: Size) -> tuple[Line, ...]:
    """Return the acts that the practices ask for, each for as many as it is done for."""
    return tuple(_acts(list(asked), size))


@dataclass(frozen=True, slots=True)
class Line:
    """Minutes of one act or level, for how many, how often a year."""

    who: str
    minutes: int
    n: int
    often: Fraction
    act: str = ""
    tier: str = ""


def _acts(asked: Sequence[Asked], size: Size) -> Iterable[Line]:
    """Each act that serves a level asked for; of a system practice, for the systems it is asked of."""
    for act in acts():
        served = [one for one in asked if any((one.practice.id, n) in act.serves for n in _upto(one))]
        if not served:
            continue
        if not act.by_tier:
            if act.tiers and not any(size.tiers.get(tier) for tier in act.tiers):
                continue
            n = size.people if act.who == EVERYONE else 1
            yield Line(act.who, act.minutes(), n, act.often(), act.id)
            continue
        for tier, minutes in act.by_tier.items():
            n = max((one.tiers if one.practice.per_system else size.tiers).get(tier, 0) for one in served)
            if n:
                yield Line(act.who, minutes, n, act.often(tier), act.id, tier)


def often(practice: Practice, level: str, tier: str = "limited") -> Fraction | None:
    """Return how often a year a level asks for its act, 0 where once is enough; None where not of that tier."""
    return _often(practice.levels[level], tier)


def _upto(one: Asked) -> range:
    return range(1, one.level + 1)


def _levels(asked: Sequence[Asked], size: Size) -> Iterable[Line]:
    """Levels that no act serves, by the minutes of the practice."""
    for one in asked:
        for number in _upto(one):
            level = LEVELS[number - 1]
            claim, minutes = one.practice.levels[level], one.practice.minutes[level]
            for tier, n, often in _times(one, claim, size):
                if not by_acts(one.practice, number, tier):
                    yield Line(_who(one.practice, claim), minutes, n, often, tier=tier)


def by_acts(practice: Practice, level: int, tier: str) -> bool:
    """Whether acts serve a level: of a system practice for that tier, or once for all where none is done by tier."""
    found = acts_for(practice.id, level)
    by_tier = [act for act in found if act.by_tier]
    if practice.per_system and by_tier:
        return any(tier in act.by_tier for act in by_tier)
    return bool(found)


def _whole(minutes: Mapping[str, Fraction]) -> dict[str, int]:
    return {who: -(-n.numerator // n.denominator) for who, n in minutes.items()}


def _who(practice: Practice, claim: Mapping[str, Any]) -> str:
    if _each_of(claim) == "person":
        return EVERYONE
    return OWNERS if practice.owner_role in _OF_OWNERS else LEAD


def _times(one: Asked, claim: Mapping[str, Any], size: Size) -> Iterable[tuple[str, int, Fraction]]:
    """(tier, for how many, how often a year), by tier for a system practice."""
    if one.practice.per_system:
        for tier, n in one.tiers.items():
            often = _often(claim, tier)
            if often is not None:
                yield tier, n, often
        return
    many = {"person": size.people, "system": size.systems, "annex_control": _CONTROLS}
    often = _often(claim, "limited")
    if often is not None:
        yield "", many.get(_each_of(claim), 1), often


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
    own = a_year(period(str(every[tier] if isinstance(every, Mapping) else every))) if every else Fraction(0)
    return max([own, *(often for often in inner if often is not None)])


def _of_tier(when: Mapping[str, Any], tier: str) -> bool:
    wanted = when.get("tier", tier)
    return tier in (wanted if isinstance(wanted, list) else [wanted])

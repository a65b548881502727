"""Turns standing into figures: practice scores, properties, the index with its band, and the readiness mark."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Final

from holdtrue.core.days import ALWAYS, Day
from holdtrue.core.messages import Message
from holdtrue.core.practices import LEVELS, PROFILES
from holdtrue.core.verdicts import Bearing, State

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdtrue.core.facts import Fields
    from holdtrue.core.practices import Library
    from holdtrue.core.properties import Band, Scheme
    from holdtrue.core.verdicts import Verdict

CAPS: Mapping[Bearing, int] = {Bearing.DONE: 100, Bearing.NO_OCCASION: 50, Bearing.NOT_ASKED: 75}
"""What a level may count at most, by what its own claim rests on."""
WEIGHTS: Mapping[str, int] = {"high": 3, "limited": 2, "minimal": 1}
UNSORTED: Final = "unsorted"
"""The population of systems not yet sorted."""
POPULATIONS = ("minimal", "limited", "high", UNSORTED)
LEVEL_WORDS = ("absent", *LEVELS)
"""Level by number, 0 to 4."""
_UNSORTED_WEIGHT = 2
_STEP = 25
_HOLE_AT_MOST = 50
_DECLARED = 1


@dataclass(frozen=True, slots=True)
class Score:
    """What one practice gives in one scope on one day."""

    points: int
    """0 to 100."""
    level: int
    """The highest level holding with all lower ones: 0 absent to 4 measured."""
    until: Day
    """The first day on which the points would be fewer if nobody did anything; ALWAYS where nothing can be lost."""
    decided_by: int
    """The level, 1 to 4, whose end that is; 0 where there are no points."""
    best: int
    """The points if every unknown turned out well."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """One system practice over one population: the systems it applies to, their weights and weighted points."""

    systems: int
    weight: int
    points: int
    """Sum of weight times points."""
    barely: int = 0
    """Systems where it is absent or only declared."""


@dataclass(frozen=True, slots=True)
class Index:
    """The AI Index on one day, with all it takes to compare it with another."""

    value: Fraction
    band: Band
    capped: Message | None
    """Why the band is lower than the value alone would give."""
    properties: Mapping[str, Fraction | None]
    """Property -> its score; None where no practice of it applies."""
    profile: str
    joined: int
    """How many practices a law brought in."""
    scheme_version: int
    library_digest: str

    @property
    def shown(self) -> int:
        """The whole number people read: rounded down."""
        return floor(self.value)

    @property
    def told(self) -> Message:
        """How it is always said: with its profile and what a law added."""
        profile = Message(f"profile.{self.profile}")
        if not self.joined:
            return Message("index.shown_plain", {"index": self.shown, "profile": profile})
        return Message("index.shown", {"index": self.shown, "profile": profile, "n": self.joined})

    @property
    def tenths(self) -> float:
        """The value with one decimal, rounded down."""
        return floor(self.value * 10) / 10


def level_word(level: int) -> Message:
    """Return the word for a level, 0 to 4."""
    return Message(f"level.{LEVEL_WORDS[level]}")


def level_points(bearings: Sequence[Bearing]) -> int:
    """Return the points of the levels that hold, lowest first: the largest of each level's score and its cap."""
    return max((min(_STEP * (n + 1), CAPS[bearing]) for n, bearing in enumerate(bearings)), default=0)


def score(levels: Sequence[Verdict], day: Day) -> Score:
    """Return the score of a practice in one scope on that day, from the verdicts of its four levels."""
    points, decided_by, until, height, ends = 0, 0, ALWAYS, 0, ALWAYS
    best, certain = 0, True
    for n, verdict in enumerate(levels, start=1):
        state = verdict.state(day)
        certain = certain and state is State.HOLDS
        if state not in (State.HOLDS, State.UNKNOWN):
            break
        gives = min(_STEP * n, CAPS[verdict.bearing])
        best = max(best, gives)
        if certain:
            height, ends = n, min(ends, verdict.until)
            if gives > points:
                points, decided_by, until = gives, n, ends
    return Score(points, height, until, decided_by, best)


def population(fields: Fields) -> tuple[str, int] | None:
    """Return the class a system is counted in and its weight; None out of scope, ended, or sorted and not in use."""
    if fields.get("in_scope") is False or fields.get("use") == "ended":
        return None
    tier = fields.get("tier")
    if not isinstance(tier, str):
        stated = fields.get("_stated_tier")
        return UNSORTED, WEIGHTS[stated] if isinstance(stated, str) else _UNSORTED_WEIGHT
    return (tier, WEIGHTS[tier]) if fields.get("in_use") is not False else None


def system_score(by_population: Mapping[str, Tallied]) -> Fraction | None:
    """Return the organisation's score of a system practice; None where it applies to no system.

    The mean by weight, and no more than 50 while some high-tier system has it absent or only declared.
    """
    weight = sum(t.weight for t in by_population.values())
    if not weight:
        return None
    mean = Fraction(sum(t.points for t in by_population.values()), weight)
    high = by_population.get("high")
    return min(mean, Fraction(_HOLE_AT_MOST)) if high and high.barely else mean


def tallied(scores: Sequence[tuple[str, int, Score]]) -> Mapping[str, Tallied]:
    """Sum (population, weight, score) of systems one by one: what a tally keeps by delta, from scratch."""
    sums: dict[str, Tallied] = {}
    for name, weight, each in scores:
        level = min(each.level, _DECLARED) if name == UNSORTED else each.level
        points = min(each.points, _STEP) if name == UNSORTED else each.points
        was = sums.get(name, Tallied(0, 0, 0))
        sums[name] = Tallied(
            systems=was.systems + 1,
            weight=was.weight + weight,
            points=was.points + weight * points,
            barely=was.barely + (level <= _DECLARED),
        )
    return sums


def members(library: Library, profile: str, joined: Collection[str] = ()) -> frozenset[str]:
    """Return the practices counted: those of the profile and those a law brought in."""
    return library.profiles[profile].members | frozenset(joined)


def target_level(library: Library, profile: str, practice: str) -> str:
    """Return the level the profile wants of a practice."""
    return library.profiles[profile].target(practice)


def gate_profile(library: Library, profile: str, tier: str) -> str:
    """Return the profile a system of that tier is gated by: never less than the tier's floor."""
    floor_profile = library.gates.profile_floor.get(tier, profile)
    return max(profile, floor_profile, key=PROFILES.index)


def index(
    library: Library,
    scores: Mapping[str, Fraction | int | None],
    profile: str,
    *,
    joined: Collection[str] = (),
    prohibited: bool = False,
) -> Index:
    """Return the index from every practice's score; None is a practice that does not apply and leaves the mean."""
    counted = members(library, profile, joined)
    by_property: dict[str, list[Fraction]] = {p.id: [] for p in library.scheme.properties}
    for practice in library.practices:
        given = scores.get(practice.id)
        if practice.id in counted and given is not None:
            by_property[practice.property].append(Fraction(given))
    properties = {name: mean(found) for name, found in by_property.items()}
    value = weigh(library.scheme, properties)
    found_band, capped = band(library.scheme, value, properties, prohibited=prohibited)
    return Index(
        value=value,
        band=found_band,
        capped=capped,
        properties=properties,
        profile=profile,
        joined=len(counted - library.profiles[profile].members),
        scheme_version=library.scheme.version,
        library_digest=library.digest,
    )


def mean(scores: Sequence[Fraction]) -> Fraction | None:
    """Return the exact mean; None of nothing."""
    return sum(scores, Fraction(0)) / len(scores) if scores else None


def weigh(scheme: Scheme, properties: Mapping[str, Fraction | int | None]) -> Fraction:
    """Return the sum of property scores by their weights, over the properties that apply; 0 where none does."""
    present = {name: value for name, value in properties.items() if value is not None}
    weight = sum((scheme.weights[name] for name in present), Fraction(0))
    return (
        sum((scheme.weights[n] * v for n, v in present.items()), Fraction(0)) / weight
        if weight
        else Fraction(0)
    )


def band(
    scheme: Scheme,
    value: Fraction,
    properties: Mapping[str, Fraction | int | None],
    *,
    prohibited: bool = False,
) -> tuple[Band, Message | None]:
    """Return the band of an index, lowered where a property is weak or a use is forbidden, and why it was lowered."""
    shown = floor(value)
    order = [b.id for b in scheme.bands]
    found = next(b for b in scheme.bands if b.start <= shown < b.end)
    weakest = min(
        ((v, n) for n, v in properties.items() if v is not None),
        default=(Fraction(100), ""),
    )
    for cap in sorted(scheme.caps, key=lambda cap: order.index(cap.at_most)):
        binds = prohibited if cap.below is None else weakest[0] < cap.below
        if binds and order.index(found.id) > order.index(cap.at_most):
            why = Message("band.capped.prohibited") if cap.below is None else _weak(weakest[1], cap.below)
            return next(b for b in scheme.bands if b.id == cap.at_most), why
    return found, None


def ready(  # one parameter per thing the mark asks for
    scheme: Scheme,
    value: Fraction,
    properties: Mapping[str, Fraction | int | None],
    profile: str,
    *,
    prohibited: bool = False,
) -> bool:
    """Whether the readiness mark may be shown; it is no certificate."""
    scores = list(properties.values())
    return (
        value >= scheme.mark.index
        and all(v is not None and v >= scheme.mark.every_property for v in scores)
        and profile in scheme.mark.profiles
        and not prohibited
    )


def _weak(name: str, limit: int) -> Message:
    return Message("band.capped.property", {"property": Message(f"property.{name}"), "limit": limit})

"""The AI Index opened up: what each property adds, which caps bind, what the mark still asks, what lifts them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from holdtrue.app.queries import asking
from holdtrue.app.queries.bounded import unit_of
from holdtrue.app.queries.lists import record_named
from holdtrue.app.queries.status import Status, prohibited
from holdtrue.app.queries.trend import Reading, trend
from holdtrue.app.queries.trend_of_system import trend_of
from holdtrue.core.practices import library
from holdtrue.core.scoring import ready
from holdtrue.core.tally import WHOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.one_system import SystemStatus
    from holdtrue.app.queries.status import Lapse, Stand
    from holdtrue.core.days import Day
    from holdtrue.core.properties import Band, BandCap, Property, Scheme
    from holdtrue.core.scoring import Index
    from holdtrue.store.models import Organisation, Record

_STEP = 25
"""Points of one level."""


@dataclass(frozen=True, slots=True)
class Share:
    """One property: its score, its part of the index, and the practices the score is the mean of."""

    about: Property
    sum: int
    """Of its column in the matrix."""
    weight: Fraction
    """Its part of the whole over the properties that apply here; 0 where none of its practices does."""
    score: Fraction | None
    stands: tuple[Stand, ...]
    """Least points first."""

    @property
    def adds(self) -> Fraction:
        """What it adds to the index."""
        return Fraction(0) if self.score is None else self.score * self.weight


@dataclass(frozen=True, slots=True)
class Lift:
    """The fewest practices which, raised to the level asked of them, bring a property to a limit."""

    stands: tuple[Stand, ...]
    reaches: Fraction
    """The property's score then."""
    enough: bool
    """Whether that reaches the limit; otherwise levels above the target are needed as well."""


@dataclass(frozen=True, slots=True)
class Held:
    """One rule that can hold the band down: whether it is met today, by which properties, and what lifts it."""

    cap: BandCap
    binds: bool
    """Whether its condition is met."""
    lowers: bool
    """Whether the band is lower for it than the index alone would give."""
    weak: tuple[tuple[Share, Lift], ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing the readiness mark asks: index, properties, profile or uses, and whether it is met."""

    name: str
    met: bool
    short: Fraction = Fraction(0)
    """Points missing, where points are what is asked."""
    weak: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The index of one scope on one day, with the facts behind it."""

    organisation: Organisation
    scheme: Scheme
    day: Day
    index: Index
    shares: tuple[Share, ...]
    uncapped: Band
    """The band that the value alone would give."""
    caps: tuple[Held, ...]
    demands: tuple[Demand, ...]
    holding: int
    asked: int
    until: Lapse | None
    """The first end of a claim that would lower it."""
    unit: Record | None = None
    system: Record | None = None
    tier: str = ""
    systems: int = 0
    unsorted: int = 0
    readings: tuple[Reading, ...] = field(default=())
    """The months before, oldest first; of one system they are read from the changes of its standing."""

    @property
    def ready(self) -> bool:
        """Whether the readiness mark may be shown: of the organisation alone, never of a part of it."""
        return self.unit is None and self.system is None and all(d.met for d in self.demands)


def index_asked(
    caller: Caller, *, unit: str = "", system: str = "", at: str = "", months: bool = True
) -> Opened:
    """Return the index of the organisation, of a unit's branch or of one system, opened up.

    With `months`, a query or two more read what is known of each month's end.
    """
    if system:
        one = asking.system_asked(caller, system, at=at)
        return _of_system(one, months=months)
    found = asking.status_asked(caller, unit=unit, at=at)
    organisation = caller.organisation
    place = record_named(organisation.pk, unit, "unit", kind="unit") if unit else unit_of(caller)
    return opened(found, unit=place, months=months)


def opened(found: Status, *, unit: Record | None = None, months: bool = True) -> Opened:
    """Open up the index of an organisation or of a unit's branch."""
    figures = found.figures
    counted = [s for s in found.stands if s.counted and s.score is not None]
    shares = _shares(figures.library.scheme, found.index, counted)
    forbidden = prohibited(figures)
    key = unit.pk if unit else WHOLE
    return Opened(
        organisation=figures.organisation,
        scheme=figures.library.scheme,
        day=figures.day,
        index=found.index,
        shares=shares,
        uncapped=_uncapped(figures.library.scheme, found.index),
        caps=_caps(figures.library.scheme, found.index, shares, forbidden=forbidden),
        demands=_demands(figures.library.scheme, found.index, shares, forbidden=forbidden),
        holding=found.holding,
        asked=found.holding + found.not_holding,
        until=found.holds_until,
        unit=unit,
        systems=found.systems,
        unsorted=found.unsorted,
        readings=tuple(trend(figures.organisation, key, figures.day)) if months else (),
    )


def _of_system(found: SystemStatus, *, months: bool) -> Opened:
    scheme = library().scheme
    counted = [s for s in found.stands if s.counted and s.score is not None]
    shares = _shares(scheme, found.index, counted)
    return Opened(
        organisation=found.organisation,
        scheme=scheme,
        day=found.day,
        index=found.index,
        shares=shares,
        uncapped=_uncapped(scheme, found.index),
        caps=_caps(scheme, found.index, shares, forbidden=False),
        demands=(),
        holding=found.holding,
        asked=found.holding + found.not_holding,
        until=found.holds_until,
        system=found.record,
        tier=found.tier,
        readings=trend_of(found) if months else (),
    )


def _shares(scheme: Scheme, index: Index, counted: Sequence[Stand]) -> tuple[Share, ...]:
    present = sum((scheme.weights[n] for n, v in index.properties.items() if v is not None), Fraction(0))
    by_property: dict[str, list[Stand]] = {}
    for stand in counted:
        by_property.setdefault(stand.practice.property, []).append(stand)
    return tuple(
        Share(
            declared,
            scheme.sums[declared.id],
            scheme.weights[declared.id] / present
            if index.properties.get(declared.id) is not None
            else Fraction(0),
            index.properties.get(declared.id),
            tuple(sorted(by_property.get(declared.id, ()), key=lambda s: (s.score or 0, s.practice.id))),
        )
        for declared in scheme.properties
    )


def _uncapped(scheme: Scheme, index: Index) -> Band:
    return next(b for b in scheme.bands if b.start <= index.shown < b.end)


def _caps(scheme: Scheme, index: Index, shares: Sequence[Share], *, forbidden: bool) -> tuple[Held, ...]:
    order = [band.id for band in scheme.bands]
    alone = order.index(_uncapped(scheme, index).id)
    found = []
    for cap in scheme.caps:
        lowers = alone > order.index(cap.at_most)
        if cap.below is None:
            found.append(Held(cap, forbidden, forbidden and lowers))
            continue
        weak = [s for s in shares if s.score is not None and s.score < cap.below]
        lifts = tuple((share, lift(share, cap.below)) for share in weak)
        found.append(Held(cap, bool(weak), bool(weak) and lowers, lifts))
    return tuple(found)


def lift(share: Share, limit: int) -> Lift:
    """Return the fewest practices that bring a property to a limit, those that gain most first."""
    gains = sorted(share.stands, key=lambda s: (-_gain(s), s.practice.id))
    total = sum(((s.score or Fraction(0)) for s in share.stands), Fraction(0))
    needed, raised = limit * len(share.stands), []
    for stand in gains:
        if total >= needed or not _gain(stand):
            break
        total += _gain(stand)
        raised.append(stand)
    count = max(1, len(share.stands))
    return Lift(tuple(raised), total / count, total >= needed)


def _gain(stand: Stand) -> Fraction:
    return max(Fraction(0), _STEP * stand.target - (stand.score or Fraction(0)))


def _demands(scheme: Scheme, index: Index, shares: Sequence[Share], *, forbidden: bool) -> tuple[Demand, ...]:
    mark = scheme.mark
    weak = tuple(s for s in shares if s.score is None or s.score < mark.every_property)
    found = (
        Demand("index", index.value >= mark.index, max(Fraction(0), mark.index - index.value)),
        Demand("properties", not weak, weak=weak),
        Demand("profile", index.profile in mark.profiles),
        Demand("uses", not forbidden),
    )
    if all(d.met for d in found) != ready(
        scheme, index.value, index.properties, index.profile, prohibited=forbidden
    ):
        message = "the mark's demands, told one by one, do not come to the mark"
        raise RuntimeError(message)
    return found


__all__ = ["Demand", "Held", "Lift", "Opened", "Share", "index_asked", "lift", "opened"]

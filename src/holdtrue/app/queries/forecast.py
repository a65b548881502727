"""The months ahead if nobody does anything: the standing on the first of each, and what gives way on the way there.

Every figure is that of `status` on the day it is for: what is stored says until when each level holds, so a future day
is a comparison and no system is evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.derive.views import organisation_record
from holdtrue.app.queries import figures as stored_figures
from holdtrue.app.queries.bounded import unit_of
from holdtrue.app.queries.lapsing import ahead, counted_of, told
from holdtrue.app.queries.losses import answering
from holdtrue.app.queries.scored import by_month, turning, turns
from holdtrue.app.queries.status import gives_way, index_of, stands_of, status
from holdtrue.core.days import add_months
from holdtrue.core.practices import PROFILES
from holdtrue.core.refusals import BadInput
from holdtrue.core.tally import WHOLE
from holdtrue.store import tallies, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.figures import Figures
    from holdtrue.app.queries.lapsing import Ahead, Lapses, Lapsing
    from holdtrue.app.queries.losses import Answering
    from holdtrue.app.queries.status import Lapse, Stand, Status
    from holdtrue.core.days import Day
    from holdtrue.core.scoring import Index

MONTHS, MOST_MONTHS = 18, 60
SHOWN = 40
"""Lines of what lapses next, at least."""
_WINDOWS = (14, 62, 184, 552, 3_650)


@dataclass(frozen=True, slots=True)
class Stood:
    """How things stand on one day."""

    day: Day
    index: Index
    levels: tuple[int, int, int, int, int]
    """Practice and scope pairs at absent, declared, documented, operational and measured."""
    holding: int
    asked: int
    practices: tuple[int, int, int, int, int]
    """Practices by the level that every scope they are asked of reaches."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The answer of `forecast`."""

    now: Status
    days: tuple[Stood, ...]
    """Today, the first of every month ahead, and the last day."""
    lapses: Lapses
    """With who can prevent each."""
    first: Mapping[str, Lapse | None]
    """Profile → its first claim to give way."""
    until: Day
    ahead: Ahead
    answers: Answering
    whole: int
    """Row id of the organisation's record."""

    @property
    def day(self) -> Day:
        """The day it was made."""
        return self.now.figures.day

    @property
    def holds_until(self) -> Lapse | None:
        """The first claim to give way of the organisation's own profile."""
        return self.first[self.now.figures.organisation.profile]


def forecast_asked(caller: Caller, *, months: str = "", explained: int = 40) -> Forecast:
    """Return it as asked for in words: a number of months, 18 where none is said."""
    require(caller, "read", on_organisation())
    if months and not (months.isascii() and months.isdigit() and len(months) < _DIGITS):
        raise BadInput("forecast.months", field="months", most=MOST_MONTHS)
    day = caller.clock.day(caller.organisation.time_zone)
    return forecast(caller, day, over=int(months or MONTHS), shown=500, explained=explained)


_DIGITS = 4


def forecast(
    caller: Caller, day: Day, *, over: int = MONTHS, shown: int = SHOWN, explained: int = 12
) -> Forecast:
    """Return it for the organisation, or for the branch of the unit the caller is held to.

    BadInput where the number of months is none that can be shown. About twenty queries, whatever the register's size.
    """
    if not 1 <= over <= MOST_MONTHS:
        raise BadInput("forecast.months", field="months", most=MOST_MONTHS)
    organisation, unit = caller.organisation, unit_of(caller)
    until = add_months(day, over)
    today = stored_figures.stored(organisation, day, unit=unit.pk if unit else WHOLE, horizon=0)
    now = status(today)
    below = None if unit is None else [u.pk for u in units.below(organisation.pk, unit.path)]
    explained = 0 if unit else explained  # what decides for the organisation may lie in another unit
    reading = ahead(today, counted_of(today, organisation.profile), until, units=below)
    found = reading.lapses(after=day, until=until, most=shown)
    whole = organisation_record(organisation.pk).pk
    answers = answering(organisation, day)
    return Forecast(
        now=now,
        days=tuple(days_ahead(today, now, until)),
        lapses=replace(found, lines=tuple(told(today, found.lines, whole, answers, explained=explained))),
        first=_first(now),
        until=until,
        ahead=reading,
        answers=answers,
        whole=whole,
    )


def month_of(found: Forecast, first: Day, *, explained: int = 0) -> tuple[Lapsing, ...]:
    """Return everything that lapses in the month that begins on a day, within the forecast."""
    last = add_months(first, 1) - 1
    figures = found.now.figures
    lines = found.ahead.lapses(after=max(first - 1, found.day), until=last, most=_A_MONTH).lines
    return tuple(told(figures, lines, found.whole, found.answers, explained=explained))


_A_MONTH = 400


def _first(now: Status) -> dict[str, Lapse | None]:
    """The first to give way of each profile, looking as far ahead as it takes."""
    figures = now.figures
    known: list[tuple[str, int, int, Day, int, int]] = []
    reach = figures.day
    found: dict[str, Lapse | None] = {}
    for width in _WINDOWS:
        end = figures.day + width
        known += tallies.endings(figures.organisation.pk, figures.unit, reach, end)
        reach = end
        seen = replace(now, figures=replace(figures, endings=tuple(known)))
        found = {profile: gives_way(seen, profile) for profile in PROFILES}
        if all(one is not None and one.day <= reach for one in found.values()):
            break
    return found


def days_ahead(today: Figures, now: Status, until: Day) -> Iterator[Stood]:
    """Yield today and the first of each month up to the last day, by the base day's counts less what ends until then.

    A practice is worked out again only where something of it ends in between.
    """
    stands = {stand.practice.id: stand for stand in now.stands}
    yield stood(today, now.index, now.stands)
    turned = turns(today)
    known = today.day
    for first, ended, totals in by_month(today, until):
        moved = ended | turning(turned, known, first)
        then = replace(today, day=first, held=totals, endings=())
        fresh = stands_of(then, {name: stand for name, stand in stands.items() if name not in moved})
        stands = {stand.practice.id: stand for stand in fresh}
        known = first
        yield stood(then, index_of(then, fresh), fresh)


def stood(figures: Figures, value: Index, stands: Iterable[Stand]) -> Stood:
    """Return how a day stands, from its practices."""
    pairs, practices = [0] * 5, [0] * 5
    holding = asked = 0
    for stand in stands:
        if not stand.counted or stand.score is None:
            continue
        holding, asked = holding + stand.holding, asked + stand.scopes
        practices[stand.level] += 1
        if stand.spread is None:
            pairs[stand.level] += 1
            continue
        reached = (stand.spread.systems, *stand.spread.holding, 0)
        for level in range(5):
            pairs[level] += reached[level] - reached[level + 1]
    one, two, three, four, five = pairs
    absent, declared, documented, operational, measured = practices
    return Stood(
        figures.day,
        value,
        (one, two, three, four, five),
        holding,
        asked,
        (absent, declared, documented, operational, measured),
    )


__all__ = [
    "MONTHS",
    "MOST_MONTHS",
    "Forecast",
    "Stood",
    "days_ahead",
    "forecast",
    "forecast_asked",
    "month_of",
    "stood",
]

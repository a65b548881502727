"""Where each unit at the top stands, and which high-tier systems in operation have no complete impact assessment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from holdtrue.app.derive.heights import reached
from holdtrue.core.packing import opened, split
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.tally import level_of
from holdtrue.store import tallies, units
from holdtrue.store.models import Record, Standing
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from holdtrue.app.queries.figures import Figures
    from holdtrue.app.queries.status import Stand, Status
    from holdtrue.core.days import Day
    from holdtrue.core.tally import Held

ASSESSMENT = "impact-assessment"
"""The practice that asks for one."""
HIGH = "high"
_RECORDED = LEVEL_WORDS.index("documented")
_DECLARED = LEVEL_WORDS.index("declared")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Assessed:
    """High-tier systems in operation, and how many lack an impact assessment."""

    systems: int
    without: int
    """No assessment with its contents is on record."""
    said: int
    """Of those, how many say or began one: declared, no further."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit with everything below it."""

    unit: Record
    systems: int
    assessed: Assessed
    holding: int
    """Of `scopes` pairs of a practice asked for and a system, how many reach the target."""
    scopes: int


def assessed(figures: Figures) -> Assessed:
    """Count from figures; costs no query."""
    practice = figures.library.by_id[ASSESSMENT]
    in_force = figures.in_force(practice)
    counts = {
        code: n
        for (_, name, which, code, group), (n, _) in figures.held.items()
        if name == ASSESSMENT and group == HIGH and which == in_force[level_of(code)]
    }
    systems, recorded = counts.get(0, 0), counts.get(_RECORDED, 0)
    return Assessed(systems, systems - recorded, counts.get(_DECLARED, 0) - recorded)


def unassessed(figures: Figures, *, limit: int = 20, path: str = "") -> list[Record]:
    """Return the first systems without one, by ref, of the branch at `path` where one is given."""
    return list(islice(_unassessed(figures.organisation.pk, figures.day, path, first=4 * limit), limit))


def _unassessed(organisation_id: int, day: Day, path: str, *, first: int) -> Iterator[Record]:
    after, batch = 0, min(first, _BATCH)
    while some := _some(organisation_id, path, after, batch):
        taken, batch = batch, _BATCH
        for row in some:
            segment = split(bytes(row.packed)).get(ASSESSMENT)
            held = opened(segment) if segment else None
            if held is not None and reached(held, day)[0] < _RECORDED:
                yield row.scope
        if len(some) < taken:
            return
        after = some[-1].scope_id


def _some(organisation_id: int, path: str, after: int, most: int) -> list[Standing]:
    if path:
        return list(_high(organisation_id, after).filter(unit__path__startswith=path)[:most])
    return _first_high(most).records(organisation=organisation_id, after=after)


def _high(organisation: int, after: int) -> QuerySet[Standing]:
    rows = Standing.rows.of(organisation).filter(tier=HIGH, population=HIGH).select_related("scope")
    return rows.filter(scope_id__gt=after).order_by("scope_id")


@cache
def _first_high(most: int) -> Question[Standing]:
    def few(organisation: int, after: int) -> QuerySet[Standing]:
        return _high(organisation, after)[:most]

    return Question(few, organisation=-7001, after=-7002)


def branches(status: Status) -> list[Branch]:
    """Return the units at the top that have systems, the most first. Two queries beside that for the units."""
    figures = status.figures
    organisation = figures.organisation
    top = units.children(organisation.pk)
    if not top:
        return []
    held = tallies.holding(organisation.pk, [unit.pk for unit in top], organisation.base_day, figures.day)
    by_unit: dict[int, dict[Held, tuple[int, int]]] = {}
    for key, value in held.items():
        by_unit.setdefault(key[0], {})[key] = value
    asked = [stand for stand in status.stands if stand.counted and stand.practice.per_system]
    found = [
        _branch(replace(figures, unit=u.pk, held=by_unit.get(u.pk, {}), endings=()), u, asked) for u in top
    ]
    return sorted((b for b in found if b.systems), key=lambda b: (-b.systems, b.unit.title))


def _branch(figures: Figures, unit: Record, asked: Sequence[Stand]) -> Branch:
    holding = scopes = 0
    for stand in asked:
        spread = figures.spread(stand.practice, joined=stand.joined)
        holding += spread.holding[stand.target - 1]
        scopes += spread.systems
    systems = sum(n for (inside, _, _), n in figures.systems().items() if inside)
    return Branch(unit, systems, assessed(figures), holding, scopes)

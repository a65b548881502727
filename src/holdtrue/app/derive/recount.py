"""Adds the counts up again from stored standing, for what moves many systems at once without changing any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.derive.systems import Pass, add_standing, capped, census
from holdtrue.core.packing import opened, split
from holdtrue.core.practices import library
from holdtrue.core.tally import Place
from holdtrue.store import loading, standings, tallies

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

_CHUNK = 1_000


def recount(organisation: Organisation, day: Day) -> None:
    """Forget the counts and make them anew; costs about a tenth of deriving. Call with the log locked."""
    current = Pass(organisation, library(), day, 0)
    tallies.clear(organisation.pk)
    systems = loading.of_kinds(organisation.pk, ("system",))
    caps = capped(current.library)
    for start in range(0, len(systems), _CHUNK):
        for kept in standings.kept(organisation.pk, systems[start : start + _CHUNK]).values():
            branch = current.units_of(kept.where.unit)
            census(current.counts, 1, kept.where, branch)
            if not kept.where.population:
                continue
            place = Place(kept.where.population, kept.where.weight, branch)
            for practice, segment in split(kept.packed).items():
                stands = opened(segment)
                if stands is not None:
                    base = organisation.base_day
                    add_standing(current.counts, 1, practice, stands, caps[practice], place, base)
    tallies.apply(organisation.pk, current.counts, base=organisation.base_day)

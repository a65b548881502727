"""Figures of a past day: everything derived in memory from the facts as true on one day and known by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.derive.caps import CAP
from holdtrue.app.derive.systems import add_standing, capped
from holdtrue.app.derive.views import catalog_facts
from holdtrue.app.derive.whole import shared_claims
from holdtrue.app.queries.figures import HORIZON, Figures
from holdtrue.core.days import ALWAYS, Day
from holdtrue.core.practices import library
from holdtrue.core.register import Elsewhere, Register
from holdtrue.core.rungs import Rungs, plain
from holdtrue.core.scoring import UNSORTED, population
from holdtrue.core.standing import Standing as Held
from holdtrue.core.standing import derive_organization, derive_system
from holdtrue.core.tally import WHOLE, Counts, Place
from holdtrue.store import asof, units
from holdtrue.store.models import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.facts import Fact
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.models import Organisation


def register_at(
    organisation: Organisation, true_on: Day, known_by: Day, *, telling: bool = False
) -> Register:
    """Return the register as it was true on a day and known by another. Reads every record: seconds for thousands."""
    asked = min(true_on, known_by)
    loaded = asof.everything(organisation.pk, asked)
    gone = asof.retired(organisation.pk, asked)
    then = asof.as_known(organisation.pk, loaded, true_on=true_on, known_by=known_by, without=gone)
    own = next((uid for uid, f in then.items() if f.kind == "organization"), "")

    def history(past: Day) -> Register:
        known = asof.as_known(
            organisation.pk, loaded, true_on=past, known_by=min(past, known_by), without=gone
        )
        return Register([*known.values(), *catalog_facts()], organization=own, day=past)

    return Register(
        [*(_dated(f, true_on) for f in then.values()), *catalog_facts()],
        organization=own,
        day=true_on,
        telling=telling,
        elsewhere=Elsewhere(history=history),
    )


def _dated(fact: Fact, true_on: Day) -> Fact:
    """What was recorded after the day asked about counts for it: whether it was known by then is judged already."""
    return fact._replace(recorded=min(fact.recorded, true_on), registered=min(fact.registered, true_on))


def figures_at(
    organisation: Organisation, true_on: Day, known_by: Day, *, unit: Record | None = None
) -> Figures:
    """Return the figures of a past day, by the same counting as the stored ones."""
    return figures_in(organisation, register_at(organisation, true_on, known_by), unit=unit)


def figures_in(organisation: Organisation, register: Register, *, unit: Record | None = None) -> Figures:
    """Return the figures that a register of a past day gives."""
    true_on = register.day
    counts = Counts()
    branches = {uid: units.branch(organisation.pk, pk) for uid, pk in _units(organisation)}
    for system in register.all("system"):
        place = branches.get(next(iter(system.links.get("unit", ())), ""), ())
        if unit is not None and unit.pk not in place:
            continue
        _count(counts, register, system, true_on)
    whole = register.organization_scope()
    own = {
        name: None if held is None else Held(_rungs(held.verdicts), held.joined)
        for name, held in derive_organization(library().of_organization, whole).items()
    }
    caps = {CAP + claim.id: claim.evaluate(whole) for claim in shared_claims(library())}
    return Figures(
        organisation=organisation,
        library=library(),
        day=true_on,
        unit=WHOLE,
        own=own,
        caps=caps,
        held={key: (n, points) for key, n, points in counts.held_rows()},
        endings=tuple(_endings(counts, true_on)),
    )


def _count(counts: Counts, register: Register, system: Fact, day: Day) -> None:
    tier, use = system.fields.get("tier"), system.fields.get("use")
    inside = system.fields.get("in_scope") is not False
    counts.census(1, Place(f"{tier or UNSORTED}/{use or '-'}", 0), in_scope=inside)
    counted = population(system.fields)
    if counted is None:
        return
    place = Place(*counted)
    for practice, held in derive_system(library().of_system, register.system_scope(system.uid)).items():
        if held is not None:
            add_standing(counts, 1, practice, held, capped(library())[practice], place, day)


def _rungs(verdicts: Sequence[Verdict]) -> Rungs:
    one, two, three, four = (plain(v).rung() for v in verdicts)
    return (one, two, three, four)


def _endings(counts: Counts, day: Day) -> list[tuple[str, int, int, Day, int, int]]:
    sums: dict[tuple[str, int, int, Day], list[int]] = {}
    for (unit, practice, variant, level, _, until), n, points in counts.cell_rows():
        if unit == WHOLE and day < until <= min(day + HORIZON, ALWAYS):
            found = sums.setdefault((practice, variant, level, until), [0, 0])
            found[0], found[1] = found[0] + n, found[1] + points
    return sorted(
        ((*key, n, points) for key, (n, points) in sums.items() if n > 0), key=lambda e: (e[3], e[0], e[2])
    )


def _units(organisation: Organisation) -> list[tuple[str, int]]:
    return list(Record.rows.of(organisation.pk).filter(kind="unit").values_list("uid", "pk"))

"""Attestations of readiness: what an assessor has still to look at, what was signed, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from holdtrue.app import rules
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.derive.attested import worked_out
from holdtrue.app.queries import figures
from holdtrue.app.queries.asking import today
from holdtrue.app.queries.standings import verdicts_today
from holdtrue.app.queries.status import Status, prohibited, status
from holdtrue.core.attesting import Below, Derived, attested, derived_level
from holdtrue.core.refusals import NotFound
from holdtrue.core.standing import levels
from holdtrue.store import reading
from holdtrue.store.models import Attestation
from holdtrue.store.published import by_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.status import Stand
    from holdtrue.core.days import Day
    from holdtrue.core.properties import Property
    from holdtrue.core.scoring import Index
    from holdtrue.store.models import Organisation, Record


class State(StrEnum):
    """How an attestation stands on a day."""

    OPEN = "open"
    """Drawn, not signed."""
    STANDS = "stands"
    FALLEN = "fallen"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Line:
    """One practice as the assessor meets it."""

    stand: Stand
    derived: Derived
    given: Mapping[str, Any] | None
    """level, derived, reason, day; None while it was not looked at."""

    @property
    def level(self) -> int | None:
        """The level given."""
        return None if self.given is None else int(self.given["level"])

    @property
    def risen_above(self) -> bool:
        """Whether the register now derives less than was confirmed, so that it must be looked at again."""
        return self.level is not None and self.level > self.derived.level


@dataclass(frozen=True, slots=True)
class Working:
    """An attestation being worked on: every practice that counts, by property, and the index as it would come out."""

    found: Status
    lines: tuple[Line, ...]

    @property
    def left(self) -> tuple[Line, ...]:
        """What is still to be looked at, or again."""
        return tuple(line for line in self.lines if line.given is None or line.risen_above)

    @property
    def by_property(self) -> tuple[tuple[Property, tuple[Line, ...]], ...]:
        """The lines under the property they count in; those without a practice are left out."""
        scheme = self.found.figures.library.scheme
        groups = (
            (p, tuple(x for x in self.lines if x.stand.practice.property == p.id)) for p in scheme.properties
        )
        return tuple((p, some) for p, some in groups if some)

    def index(self) -> Index:
        """The index by the levels given so far; what was not looked at counts as derived."""
        levels = {
            x.derived.practice: x.derived.level if x.level is None else min(x.level, x.derived.level)
            for x in self.lines
        }
        index = self.found.index
        return attested(
            self.found.figures.library,
            [x.derived for x in self.lines],
            levels,
            index.profile,
            joined=self.found.figures.joined(),
            prohibited=prohibited(self.found.figures),
        )


def working(organisation: Organisation, row: Attestation, day: Day) -> Working:
    """Return what is to be confirmed, as derived on a day. Two queries."""
    found = status(figures.stored(organisation, day, horizon=0))
    lines = tuple(
        Line(stand, derived, row.levels.get(stand.practice.id))
        for stand in found.stands
        if stand.counted and (derived := derived_of(stand)) is not None
    )
    return Working(found, lines)


def derived_of(stand: Stand) -> Derived | None:
    """Return how a practice stands as an assessor confirms it; None where it does not apply."""
    if stand.score is None:
        return None
    reached = None if stand.practice.per_system else stand.level
    return Derived(stand.practice.id, stand.score, derived_level(stand.score, reached))


def state(row: Attestation, day: Day) -> State:
    """Return how it stands; whatever ended it first is said."""
    worked_out(row)
    if row.signed is None:
        return State.WITHDRAWN if row.withdrawn is not None else State.OPEN
    ends = [
        (row.withdrawn, State.WITHDRAWN),
        (row.falls, State.FALLEN),
        (row.until, State.ENDED),
    ]
    come = [(on, found) for on, found in ends if on is not None and on <= day]
    return min(come, key=lambda one: one[0])[1] if come else State.STANDS


def ended(row: Attestation, day: Day) -> Day | None:
    """Return the day on which it stopped standing; None while it stands."""
    worked_out(row)
    return min((d for d in (row.withdrawn, row.falls, row.until) if d is not None and d <= day), default=None)


def falls_on(row: Attestation) -> Day | None:
    """Return the day on which it falls or fell, if nobody does anything; None where none is in sight."""
    day: Day | None = worked_out(row).falls
    return day


def fall_of(row: Attestation) -> Below | None:
    """Return what gives way on the day it falls; None where none is in sight."""
    worked_out(row)
    return Below(row.fall["part"], row.fall["at_least"], row.fall["found"]) if row.fall else None


def attestations(caller: Caller) -> Sequence[Attestation]:
    """Return all of them, the newest first. One query."""
    require(caller, "read", on_organisation())
    rows = (
        Attestation.rows.of(caller.organisation.pk)
        .select_related("assessor", "organisation")
        .order_by("-number")
    )
    return list(rows)


def one(caller: Caller, number: int) -> Attestation:
    """Return one of them; NotFound where there is none of that number."""
    require(caller, "read", on_organisation())
    return named(caller.organisation, number)


def named(organisation: Organisation, number: int) -> Attestation:
    """Return the one of that number."""
    rows = Attestation.rows.of(organisation.pk).select_related("assessor", "organisation")
    found: Attestation | None = rows.filter(number=number).first()
    if found is None:
        raise NotFound("attest.not_found", number=number)
    return found


def published(code: str) -> Attestation:
    """Return the attestation published at an address, with its organisation; NotFound for any other address."""
    found = by_code(code)
    if found is None:
        raise NotFound("attest.no_file")
    rules.follow(found.organisation)
    return found


def sampled(organisation: Organisation, row: Attestation) -> tuple[tuple[str, int, tuple[Record, ...]], ...]:
    """Return (class, how many there were, those drawn) in the order they were drawn. One query."""
    uids = [uid for stratum in row.strata for uid in stratum["drawn"]]
    records = reading.by_uid(organisation.pk, uids)
    return tuple(
        (s["class"], s["population"], tuple(records[uid] for uid in s["drawn"] if uid in records))
        for s in row.strata
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """One drawn system at one practice, as the register shows it."""

    record: Record
    level: int


def looked_at(
    organisation: Organisation, row: Attestation, found: Working, day: Day
) -> Mapping[str, tuple[Looked, ...]]:
    """Return, of each practice asked of systems, the drawn systems it applies to, with their level. Four queries."""
    drawn = [record for _, _, some in sampled(organisation, row) for record in some]
    asked = [line.derived.practice for line in found.lines if line.stand.practice.per_system]
    told = verdicts_today(organisation, [(r.ref, practice) for practice in asked for r in drawn], day)
    return {
        practice: tuple(
            Looked(record, levels(verdicts, day).level)
            for record in drawn
            if (verdicts := told.get((record.ref, practice)))
        )
        for practice in asked
    }


def ref(row: Attestation) -> str:
    """Return what people call it."""
    return f"ATT-{row.number:04d}"


__all__ = [
    "Line",
    "Looked",
    "State",
    "Working",
    "attestations",
    "derived_of",
    "ended",
    "fall_of",
    "falls_on",
    "looked_at",
    "named",
    "one",
    "published",
    "ref",
    "sampled",
    "state",
    "today",
    "working",
]

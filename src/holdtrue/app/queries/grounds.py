"""What standing against frameworks is told from, read for a whole organisation or for one of its systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries import asking, bounded, standings
from holdtrue.app.queries.around import around
from holdtrue.app.queries.classes import look
from holdtrue.app.queries.reaching import known, said_then
from holdtrue.app.queries.requirements import Ground, Reach, cumulative, framework_named, reaches
from holdtrue.app.queries.status import status
from holdtrue.core.applying import EVERYBODY, Applies, Known
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.core.standing import levels
from holdtrue.core.walks import WALKS
from holdtrue.store import reached

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.classes import Looked
    from holdtrue.app.queries.status import Status
    from holdtrue.core.days import Day
    from holdtrue.core.frameworks import Requirement
    from holdtrue.core.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class SystemGround:
    """One system, with what its standing against a framework is told from."""

    ref: str
    title: str
    ground: Ground
    looked: Looked | None
    """How the law classifies it; None where the framework has no walk."""


def of_organisation(caller: Caller, names: Sequence[str], day: Day) -> Ground:
    """Return the ground for these frameworks over what the caller may see. About eight queries.

    Raises NotAllowed where the caller may not read the organisation.
    """
    require(caller, "read", on_organisation())
    return of_status(caller, names, status(bounded.stored(caller, day)))


def of_status(caller: Caller, names: Sequence[str], found: Status) -> Ground:
    """Return the ground under a status read before; findings and lines are those of its day, other facts today's."""
    organisation, day = caller.organisation.pk, found.figures.day
    past = day < asking.today(caller)
    said = said_then(organisation, day) if past else reached.said_of_requirements(organisation)
    return Ground(library(), day, reaches(found), known(caller, names, said), tuple(said))


def asked(caller: Caller, name: str, *, system: str = "", at: str = "") -> tuple[Ground, str]:
    """Return the ground for one framework as people ask for it, with the ref of the system asked about, if any.

    A system is told as it stands today; BadInput where a past day is asked of one, or the framework is unknown.
    """
    framework_named(name)
    if not system:
        return of_status(caller, (name,), asking.status_asked(caller, at=at)), ""
    if at and asking.day_named(caller, at) < asking.today(caller):
        raise BadInput("framework.system_today", field="at")
    found = of_system(caller, system, name, asking.day_named(caller, at))
    return found.ground, found.ref


def of_system(caller: Caller, ref: str, name: str, day: Day) -> SystemGround:
    """Return the ground of one system against a framework, the organisation's own practices among it. Ten queries.

    NotFound where there is no such record, NotAllowed where it may not be read, BadInput where it is no system.
    """
    require(caller, "read", on_organisation())
    looked = look(caller, ref, name) if name in WALKS else None
    place = looked.around if looked else around(caller, ref)
    if place.record.kind != "system":
        raise BadInput("framework.not_a_system", field="system", ref=place.record.ref)
    reader, packed = standings.reading(caller.organisation, place.record.pk, place.whole, day)
    asked = reader.asked_for(packed) if packed else frozenset()
    told = reader.verdicts(packed) if packed else {}
    practices = {}
    for practice in library().practices:
        own = told.get(practice.id) if practice.per_system else reader.own_verdicts(practice.id)
        practices[practice.id] = _reach(practice.id, own, day, counted=practice.id in asked)
    return SystemGround(
        place.record.ref,
        place.record.title,
        Ground(
            library(),
            day,
            practices,
            Known(_fields(place)),
            reaching=_Classified(looked) if looked else _everything,
            eu_class=(looked.found.settled or "") if looked else "",
        ),
        looked,
    )


def _reach(name: str, verdicts: Sequence[Verdict] | None, day: Day, *, counted: bool) -> Reach:
    practice = library().by_id[name]
    if not verdicts:
        return Reach(practice, (), counted)
    level = levels(verdicts, day).level
    return Reach(practice, cumulative(verdicts, day), counted, scopes=1, level=level)


def _fields(place: Around) -> dict[str, object]:
    return dict(place.fact.fields if place.fact else place.body["fields"])


def _everything(_requirement: Requirement) -> Applies:
    return EVERYBODY


@dataclass(frozen=True, slots=True)
class _Classified:
    """Whether a law's line reaches a system, by the class its facts give."""

    looked: Looked

    def __call__(self, requirement: Requirement) -> Applies:
        found = self.looked.found
        if found.settled is None:
            return Applies(holds=None, because=Message("applies.unsettled", {"law": found.walk.title}))
        binds = requirement.kind == "prohibition" and found.settled != found.walk.outside
        if binds or requirement.id in {duty.id for duty in found.duties}:
            return EVERYBODY
        labels = dict(KINDS["classification"].spec("class").choices)
        params = {"law": found.walk.title, "class": labels.get(found.settled, found.settled)}
        return Applies(holds=False, because=Message("applies.not_this_system", params))


__all__ = ["SystemGround", "asked", "of_organisation", "of_status", "of_system"]

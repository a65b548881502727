"""Risks as pages show them: counted on the matrix, one from inherent to residual, those a system may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.accepting import criteria_in_force
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.queries.around import around
from holdtrue.app.queries.why import telling_register
from holdtrue.core.claims.upheld import Upheld
from holdtrue.core.derived import risk_level
from holdtrue.core.refusals import BadInput
from holdtrue.core.risking import Typical, authority, effective, scale, typical
from holdtrue.store import reading
from holdtrue.store import risks as grid

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.around import Around
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact
    from holdtrue.core.messages import Message
    from holdtrue.core.risking import Scale

_UPHELD = Upheld({"upheld": "control"})


@dataclass(frozen=True, slots=True)
class Counted:
    """The risks in use that the caller may see, by likelihood and severity."""

    likelihood: Scale
    severity: Scale
    counts: Mapping[tuple[int, int], int]
    """(likelihood, severity) → how many."""
    unrated: int
    appetite: float | None
    above: int


def counted(caller: Caller) -> Counted | None:
    """Return the risks on the matrix; None where no criteria in force state scales.

    They are counted by the database, so that it costs a page the same at ten risks and at ten thousand.
    """
    require(caller, "read", on_kind("risk"))
    criteria = criteria_in_force(caller.organisation.pk) or {}
    likelihood, severity = (scale(criteria.get("scales"), name) for name in ("likelihood", "severity"))
    if likelihood is None or severity is None:
        return None
    counts, unrated = grid.cells(
        caller.organisation.pk,
        [step for step, _ in likelihood.steps],
        [step for step, _ in severity.steps],
        held_to=caller.actor.held_to,
    )
    appetite = criteria.get("appetite")
    limit = float(appetite) if isinstance(appetite, (int, float)) else None
    above = sum(n for (up, along), n in counts.items() if limit is not None and up * along > limit)
    return Counted(likelihood, severity, counts, unrated, limit, above)


@dataclass(frozen=True, slots=True)
class Answering:
    """One control behind a risk, whether it is upheld, until when, and why not."""

    fact: Fact
    upheld: bool
    until: Day
    why: Message | None


@dataclass(frozen=True, slots=True)
class Path:
    """One risk from inherent level over its controls to what counts today."""

    around: Around
    level: float | None
    controls: tuple[Answering, ...]
    residual: float | None
    counts: float | None
    failing: tuple[str, ...]
    appetite: float | None
    role: str
    """Who may accept what counts; '' where the criteria name nobody."""


def path(caller: Caller, ref: str, day: Day) -> Path:
    """Return one risk on its way; BadInput where the record is no risk."""
    found = around(caller, ref)
    if found.record.kind != "risk":
        raise BadInput("risk.not_one", ref=found.record.ref)
    criteria = criteria_in_force(caller.organisation.pk) or {}
    fields = found.body["fields"]
    level = risk_level(fields.get("likelihood"), fields.get("severity"), criteria)
    residual = _number(fields.get("residual_level"))
    controls = _answering(caller, found, day)
    counts, failing = effective(level, residual, {c.fact.ref: c.upheld for c in controls})
    told = _number(counts)
    role = authority(criteria.get("acceptance_authority"), told) if told is not None else ""
    return Path(found, level, controls, residual, told, failing, _number(criteria.get("appetite")), role)


def _answering(caller: Caller, found: Around, day: Day) -> tuple[Answering, ...]:
    controls, systems = found.linked("controls"), found.linked("system")
    if not controls:
        return ()
    pk = caller.organisation.pk
    scope = reading.by_uid(pk, [systems[0].uid])[systems[0].uid] if systems else reading.own_record(pk)
    register = telling_register(caller.organisation, scope, None, day, also=[c.uid for c in controls])
    view = register.system_scope(scope.uid) if systems else register.organization_scope()
    told = []
    for control in controls:
        verdict = _UPHELD.evaluate(view.member(register.get(control.uid) or control))
        holds = verdict.opens <= day < verdict.until
        told.append(Answering(control, holds, verdict.until, None if holds else verdict.why.message))
    return tuple(told)


@dataclass(frozen=True, slots=True)
class Offered:
    """Risks a system's facts bring with them and its register does not name yet."""

    around: Around
    risks: tuple[Typical, ...]
    named: int


def offered_risks(caller: Caller, ref: str) -> Offered:
    """Return what may be added to a system's risks; one whose title is there already is not offered again."""
    found = around(caller, ref)
    if found.record.kind != "system":
        raise BadInput("risk.not_a_system", ref=found.record.ref)
    there = {f.title.casefold() for f in found.pointing("risk")}
    fields = found.fact.fields if found.fact else found.body["fields"]
    every = typical(fields)
    return Offered(found, tuple(t for t in every if t.title.casefold() not in there), len(there))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

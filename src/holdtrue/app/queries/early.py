"""Gates opened early in an emergency: which still run and which have ended, by their dates and not by the daily job.

A stage counts as entered early until the last day named and no longer, whether or not the worker has written that the
system fell back. Only a recorded decision enters a stage again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from holdtrue.core.days import Day, to_day
from holdtrue.core.gate_answers import STAGES
from holdtrue.core.gating import GO
from holdtrue.store import reading
from holdtrue.store.models import GateDecision
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.db.models import QuerySet

    from holdtrue.store.models import Record

EARLY, BACK, ENTERED = "early", "back", "entered"
PASSING = (GO, EARLY, ENTERED, BACK)
"""Decisions that say which stage a system is in."""


@dataclass(frozen=True, slots=True)
class Early:
    """One gate opened early that is the last word on the stage of its system."""

    row: GateDecision
    until: Day
    """The last day on which it counts."""
    limits: str
    before: str
    """The stage the system was in, and is in again once this ends."""

    @property
    def system(self) -> Record:
        """The system whose gate it is."""
        return self.row.system

    def ended(self, day: Day) -> bool:
        """Whether it counts no more on that day."""
        return self.until < day

    def stage_on(self, day: Day) -> str:
        """Return the stage the system is in on that day."""
        return self.before if self.ended(day) else str(self.row.stage)


def early_openings(organisation_id: int, systems: Collection[int] | None = None) -> Mapping[int, Early]:
    """Return system's row → the early opening it stands by. One query where there is none, else three."""
    rows = _standing(organisation_id)
    return _told(organisation_id, list(rows if systems is None else rows.filter(system_id__in=list(systems))))


def _standing(organisation_id: int) -> QuerySet[GateDecision]:
    """Early openings after which nothing else was decided of their systems."""
    rows = GateDecision.rows.of(organisation_id).filter(decision=EARLY, system__retired_day__isnull=True)
    later = GateDecision.rows.of(organisation_id).filter(
        system_id=OuterRef("system_id"), id__gt=OuterRef("id"), decision__in=PASSING
    )
    return rows.filter(~Exists(later)).select_related("system", "change", "person").order_by("id")


def passing(organisation_id: int, system: int) -> list[GateDecision]:
    """Return the decisions that say which stages a system went through, newest first. One query."""
    return _PASSING.records(organisation=organisation_id, system=system)


def _passing(organisation: int, system: int) -> QuerySet[GateDecision]:
    rows = GateDecision.rows.of(organisation).filter(system_id=system, decision__in=PASSING)
    return rows.select_related("system", "change", "person").defer("answer").order_by("-id")


_PASSING = Question(_passing, organisation=-7001, system=-7002)


def among(organisation_id: int, passed: Sequence[GateDecision]) -> Early | None:
    """Return the early opening a system stands by, of what `passing` found. No query where there is none."""
    newest = next(iter(passed), None)
    if newest is None or newest.decision != EARLY:
        return None
    return _told(organisation_id, [newest], passed).get(newest.system_id)


def stage_by_day(organisation_id: int, stage: str, passed: Sequence[GateDecision], day: Day) -> str:
    """Return the stage of a system on a day: as stored, save where it was entered early and that has ended.

    `passed` is what was decided at its gates, newest first. No query unless the newest was an early opening.
    """
    newest = next((row for row in passed if row.decision in PASSING), None)
    if newest is None or newest.decision != EARLY:
        return stage
    told = _told(organisation_id, [newest], passed).get(newest.system_id)
    return told.stage_on(day) if told is not None else stage


def _told(
    organisation_id: int, rows: Sequence[GateDecision], passed: Sequence[GateDecision] | None = None
) -> dict[int, Early]:
    if not rows:
        return {}
    changes = {row.change.pk: row.change for row in rows if row.change is not None}
    bodies = reading.bodies(organisation_id, [(pk, one.head_number) for pk, one in changes.items()])
    known = passed if passed is not None else _earlier(organisation_id, rows)
    found = {}
    for row in rows:
        fields = bodies[row.change.pk]["fields"] if row.change is not None else {}
        until = to_day(fields.get("valid_until"))
        if until is None:
            continue
        ids = [
            (one.pk, str(one.stage))
            for one in known
            if one.system_id == row.system_id and one.pk < row.pk and one.decision in PASSING
        ]
        before = max(ids)[1] if ids else STAGES[0]
        found[row.system_id] = Early(row, until, str(fields.get("limits") or ""), before)
    return found


def _earlier(organisation_id: int, rows: Sequence[GateDecision]) -> list[GateDecision]:
    """What was decided at the gates of these systems."""
    of = GateDecision.rows.of(organisation_id).filter(
        system_id__in=[row.system_id for row in rows], decision__in=PASSING
    )
    return list(of.defer("answer"))


__all__ = [
    "BACK",
    "EARLY",
    "ENTERED",
    "PASSING",
    "Early",
    "among",
    "early_openings",
    "passing",
    "stage_by_day",
]

"""The roadmap: what to do next, in order, what the index would be after it, and by when it must be begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.derive.views import organisation_record
from holdtrue.app.queries import figures as stored_figures
from holdtrue.app.queries.bounded import unit_of
from holdtrue.app.queries.certification import booked
from holdtrue.app.queries.lapsing import ahead, counted_of
from holdtrue.app.queries.losses import answering, of_caps, of_scopes
from holdtrue.app.queries.raised import OWN, PART, TIERS, raised
from holdtrue.app.queries.status import index_of, stands_of, status
from holdtrue.app.queries.steps import gaps, steps_of
from holdtrue.app.queries.systems_lacking import lacking
from holdtrue.core.days import to_day
from holdtrue.core.duties import OVERSEER, OWNER
from holdtrue.core.refusals import BadInput
from holdtrue.core.ripening import earliest, latest
from holdtrue.core.tally import WHOLE
from holdtrue.store import reading, units
from holdtrue.store.models import PlannedStep, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.figures import Figures
    from holdtrue.app.queries.losses import Answering, Tried
    from holdtrue.app.queries.status import Status
    from holdtrue.app.queries.steps import Step
    from holdtrue.core.days import Day
    from holdtrue.core.scoring import Index

TAKEN, EXPLAINED, NAMED = 5, 8, 3
_CERTIFIED = "certification"


@dataclass(frozen=True, slots=True)
class Plan:
    """For when and whom a step is planned."""

    step: str
    day: Day
    planned: Day
    person: Record | None
    title: str
    """Of the practice; empty where the library has it no more."""
    done: bool
    """Whether the step is open no more."""

    def late(self, today: Day) -> bool:
        """Whether its day passed while it is open."""
        return not self.done and self.day < today


@dataclass(frozen=True, slots=True)
class Told:
    """A step as it is told: who would take it, what mends its first gap, when it counts, and by when to begin."""

    step: Step
    counts_on: Day
    """The earliest day it can count, if it is begun today."""
    begin_by: Day | None
    """The last day to begin it for the day asked about; None where none was."""
    person: str
    """Ref; '' where nobody answers, or where systems have owners of their own."""
    name: str
    systems: tuple[Record, ...]
    """The first systems that lack it, where they were looked up."""
    why: Tried | None
    plan: Plan | None
    taken: bool

    def too_late(self, today: Day) -> bool:
        """Whether it can no longer count by the day asked about."""
        return self.begin_by is not None and self.begin_by < today


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The answer of `roadmap`."""

    now: Status
    after: Index
    """With the steps taken that were ticked, on the day the last of them counts."""
    after_on: Day
    steps: tuple[Told, ...]
    plans: tuple[Plan, ...]
    ready_on: Day
    """The earliest day on which everything the certification profile asks can hold, if all is begun today."""
    ready_by: Step | None
    """The step that decides it; None where nothing has to be kept up."""
    ready_steps: int
    ready_minutes: int
    by: Day | None
    must_begin: tuple[tuple[Step, Day], ...]
    """What certification asks to be kept up, with the last day to begin it for the day asked about, soonest first."""
    lapses: int
    """What lapses before the day asked about and must be renewed."""
    unsorted: int

    @property
    def day(self) -> Day:
        """Today."""
        return self.now.figures.day

    @property
    def taken(self) -> tuple[Told, ...]:
        """The steps ticked."""
        return tuple(one for one in self.steps if one.taken)


def roadmap_asked(
    caller: Caller, *, by: str = "", take: Sequence[str] = (), explained: int = EXPLAINED
) -> Roadmap:
    """Return it as asked for in words: a day to be ready by, a number of steps to take, or their keys.

    Where no day is said, it is that of the next audit a certification body is booked for.

    BadInput where the day is none, or past, or where no such step is open.
    """
    require(caller, "read", on_organisation())
    day = caller.clock.day(caller.organisation.time_zone)
    goal = to_day(by) if len(by) == len("2027-03-14") else None
    if by and (goal is None or goal <= day):
        raise BadInput("roadmap.by", field="by", value=by)
    if goal is None:
        found = booked(caller.organisation, day)
        goal = found[0] if found else None
    number: int | None = None
    if len(take) == 1 and take[0].isascii() and take[0].isdigit():
        number = min(int(take[0][:4]), _MOST)
    keys = frozenset(take) if number is None and take else None
    return roadmap(
        caller,
        day,
        by=goal,
        take=number if number is not None else TAKEN,
        keys=keys,
        explained=explained,
    )


_MOST = 1_000


def roadmap(  # one keyword a question
    caller: Caller,
    day: Day,
    *,
    by: Day | None = None,
    take: int = TAKEN,
    keys: frozenset[str] | None = None,
    explained: int = EXPLAINED,
) -> Roadmap:
    """Return the steps, and the index with some of them taken: those of `keys`, else the first `take`.

    Some twenty-five queries, whatever the register's size; no system is evaluated but those named as examples.
    """
    organisation, unit = caller.organisation, unit_of(caller)
    figures = stored_figures.stored(organisation, day, unit=unit.pk if unit else WHOLE, horizon=0)
    now = status(figures)
    answers = answering(organisation, day)
    rows = list(PlannedStep.rows.of(organisation.pk).select_related("person").order_by("day", "step"))
    planned = {row.step: row.day for row in rows}
    steps = steps_of(figures, organisation.profile, answers.held, planned)
    open_keys = {step.key for step in steps}
    if keys is not None and not keys <= open_keys:
        raise BadInput("roadmap.no_step", field="take", value=", ".join(sorted(keys - open_keys))[:200])
    ticked = keys if keys is not None else frozenset(step.key for step in steps[:take])
    taken = [step for step in steps if step.key in ticked]
    certified = gaps(figures, _CERTIFIED)
    plans = {row.step: _plan(row, open_keys, figures) for row in rows}
    deciding = max(certified, key=lambda s: earliest(s.waits, day), default=None)
    return Roadmap(
        now=now,
        after=_after(now, taken),
        after_on=max((earliest(step.waits, day) for step in taken), default=day),
        steps=tuple(_Telling(caller, figures, answers, plans, by, ticked).told(steps, explained)),
        plans=tuple(plans.values()),
        ready_on=earliest(deciding.waits, day) if deciding else day,
        ready_by=deciding if deciding and deciding.waits else None,
        ready_steps=len(certified),
        ready_minutes=sum(step.minutes for step in certified),
        by=by,
        must_begin=_beginnings(certified, by) if by else (),
        lapses=_lapses(caller, figures, by) if by else 0,
        unsorted=now.unsorted,
    )


def planners(caller: Caller) -> list[tuple[str, str]]:
    """Return (ref, name) of people a step may be planned for, by name; the first two hundred."""
    rows = Record.rows.of(caller.organisation.pk).filter(kind="person", retired_day__isnull=True)
    return list(rows.order_by("title").values_list("ref", "title")[:_PEOPLE])


_PEOPLE = 200


def _after(now: Status, taken: Sequence[Step]) -> Index:
    """The index by the same scoring, over a copy of what is stored with the steps taken."""
    figures = raised(now.figures, [step.raises for step in taken])
    moved = {step.practice.id for step in taken}
    kept = {stand.practice.id: stand for stand in now.stands if stand.practice.id not in moved}
    return index_of(figures, stands_of(figures, kept))


def _beginnings(steps: Sequence[Step], by: Day) -> tuple[tuple[Step, Day], ...]:
    kept_up = [(step, latest(step.waits, by)) for step in steps if step.waits]
    return tuple(sorted(kept_up, key=lambda one: (one[1], one[0].key)))


def _lapses(caller: Caller, figures: Figures, by: Day) -> int:
    unit = unit_of(caller)
    below = None if unit is None else [u.pk for u in units.below(caller.organisation.pk, unit.path)]
    counted = counted_of(figures, _CERTIFIED)
    return len(ahead(figures, counted, by, units=below).lapses(after=figures.day, until=by, most=_MOST).lines)


def _plan(row: PlannedStep, open_keys: set[str], figures: Figures) -> Plan:
    practice = figures.library.by_id.get(row.step.partition(":")[0])
    title = practice.title if practice else ""
    return Plan(row.step, row.day, row.planned, row.person, title, row.step not in open_keys)


@dataclass(frozen=True, slots=True)
class _Telling:
    """Puts names, reasons and days to the steps."""

    caller: Caller
    figures: Figures
    answers: Answering
    plans: Mapping[str, Plan]
    by: Day | None
    ticked: frozenset[str]

    def told(self, steps: Sequence[Step], explained: int) -> list[Told]:
        unit = unit_of(self.caller)
        first = steps[: explained if unit is None else 0]
        lacks = lacking(self.figures, [s for s in first if s.kind in TIERS], most=NAMED)
        records = reading.by_id(
            self.figures.organisation.pk, {row for some in lacks.values() for row, _ in some}
        )
        tried = self._tried(first, lacks)
        return [
            Told(
                step=step,
                counts_on=earliest(step.waits, self.figures.day),
                begin_by=latest(step.waits, self.by) if self.by else None,
                person=self._who(step)[0],
                name=self._who(step)[1],
                systems=tuple(records[row] for row, _ in lacks.get(step.key, ()) if row in records),
                why=tried.get(step.key),
                plan=self.plans.get(step.key),
                taken=step.key in self.ticked,
            )
            for step in steps
        ]

    def _who(self, step: Step) -> tuple[str, str]:
        if step.kind in TIERS and step.role in (OWNER, OVERSEER):
            return "", ""
        found = next(
            (
                self.answers.people[row]
                for row in self.answers.held.by_role.get(step.role, ())
                if row in self.answers.people
            ),
            None,
        )
        return (found.ref, found.title) if found else ("", "")

    def _tried(
        self, first: Sequence[Step], lacks: Mapping[str, Sequence[tuple[int, int]]]
    ) -> dict[str, Tried]:
        """Why each step's first gap is open, told in its scope: the organisation's, or that of its first system."""
        organisation = self.figures.organisation
        whole = organisation_record(organisation.pk).pk
        asked: dict[tuple[str, int], Step] = {}
        stand: dict[tuple[str, int], int] = {}
        for step in first:
            own = (whole, step.reached) if step.kind == OWN else (0, 0)
            row, reached = next(iter(lacks.get(step.key, ())), own)
            if row and step.kind != PART:
                asked[step.practice.id, row] = step
                stand[step.practice.id, row] = reached
        changed = [
            (row, name, stand[name, row], min(stand[name, row] + 1, step.level), 0)
            for (name, row), step in asked.items()
        ]
        refs = {
            record.ref: row
            for row, record in reading.by_id(organisation.pk, {row for _, row in asked}).items()
            if row != whole
        }
        found = {
            asked[one.practice.id, refs.get(one.ref, whole)].key: one
            for one in of_scopes(organisation, changed, self.answers)
        }
        parts = [step for step in first if step.kind == PART]
        wide = [(s.practice.id, s.reached, s.reached + 1, s.scopes) for s in parts]
        for step, one in zip(parts, of_caps(organisation, wide, self.answers), strict=False):
            found[step.key] = one
        return found


__all__ = ["TAKEN", "Plan", "Roadmap", "Told", "planners", "roadmap", "roadmap_asked"]

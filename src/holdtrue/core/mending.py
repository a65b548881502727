"""How far the mending of a finding is, what it waits for until when, and what is lacking before it can be closed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from holdtrue.core.days import period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.days import Day, Period

CORRECT_WITHIN = 7
"""Days in which it is put right for the moment."""
TRACE_WITHIN = 14
"""Days in which the cause is found, similar cases are looked for and an action is agreed."""
LOOK_WITHIN = 14
"""Days in which somebody looks whether it worked, once enough time has passed."""
SHORTEST = 7
"""Days that must pass at least before anybody can say that it worked."""
LONGEST = 731
WAITS: Mapping[str, str] = {"major": "90 days", "minor": "30 days"}
"""How long the last action lies back before its effect is looked at, by the weight of the finding."""
SLIGHT = frozenset({"observation", "improvement"})
"""Weights that lower nothing: an answer closes them."""


class Step(StrEnum):
    """One step of the thread, in order; a finding stands at the first that is not done."""

    CORRECTION = "correction"
    CAUSE = "cause"
    SIMILAR = "similar"
    ACTIONS = "actions"
    """An action with an owner and a day is wanted."""
    DOING = "doing"
    """Agreed actions are not all done."""
    WAITING = "waiting"
    """Done; time must pass before anybody can say that it worked."""
    EFFECT = "effect"
    """Somebody who did none of it looks whether it worked."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Job:
    """One action that answers a finding."""

    due: Day | None
    done: Day | None
    owned: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of a finding's mending, in this round."""

    weight: str
    opened: Day
    due: Day | None
    corrected: bool = False
    traced: bool = False
    compared: bool = False
    """Whether similar cases were looked for."""
    jobs: tuple[Job, ...] = ()
    wait: Period | None = None
    """Agreed for this one; else what its weight asks."""
    round: int = 0
    closed: Day | None = None

    @property
    def slight(self) -> bool:
        """Whether an answer closes it."""
        return self.weight in SLIGHT

    @property
    def waits(self) -> Period:
        """How long to wait after the last action."""
        return self.wait or period(WAITS.get(self.weight, WAITS["minor"]))

    @property
    def done(self) -> Day | None:
        """The day the last action was done; None while one is open, or where there is none."""
        days = [job.done for job in self.jobs]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    @property
    def effect_from(self) -> Day | None:
        """The first day on which its effect can be seen; None while an action is open."""
        return None if self.done is None else self.waits.after(self.done)

    @property
    def effect_expected(self) -> Day | None:
        """The same, reckoned from the days the open actions are due; None where one has no day."""
        days = [job.done if job.done is not None else job.due for job in self.jobs]
        known = [day for day in days if day is not None]
        return self.waits.after(max(known)) if known and len(known) == len(days) else None


@dataclass(frozen=True, slots=True)
class At:
    """Where a finding stands, and by when the next step is owed; None where nobody owes anything yet."""

    step: Step
    due: Day | None = None


def at(work: Work, day: Day) -> At:
    """Return the first step that is not done."""
    if work.closed is not None:
        return At(Step.CLOSED)
    if work.slight:
        return At(Step.EFFECT, work.due)
    for step, done, within in (
        (Step.CORRECTION, work.corrected, CORRECT_WITHIN),
        (Step.CAUSE, work.traced, TRACE_WITHIN),
        (Step.SIMILAR, work.compared, TRACE_WITHIN),
        (Step.ACTIONS, any(job.owned and job.due is not None for job in work.jobs), TRACE_WITHIN),
    ):
        if not done:
            return At(step, _within(work, within))
    seen = work.effect_from
    if seen is None:
        open_ = [job.due for job in work.jobs if job.done is None and job.due is not None]
        return At(Step.DOING, min(open_, default=work.due))
    return At(Step.WAITING, seen) if day < seen else At(Step.EFFECT, seen + LOOK_WITHIN)


def lacking(work: Work) -> tuple[Step, ...]:
    """Return the steps that are not done and must be before anybody can say that it worked."""
    if work.slight:
        return ()
    steps = (
        (Step.CORRECTION, work.corrected),
        (Step.CAUSE, work.traced),
        (Step.SIMILAR, work.compared),
        (Step.ACTIONS, bool(work.jobs)),
        (Step.DOING, not work.jobs or work.done is not None),
    )
    return tuple(step for step, done in steps if not done)


def sooner(work: Work, wait: Period, day: Day) -> bool:
    """Whether a wait is shorter than the weight of the finding asks."""
    usual = period(WAITS.get(work.weight, WAITS["minor"]))
    return wait.after(day) < usual.after(day)


def _within(work: Work, days: int) -> Day | None:
    """Counted from its opening; in a later round the day to close it by is all that is promised."""
    if work.round:
        return work.due
    first = work.opened + days
    return first if work.due is None else min(first, work.due)


__all__ = ["LOOK_WITHIN", "WAITS", "At", "Job", "Step", "Work", "at", "lacking", "sooner"]

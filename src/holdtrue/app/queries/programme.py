"""The audit programme: what planned audits are to reach, when each requirement was audited last, and what never was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.queries import asking, grounds
from holdtrue.app.queries.requirements import AWAY, SHORT, answered
from holdtrue.core.days import add_months
from holdtrue.core.programme import USUAL_YEARS, YEARS, Need, spread
from holdtrue.core.refusals import BadInput
from holdtrue.store import audit_history
from holdtrue.store.models import PlannedAudit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.requirements import Answer, Answered
    from holdtrue.core.days import Day
    from holdtrue.core.programme import Proposed
    from holdtrue.store.audit_history import Looked

STANDARD = "iso42001"
_MOST = 20


@dataclass(frozen=True, slots=True)
class Reached:
    """One requirement in the programme."""

    answer: Answer
    last: Looked | None
    next: PlannedAudit | None
    """The next planned audit that is to reach it."""

    @property
    def fails(self) -> bool:
        """Whether it falls short today."""
        return self.answer.standing in SHORT


@dataclass(frozen=True, slots=True)
class Programme:
    """The answer of `audit plan`."""

    answered: Answered
    day: Day
    years: int
    until: Day
    lines: tuple[Reached, ...]
    planned: tuple[PlannedAudit, ...]
    """In order of day, those already begun among them."""
    proposed: tuple[Proposed, ...]
    """What would reach the rest; empty where all of it is planned."""

    @property
    def never(self) -> int:
        """How many no audit has ever reached."""
        return sum(line.last is None for line in self.lines)

    @property
    def unplanned(self) -> int:
        """How many no planned audit is to reach."""
        return sum(line.next is None for line in self.lines)


def programme(caller: Caller, framework: str = STANDARD, *, years: int = USUAL_YEARS) -> Programme:
    """Return the programme over a framework for some years from today; BadInput for another number of years."""
    if years not in YEARS:
        raise BadInput("audit.years", field="years", first=YEARS[0], last=YEARS[-1])
    day = asking.today(caller)
    found = answered(grounds.of_organisation(caller, (framework,), day), framework)
    looked = {
        one.requirement: one
        for one in audit_history.looked_at(caller.organisation.pk, framework, catalog=framework == STANDARD)
    }
    until = add_months(day, 12 * years)
    planned = list(
        PlannedAudit.rows.of(caller.organisation.pk)
        .filter(framework=framework)
        .select_related("auditor", "audit")
        .order_by("day", "id")
    )
    coming = [one for one in planned if one.audit_id is None and one.day <= until]
    following: dict[str, PlannedAudit] = {}
    for one in reversed(coming):
        following.update(dict.fromkeys(one.covers, one))
    lines = tuple(
        Reached(a, looked.get(a.requirement.id), following.get(a.requirement.id))
        for a in found.answers
        if a.standing != AWAY
    )
    return Programme(found, day, years, until, lines, tuple(planned), _proposed(lines, day, years))


def open_plans(caller: Caller) -> tuple[PlannedAudit, ...]:
    """Return the planned audits that were not begun yet, the next first, up to twenty. One query."""
    rows = PlannedAudit.rows.of(caller.organisation.pk).filter(audit__isnull=True)
    return tuple(rows.order_by("day", "id")[:_MOST])


def _proposed(lines: Sequence[Reached], day: Day, years: int) -> tuple[Proposed, ...]:
    needs = [
        Need(
            line.answer.requirement.id,
            line.answer.requirement.section,
            line.fails,
            line.last.day if line.last else None,
        )
        for line in lines
        if line.next is None
    ]
    if not needs:
        return ()
    return spread(needs, first=add_months(day, 1), today=day, years=years)


__all__ = ["STANDARD", "PlannedAudit", "Programme", "Reached", "open_plans", "programme"]

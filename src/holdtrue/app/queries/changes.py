"""How standing changed: what stopped holding since somebody last looked, and the story of one verdict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce

from holdtrue.app.derive.heights import reached
from holdtrue.app.queries.bounded import within
from holdtrue.core.packing import unpack
from holdtrue.core.practices import library
from holdtrue.core.verdicts import State
from holdtrue.store import standings
from holdtrue.store.models import LastSeen, Organisation, Record, StandingChange
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day
    from holdtrue.core.practices import Practice

_NEWEST = 2_000
"""Changes looked through for those that lost a level; what is older is history."""
_RECENT = 30
"""Days for which an end that came by time alone is news."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A practice's level in a scope went from old to new."""

    scope: Record
    practice: Practice
    old: int
    new: int
    state: State
    """Why the next level does not hold after it."""
    day: Day
    entry: int
    cause: Record | None = None
    """The record whose change brought it about; None for time."""


def stopped(caller: Caller, *, limit: int) -> list[Turned]:
    """Return what lost a level since this account last looked, newest first. One query."""
    pk, account, held = caller.organisation.pk, caller.actor.account, caller.actor.held_to
    if held:
        rows = _unseen(pk, account).filter(scope__unit__path__startswith=held)
        return _told(rows[:limit])
    return _told(_newly(limit).records(organisation=pk, account=account))


def _unseen(organisation: int, account: str) -> QuerySet[StandingChange]:
    seen = LastSeen.rows.of(organisation).filter(account=account).values("entry")
    return (
        _of_the_newest(organisation)
        .filter(new__lt=F("old"), entry__gt=Coalesce(Subquery(seen[:1]), -1))
        .select_related("scope", "cause")
        .order_by("-id")
    )


def _of_the_newest(organisation: int) -> QuerySet[StandingChange]:
    """The newest changes, so that who reads them from the newest on may stop at the first few."""
    edge = StandingChange.rows.of(organisation).order_by("-id").values("pk")[_NEWEST : _NEWEST + 1]
    return StandingChange.rows.of(organisation).filter(pk__gt=Coalesce(Subquery(edge), 0))


@cache
def _newly(limit: int) -> Question[StandingChange]:
    def few(organisation: int, account: str) -> QuerySet[StandingChange]:
        return _unseen(organisation, account)[:limit]

    return Question(few, organisation=-7001, account="(account)")


def lately(organisation: Organisation, day: Day, *, limit: int) -> list[Turned]:
    """Return what lost a level in the last thirty days, newest first, whoever has seen it. One query."""
    rows = _of_the_newest(organisation.pk).filter(new__lt=F("old"), day__gt=day - _RECENT)
    return _told(rows.select_related("scope__unit", "cause").order_by("-id")[:limit])


def seen_by(caller: Caller, turned: list[Turned]) -> list[Turned]:
    """Return those of scopes that the caller may see."""
    if not caller.actor.held_to:
        return turned
    inside = within(caller, [one.scope for one in turned])
    return [one for one in turned if one.scope.pk in inside and one.scope.kind != "organization"]


def of_verdict(organisation: Organisation, scope: Record, practice: str, *, limit: int = 12) -> list[Turned]:
    """Return how a practice's level in a scope changed, newest first. One query."""
    rows = StandingChange.rows.of(organisation.pk).filter(scope=scope, practice=practice)
    return _told(rows.select_related("scope", "cause").order_by("-id")[:limit])


def of_cause(organisation: Organisation, record: int, entries: list[int]) -> list[Turned]:
    """Return what these entries of a record (its row) did to standing. One query."""
    rows = StandingChange.rows.of(organisation.pk).filter(entry__in=entries).exclude(old=F("new"))
    mine = rows.filter(Q(cause_id=record) | Q(scope_id=record)).select_related("scope", "cause")
    return _told(mine.order_by("-id")[:200])


def by_time(
    organisation: Organisation, day: Day, following: Day | None
) -> tuple[list[Turned], dict[str, Record]]:
    """Return what ended by time alone and was not derived again since, and the scopes with an end on a following day.

    One query: the second part tells which record an end that is ahead belongs to, by practice.
    """
    since = max(0, day - _RECENT)
    rows = standings.turning(organisation.pk, since, day, following or _NO_DAY, most=_FEW)
    lost: list[Turned] = []
    coming: dict[str, Record] = {}
    for row in rows:
        for name, held in unpack(row.packed).items():
            practice = library().by_id.get(name)
            if practice is None or held is None:
                continue
            level, until, _ = reached(held, day)
            if row.next_change == following and level and until == following:
                coming.setdefault(name, row.scope)
            before = reached(held, row.next_change - 1)
            if row.next_change <= day and before[1] == row.next_change and level < before[0]:
                lost.append(
                    Turned(row.scope, practice, before[0], level, State.LAPSED, row.next_change, row.entry)
                )
    return sorted(lost, key=lambda x: -x.day), coming


_NO_DAY = -1
"""None on which anything ends."""
_FEW = 40
"""Scopes looked through for what ended by time alone, and for whose an end ahead is."""


def last_entry(organisation: Organisation) -> int:
    """Return the number of the newest change of standing's entry: what 'seen' is set to. One query."""
    row = StandingChange.rows.of(organisation.pk).order_by("-id").values_list("entry", flat=True).first()
    return -1 if row is None else int(row)


def _told(rows: Iterable[StandingChange]) -> list[Turned]:
    """Those of practices in force: one that was taken away with the rules it came with is told of no more."""
    known = library().by_id
    return [_turned(row, known[row.practice]) for row in rows if row.practice in known]


def _turned(row: StandingChange, practice: Practice) -> Turned:
    return Turned(
        row.scope,
        practice,
        row.old,
        row.new,
        State(row.state),
        row.day,
        row.entry,
        row.cause,
    )


__all__ = ["Turned", "by_time", "last_entry", "lately", "of_cause", "of_verdict", "stopped"]

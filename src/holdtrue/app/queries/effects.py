"""What an act did: the standing that changed by it, and the organisation's index before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min

from holdtrue.app.queries import figures
from holdtrue.app.queries.scored import scored
from holdtrue.core.practices import Practice, library
from holdtrue.core.verdicts import State
from holdtrue.store import reading
from holdtrue.store.models import Entry, Log, StandingChange

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.figures import Figures
    from holdtrue.core.days import Day


@dataclass(frozen=True, slots=True)
class Mark:
    """How things stood before an act."""

    entries: int
    changes: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Effect:
    """One practice that went from a level to another, or keeps one for longer or shorter."""

    practice: Practice
    old: int
    new: int
    until: Day
    state: State
    """Why the next level does not hold."""
    scopes: int
    ref: str
    """The scope where there is one only."""
    title: str

    @property
    def left(self) -> bool:
        """Whether it is no longer asked there."""
        return self.new < self.old and self.state is State.HOLDS

    @property
    def lost(self) -> bool:
        """Whether it stands lower than before, and is still asked."""
        return self.new < self.old and not self.left


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act."""

    wrote: bool
    """Whether anything was written at all."""
    effects: tuple[Effect, ...]
    index_before: Fraction
    """Worked out only where figures it rests on changed; 0, before and after, where none did."""
    index_after: Fraction


def mark(caller: Caller) -> Mark:
    """Note how things stand before an act."""
    organisation = caller.organisation
    newest = StandingChange.rows.of(organisation.pk).aggregate(last=Max("id"))["last"]
    return Mark(Log.objects.get(organisation=organisation).size, newest or 0, _figures(caller))


def since(caller: Caller, before: Mark) -> Done:
    """Return what the caller's act after `before` came to; acts of others meanwhile are left out."""
    log = Log.objects.get(organisation=caller.organisation)
    mine = Entry.objects.filter(log=log, seq__gte=before.entries, actor=caller.actor.account)
    seqs = list(mine.values_list("seq", flat=True))
    if not seqs:
        return Done(wrote=False, effects=(), index_before=Fraction(0), index_after=Fraction(0))
    rows = (
        StandingChange.rows.of(caller.organisation.pk)
        .filter(id__gt=before.changes, entry__in=seqs)
        .values("practice", "old", "new", "state")
        .annotate(scopes=Count("scope", distinct=True), until=Min("new_until"), scope=Min("scope_id"))
        .order_by("practice")
    )
    found = [_effect(caller, row) for row in rows if row["practice"] in library().by_id]
    ordered = tuple(sorted(found, key=lambda e: (e.old == e.new, -abs(e.new - e.old), e.practice.id)))
    was, now = before.figures, _figures(caller)
    if (was.day, was.own, was.caps, was.held) == (now.day, now.own, now.caps, now.held):
        return Done(wrote=True, effects=ordered, index_before=Fraction(0), index_after=Fraction(0))
    return Done(wrote=True, effects=ordered, index_before=_index(was), index_after=_index(now))


def _effect(caller: Caller, row: Mapping[str, int | str]) -> Effect:
    one = row["scopes"] == 1
    scope = reading.by_id(caller.organisation.pk, [int(row["scope"])]).get(int(row["scope"])) if one else None
    system = scope is not None and scope.kind == "system"
    return Effect(
        practice=library().by_id[str(row["practice"])],
        old=int(row["old"]),
        new=int(row["new"]),
        until=int(row["until"]),
        state=State(int(row["state"])),
        scopes=int(row["scopes"]),
        ref=scope.ref if scope is not None and system else "",
        title=scope.title if scope is not None and system else "",
    )


def _figures(caller: Caller) -> Figures:
    """What the index is worked out from; when things end does not matter to it."""
    day = caller.clock.day(caller.organisation.time_zone)
    return figures.stored(caller.organisation, day, horizon=0)


def _index(found: Figures) -> Fraction:
    return scored(found).index.value

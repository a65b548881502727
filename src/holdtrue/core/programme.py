"""A programme of internal audits: which requirements each is to reach, so that all are reached and the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.days import add_months

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day

YEARS = (1, 2, 3, 4, 5)
USUAL_YEARS = 3
A_YEAR = 2
"""Audits a year, each of a part."""
_MONTHS = 12
_DAYS = 365
_FAILS, _NEVER = 3, 4
"""What weighs as much as so many years without an audit."""


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement, with what speaks for looking at it soon."""

    id: str
    section: str
    """Its branch of the framework's tree: what lies together is audited together."""
    fails: bool
    last: Day | None
    """When it was audited last; None where it never was."""

    def weight(self, day: Day) -> float:
        """Return how much it asks to be looked at: the years since it was, more where it never was, or fails."""
        since = _NEVER if self.last is None else max(day - self.last, 0) / _DAYS
        return since + (_FAILS if self.fails else 0)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One audit proposed."""

    day: Day
    covers: tuple[str, ...]
    again: tuple[str, ...] = ()
    """Those of them that another audit of the programme reaches before: they fail today."""


def spread(
    needs: Sequence[Need], *, first: Day, today: Day, years: int = USUAL_YEARS
) -> tuple[Proposed, ...]:
    """Return audits evenly apart from a first day on, two a year, that together reach every requirement.

    Branches stay whole; the heaviest, by the mean of what is in them, come first. What fails today is looked at once
    more a year after. The same needs give the same programme.
    """
    count = max(1, min(years * A_YEAR, len({n.section for n in needs})))
    months = years * _MONTHS // count
    days = [add_months(first, months * n) for n in range(count)]
    lots = _lots(needs, count, today)
    covers = [[n.id for n in lot] for lot in lots]
    again: list[list[str]] = [[] for _ in lots]
    for n, lot in enumerate(lots):
        later = next((m for m in range(n + 1, count) if days[m] >= add_months(days[n], _MONTHS)), None)
        if later is not None:
            again[later] += [need.id for need in lot if need.fails]
    return tuple(
        Proposed(day, (*own, *more), tuple(more))
        for day, own, more in zip(days, covers, again, strict=True)
        if own or more
    )


def _lots(needs: Sequence[Need], count: int, today: Day) -> list[list[Need]]:
    """Whole branches in order of weight, cut where a lot has its share of requirements."""
    branches: dict[str, list[Need]] = {}
    for need in needs:
        branches.setdefault(need.section, []).append(need)
    order = sorted(branches.values(), key=lambda b: -sum(n.weight(today) for n in b) / len(b))
    lots: list[list[Need]] = [[] for _ in range(count)]
    at, left, rest = 0, len(needs), len(order)
    for branch in order:
        share = left / (count - at)
        full = len(lots[at]) + len(branch) / 2 > share or rest <= count - at - 1
        if lots[at] and full and at < count - 1:
            left -= len(lots[at])
            at += 1
        lots[at] += branch
        rest -= 1
    return lots


__all__ = ["A_YEAR", "USUAL_YEARS", "YEARS", "Need", "Proposed", "spread"]

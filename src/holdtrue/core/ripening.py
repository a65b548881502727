"""How long a claim takes from the day it is begun until it can count: what is kept up ripens, the rest at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.claims.assigned import Assigned
from holdtrue.core.claims.sustained import Sustained
from holdtrue.core.days import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdtrue.core.claims.base import Claim
    from holdtrue.core.days import Day, Period


def periods(claims: Iterable[Claim]) -> frozenset[Period]:
    """Return the periods for which something must be kept up; they run side by side."""
    return frozenset(part.period for claim in claims for part in _parts(claim) if isinstance(part, Sustained))


def roles_named(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the roles that these claims ask somebody to hold."""
    return frozenset(part.role for claim in claims for part in _parts(claim) if isinstance(part, Assigned))


def _parts(claim: Claim) -> Iterator[Claim]:
    yield claim
    for child in claim.children():
        yield from _parts(child)


def earliest(wanted: Iterable[Period], day: Day) -> Day:
    """Return the first day on which it can count if it is begun on `day`."""
    return max((period.after(day) for period in wanted), default=day)


def latest(wanted: Iterable[Period], by: Day) -> Day:
    """Return the last day on which it can be begun to count by `by`."""
    return min((_latest(period, by) for period in wanted), default=by)


def _latest(period: Period, by: Day) -> Day:
    start = add_months(by, -period.months) - period.days if period.months else by - period.days
    while period.after(start + 1) <= by:
        start += 1
    while period.after(start) > by:
        start -= 1
    return start


__all__ = ["earliest", "latest", "periods", "roles_named"]

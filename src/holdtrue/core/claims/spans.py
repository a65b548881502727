"""Stretches of time covered by dated facts: what `sustained` strings together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdtrue.core.days import Day, add_months

if TYPE_CHECKING:
    from collections.abc import Iterable


LATE_AFTER = 7
"""Days between happening and recording beyond which a fact counts for neither `held` nor `sustained`."""
_GAP_MONTHS = 1


class Span(NamedTuple):
    """One fact's stretch [start, end); `breaks` marks a failing result, which ends whatever went before."""

    start: Day
    end: Day
    ref: str
    breaks: bool = False


def late(day: Day, recorded: Day) -> bool:
    """Whether a fact was recorded more than seven days after it happened."""
    return recorded > day + LATE_AFTER


def piece(spans: Iterable[Span], day: Day) -> Span | None:
    """Return the unbroken piece that covers `day`, gaps of up to one month forgiven; None where there is none."""
    current: Span | None = None
    for span in sorted(spans, key=lambda s: (s.start, not s.breaks)):
        if span.start > day:
            break
        if span.breaks:
            current = None
        elif current is not None and span.start <= add_months(current.end, _GAP_MONTHS):
            current = current._replace(end=max(current.end, span.end))
        else:
            current = span
    return current if current is not None and day < current.end else None

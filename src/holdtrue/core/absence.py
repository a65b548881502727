"""Whether a person is away on a day, as their record says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.days import to_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.days import Day


def away_until(fields: Mapping[str, object], day: Day) -> Day | None:
    """Return the last day a person is away, by the fields of their record; None on a day they are there."""
    until = to_day(fields.get("away_until"))
    return until if until is not None and until >= day else None

"""Dates a form suggests once others are known; what is kept is what the person leaves there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.core.days import Day, iso, to_day

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOON, _LATER = 30, 90
_LAST = dt.date.max.toordinal()
"""No calendar goes on after it."""


def suggested(kind: str, fields: Mapping[str, object], today: Day) -> dict[str, str]:
    """Return field -> suggested value for what is still empty: when an incident, a concern or a finding is due.

    A finding is due by its weight, so that there is nothing to suggest before it has one.
    """
    if fields.get("due"):
        return {}
    if kind == "incident":
        start, days = (
            to_day(fields.get("detected_on")),
            _LATER if fields.get("severity") == "minor" else _SOON,
        )
    elif kind == "concern":
        start, days = to_day(fields.get("raised_on")), _SOON
    elif kind == "finding":
        start, days = (
            today if fields.get("type") else None,
            _SOON if fields.get("type") == "major" else _LATER,
        )
    else:
        return {}
    return {} if start is None or start + days > _LAST else {"due": iso(start + days)}

"""What a measured value must be: a plain number, a day or an instant that has come, in its indicator's unit."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from holdtrue.core.computed import COMPUTED
from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdtrue.core.days import Day

EARLIEST: Day = dt.date(2000, 1, 1).toordinal()
"""A value said to be older is a slip of the keyboard."""
_DATE = len("2027-03-14")
_SHARE = "share"
"""Units that begin so are parts of a whole."""


def figure(text: object) -> float | None:
    """Return what a person, a file or a program wrote as a number; None where nothing is written.

    BadInput for anything that is no plain number, a yes or no and infinity included.
    """
    if text is None or (isinstance(text, str) and not text.strip()):
        return None
    if isinstance(text, bool) or not isinstance(text, (int, float, str)):
        raise BadInput("measure.not_a_figure", field="value", value=str(text))
    written = text.strip().replace(" ", "") if isinstance(text, str) else text
    if isinstance(written, str) and written.count(",") == 1 and "." not in written:
        written = written.replace(",", ".")
    try:
        value = float(written)
    except (ValueError, OverflowError):
        raise BadInput("measure.not_a_figure", field="value", value=str(text)) from None
    if not math.isfinite(value) or (isinstance(written, str) and "_" in written):
        raise BadInput("measure.not_a_figure", field="value", value=str(text))
    return value


def whole(text: object) -> int | None:
    """Return what was written as a number of cases; None where nothing is written."""
    found = figure(text)
    if found is None:
        return None
    if found < 0 or found != int(found):
        raise BadInput("measure.not_a_count", field="count", value=str(text))
    return int(found)


def measured_on(on: str, now: dt.datetime, day_of: Callable[[dt.datetime], Day]) -> Day:
    """Return the day of a date or of an instant with its offset, by the organisation's calendar.

    BadInput where it is neither, lies ahead of `now`, or long before anybody measured anything.
    """
    text = on.strip()
    today = day_of(now)
    try:
        if len(text) <= _DATE:
            day = dt.date.fromisoformat(text).toordinal()
            ahead = day > today
        else:
            instant = dt.datetime.fromisoformat(text)
            if instant.tzinfo is None:
                raise BadInput("measure.no_offset", field="on", value=text)
            day, ahead = day_of(instant), instant > now
    except (ValueError, OverflowError):
        raise BadInput("measure.no_day", field="on", value=text) from None
    if ahead:
        raise BadInput("measure.future", field="on", value=text)
    if day < EARLIEST:
        raise BadInput("measure.too_old", field="on", value=text)
    return day


def in_unit(said: str, fields: Mapping[str, object]) -> None:
    """BadInput where a unit is said that is not the indicator's; saying none is saying its own."""
    unit = unit_of(fields)
    if said.strip() and said.strip().casefold() != unit.casefold():
        raise BadInput("measure.unit", field="unit", value=said.strip(), unit=unit or "–")


def require_possible(value: float | None, unit: str) -> None:
    """BadInput for a share that is no part of a whole: 97 where 0.97 is meant."""
    least, most = range_of(unit)
    if value is not None and least is not None and most is not None and not least <= value <= most:
        raise BadInput("measure.share", field="value", value=f"{value:g}", unit=unit)


def range_of(unit: str) -> tuple[float | None, float | None]:
    """Return the least and the most a figure in a unit can be; None where nothing says."""
    return (0.0, 1.0) if unit.casefold().startswith(_SHARE) else (None, None)


def unit_of(fields: Mapping[str, object]) -> str:
    """Return the unit set on an indicator, else that of what it measures."""
    stated = str(fields.get("unit") or "").strip()
    known = vocabulary().indicators.get(str(fields.get("tag") or ""))
    return stated or (known.unit if known else "")


def is_computed(tag: str) -> bool:
    """Whether the product counts the figure itself, so that nobody types it."""
    return tag in COMPUTED


__all__ = [
    "figure",
    "in_unit",
    "is_computed",
    "measured_on",
    "range_of",
    "require_possible",
    "unit_of",
    "whole",
]

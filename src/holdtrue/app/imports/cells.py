"""One cell to the value of one target, by its type; what cannot be read says why."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from holdtrue.app.imports.dates import read_date
from holdtrue.app.imports.values import (
    NOTHING,
    Reading,
    read_list,
    read_number,
    read_yes_no,
    says_nothing,
)
from holdtrue.core.days import period
from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.app.imports.mapping import Column
    from holdtrue.app.imports.targets import Target

_SHOWN = 80
_PLAIN_ANSWER = 5
"""A longer yes or no says more than that, so its text is kept."""
_BAND = 2
UNSET = "unset"
"""What rules write for an answer that is understood and sets no value."""
_PERIOD = re.compile(r"^(\d+) ?(month|day|week|year)s?$", re.IGNORECASE)
_PERIODS = {
    "monthly": "1 month",
    "quarterly": "3 months",
    "half-yearly": "6 months",
    "yearly": "12 months",
    "annually": "12 months",
    "annual": "12 months",
    "weekly": "7 days",
}
_DAYS_OR_MONTHS = {"month": (1, "month"), "day": (1, "day"), "week": (7, "day"), "year": (12, "month")}


def read_cell(text: str, target: Target, column: Column) -> Reading:
    """Return the value of a filled cell; a column's own rules come first."""
    if column.rules is not None:
        value = column.rules.read(text)
        if value is not None or column.only:
            return _ruled(text, value, target)
    reader = _READERS.get(target.type, _text)
    return reader(text, target, column)


def _ruled(text: str, value: str | None, target: Target) -> Reading:
    if value == UNSET:
        return NOTHING
    if value is None:
        return NOTHING if says_nothing(text) else Reading(why=_unread(text))
    if target.type == "yes_no":
        return Reading(value in ("yes", "true"), lossy=len(text) > _PLAIN_ANSWER)
    if target.multiple:
        return Reading([value], lossy=True)
    return Reading(value, lossy=text != value)


def _text(text: str, target: Target, column: Column) -> Reading:
    del target, column
    return NOTHING if says_nothing(text) else Reading(_listed(text))


def _line(text: str, target: Target, column: Column) -> Reading:
    del target, column
    return NOTHING if says_nothing(text) else Reading(" ".join(_listed(text).split()))


def _listed(text: str) -> str:
    """Return a JSON list as people write one: its items, parted by semicolons."""
    return "; ".join(read_list(text)) if text.startswith('["') and text.endswith('"]') else text


def _date(text: str, target: Target, column: Column) -> Reading:
    del target
    if says_nothing(text) or text.casefold().startswith(("n/a", "not applicable")):
        return NOTHING
    read = read_date(" ".join(text.split()), column.order)
    return Reading(read.value, read.why, lossy=read.partial)


def _yes_no(text: str, target: Target, column: Column) -> Reading:
    del column
    worded = target.choices.read(text)
    answer = read_yes_no(text) if worded is None else worded == "yes"
    if answer is None:
        return NOTHING if says_nothing(text) else Reading(why=_unread(text))
    return Reading(answer, lossy=len(text) > _PLAIN_ANSWER)


def _number(text: str, target: Target, column: Column) -> Reading:
    del column
    if says_nothing(text):
        return NOTHING
    if (
        target.pair
        and len(items := text.strip("[]() ").replace(" to ", ";").replace("–", ";").split(";")) == _BAND
    ):
        pair = [read_number(item) for item in items]
        if None not in pair:
            return Reading(pair)
    number = read_number(text)
    return (
        Reading(why=Message("imports.cell.number", {"text": text[:_SHOWN]}))
        if number is None
        else Reading(number)
    )


def _choice(text: str, target: Target, column: Column) -> Reading:
    del column
    value = target.choices.read(text)
    if value is not None:
        return Reading(value, lossy=text != value)
    if says_nothing(text):
        return NOTHING
    return Reading(why=_unread(text)) if target.closed or target.choices.exact else Reading(text)


def _choices(text: str, target: Target, column: Column) -> Reading:
    del column
    whole = target.choices.read(text)
    items = [whole] if whole else [target.choices.read(item) for item in read_list(text.replace(",", ";"))]
    known = list(dict.fromkeys(item for item in items if item))
    if not known:
        return NOTHING if says_nothing(text) else Reading(why=_unread(text))
    return Reading(known, _unread(text) if None in items else None, lossy=True)


def _list(text: str, target: Target, column: Column) -> Reading:
    del column
    if says_nothing(text):
        return NOTHING
    items = read_list(text)
    if target.choices.exact:
        items = tuple(target.choices.read(item) or item for item in items)
    return Reading(list(dict.fromkeys(items))) if items else NOTHING


def _period(text: str, target: Target, column: Column) -> Reading:
    del target, column
    if text.casefold() in _PERIODS:
        return Reading(_PERIODS[text.casefold()])
    if match := _PERIOD.match(text):
        factor, unit = _DAYS_OR_MONTHS[match[2].casefold()]
        with suppress(ValueError):  # none, or longer than a calendar
            return Reading(str(period(f"{int(match[1]) * factor} {unit}s")))
    return (
        NOTHING
        if says_nothing(text)
        else Reading(why=Message("imports.cell.period", {"text": text[:_SHOWN]}))
    )


def _declared(text: str, target: Target, column: Column) -> Reading:
    del column
    value = answered(text, target)
    if value is None and says_nothing(text):
        return NOTHING
    return Reading(value) if value else Reading(why=_unread(text))


def answered(text: str, target: Target) -> str | None:
    """Return the answer of a declaration, a tick among them."""
    value = target.choices.read(text)
    if value is None and (ticked := read_yes_no(text)) is not None:
        return "yes" if ticked else "no"
    return value


def _unread(text: str) -> Message:
    return Message("imports.cell.choice", {"text": text[:_SHOWN]})


_READERS: dict[str, Callable[[str, Target, Column], Reading]] = {
    "text": _line,
    "long_text": _text,
    "date": _date,
    "yes_no": _yes_no,
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "list": _list,
    "period": _period,
    "class": _choice,
    "declaration": _declared,
}

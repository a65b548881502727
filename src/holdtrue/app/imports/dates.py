"""Days as people write them, in many styles, to ISO dates; what could be two days is refused, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["month_first", "day_first", "unknown", "mixed"]
"""How 3/4/2024 is meant in a column: as the column's other values prove it, or as the mapping states it."""

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar janvier enero januari",
            "feb february februar février fevrier fév febrero februari",
            "mar march märz maerz mars marzo maart mrt",
            "apr april avril avr abril",
            "may mai mayo mei",
            "jun june juni juin junio",
            "jul july juli juillet juil julio",
            "aug august août aout agosto augustus",
            "sep sept september septembre septiembre",
            "oct october oktober octobre octubre okt",
            "nov november novembre noviembre",
            "dec december dezember décembre decembre diciembre dez",
        ),
        start=1,
    )
    for word in words.split()
}
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}\S*)?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_NUMERIC = re.compile(
    r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,? \d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?)?$"
)
_WORD_MIDDLE = re.compile(r"^(?:\w+,? )?(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([^\W\d]+)\.?,?[ -](\d{4})$")
_WORD_FIRST = re.compile(r"^(?:\w+, )?([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")
_MONTH_YEAR = re.compile(r"^([^\W\d]+)\.?[ ,/-]+(\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})[-/ ]([^\W\d]+|\d{1,2})$")
_MONTH_YEAR_DIGITS = re.compile(r"^(\d{1,2})/(\d{4})$")
_NO_YEAR = re.compile(r"^(\d{1,2})[- ]([^\W\d]+)\.?$|^([^\W\d]+)[- ](\d{1,2})$")
_YEAR = re.compile(r"^(\d{4})$")
_REMARK = re.compile(r"^(.+?) ?\([^()]*\)$")
"""A date and, in brackets, what somebody said about it."""
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_EPOCH = dt.date(1899, 12, 30)
"""Day zero of spreadsheets, as they count for every day after February 1900."""
_MONTHS_IN_YEAR = 12
_CENTURY_TURNS = 70
"""Two-digit years from here on are of the last century."""
_SHOWN = 80
"""How much of a cell a sentence repeats."""
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_SPOILT_YEAR = 1905
_SERIALS = range(18_264, 73_415)
"""Spreadsheet days from 1950 to 2100."""


@dataclass(frozen=True, slots=True)
class DateRead:
    """The ISO date, or why there is none; `partial` if the text says less (a month, whose first day it is) or more."""

    value: str | None
    why: Message | None = None
    partial: bool = False


def order_of(values: Iterable[str]) -> Order:
    """Tell how a column writes 3/4/2024 from values that leave no choice, such as 3/14/2024."""
    month_first = day_first = False
    for value in values:
        match = _NUMERIC.match(value.strip())
        if match and match[2] != ".":
            month_first = month_first or int(match[3]) > _MONTHS_IN_YEAR >= int(match[1])
            day_first = day_first or int(match[1]) > _MONTHS_IN_YEAR >= int(match[3])
    if month_first and day_first:
        return "mixed"
    if month_first:
        return "month_first"
    return "day_first" if day_first else "unknown"


@lru_cache(maxsize=16_384)
def read_date(text: str, order: Order = "unknown") -> DateRead:
    """Read one day; `order` decides 3/4/2024 and nothing else."""
    if (match := _REMARK.match(text)) and (read := _read(match[1], order)).value:
        return DateRead(read.value, read.why, partial=True)
    return _read(text, order)


def _read(text: str, order: Order) -> DateRead:
    if match := _ISO.match(text) or _COMPACT.match(text):
        return _day(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.match(text):
        return _numeric(text, match, order)
    if match := _WORD_MIDDLE.match(text):
        return _worded(text, int(match[3]), match[2], int(match[1]))
    if match := _WORD_FIRST.match(text):
        return _worded(text, int(match[3]), match[1], int(match[2]))
    return _partial(text)


def _numeric(text: str, match: re.Match[str], order: Order) -> DateRead:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == len("24"):
        year += 2000 if year < _CENTURY_TURNS else 1900
    if match[2] == "." or first > _MONTHS_IN_YEAR:
        return _day(text, year, second, first)
    if second > _MONTHS_IN_YEAR or first == second:
        return _day(text, year, first, second)
    if order == "month_first":
        return _day(text, year, first, second)
    if order == "day_first":
        return _day(text, year, second, first)
    return DateRead(None, Message("imports.date.ambiguous", {"text": text[:_SHOWN]}))


def _worded(text: str, year: int, word: str, day: int) -> DateRead:
    month = _MONTHS.get(word.casefold())
    return (
        _day(text, year, month, day)
        if month
        else DateRead(None, Message("imports.date.unclear", {"text": text[:_SHOWN]}))
    )


def _partial(text: str) -> DateRead:
    month: int | None = None
    if match := _MONTH_YEAR.match(text):
        month, year = _MONTHS.get(match[1].casefold()), int(match[2])
    elif match := _YEAR_MONTH.match(text):
        month = int(match[2]) if match[2].isdigit() else _MONTHS.get(match[2].casefold())
        year = int(match[1])
    elif match := _MONTH_YEAR_DIGITS.match(text):
        month, year = int(match[1]), int(match[2])
    elif match := _YEAR.match(text):
        month, year = 1, int(match[1])
    elif (match := _SERIAL.match(text)) and int(match[1]) in _SERIALS:
        return DateRead((_EPOCH + dt.timedelta(days=int(match[1]))).isoformat())
    elif (match := _NO_YEAR.match(text)) and (match[2] or match[3]).casefold() in _MONTHS:
        return DateRead(None, Message("imports.date.no_year", {"text": text[:_SHOWN]}))
    if month is None:
        return DateRead(None, Message("imports.date.unclear", {"text": text[:_SHOWN]}))
    read = _day(text, year, month, 1)
    return DateRead(read.value, read.why, partial=read.value is not None)


def _day(text: str, year: int, month: int, day: int) -> DateRead:
    if year == _SPOILT_YEAR and (spoilt := _spoilt(year, month, day)):
        why = Message("imports.date.year_as_day", {"text": text[:_SHOWN], "year": str(spoilt)})
        return DateRead(dt.date(spoilt, 1, 1).isoformat(), why, partial=True)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return DateRead(
            None,
            Message(
                "imports.date.far",
                {"text": text[:_SHOWN], "first": str(_FIRST_YEAR), "last": str(_LAST_YEAR)},
            ),
        )
    try:
        return DateRead(dt.date(year, month, day).isoformat())
    except ValueError:
        return DateRead(None, Message("imports.date.impossible", {"text": text[:_SHOWN]}))


def _spoilt(year: int, month: int, day: int) -> int | None:
    """Return the year that a spreadsheet turned into a day of 1905 by counting it in days."""
    try:
        number = (dt.date(year, month, day) - _EPOCH).days
    except ValueError:
        return None
    return number if _FIRST_YEAR <= number <= _LAST_YEAR else None

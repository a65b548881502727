"""How well the values of a column fit a target: the share that parse as its type, or look like what it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdtrue.app.imports.dates import read_date
from holdtrue.app.imports.targets import levels, names_law
from holdtrue.app.imports.values import fold, read_list, read_number, read_yes_no
from holdtrue.core.applicability import control_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdtrue.app.imports.survey import ColumnSurvey
    from holdtrue.app.imports.targets import Target

EMAIL = re.compile(r"^[^@\s<>;,]+@[^@\s<>;,]+\.[^@\s<>;,]+$")
_NAMELIKE = re.compile(r"^[^\d@{}<>=/]{2,80}$")
_PATH = re.compile(r"https?://|\.(pdf|docx?|xlsx?|png|html?)\b", re.IGNORECASE)
_SAMPLE_SHORT = 20
_KEY_LENGTH = 60
_UNIT_LENGTH = 90
_TITLE_LENGTH = 150
_HALF = 0.5
_NAME_LENGTH = 100
_ANSWER_LENGTH = 6
_NAME_WORDS = 5
_ALL_DISTINCT = 0.98
_MOST_DISTINCT = 0.7
_SOME_DISTINCT = 0.3
_NEARLY_ALL = 0.9
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "da",
        "di",
        "do",
        "dos",
        "el",
        "al",
        "bin",
        "ibn",
        "ten",
        "ter",
    ]
)
"""Small words inside people's names."""
UNTESTED = 0.6
"""The fit of a column without a single telling value: the header alone must decide."""


def fit(column: ColumnSurvey, target: Target) -> float:
    """Return 0 to 1; free text fits by its length and variety, everything else by what parses."""
    values = column.telling()
    if not values:
        return UNTESTED
    if (parses := _PARSES.get(target.type)) is not None:
        return _share(values, lambda text: parses(text, target))
    if target.type in ("choice", "choices", "class", "declaration"):
        if not target.choices.exact:
            return 0.8
        good = _share(values, lambda text: _chosen(text, target))
        if _of_any_scale(column, target):
            return 0.0
        return good if target.closed else max(good, 0.6)
    return _of_text(column, target)


def _share(values: list[tuple[str, int]], good: Callable[[str], bool]) -> float:
    total = sum(n for _, n in values)
    return sum(n for text, n in values if good(text)) / total


def _chosen(text: str, target: Target) -> bool:
    if target.choices.read(text) is not None:
        return True
    if target.type == "declaration":
        return read_yes_no(text) is not None
    return target.multiple and any(target.choices.read(item) for item in read_list(text.replace(",", ";")))


def _of_any_scale(column: ColumnSurvey, target: Target) -> bool:
    """Whether a column says no more than high and low, and of what not: that is no class of a law."""
    bare = levels(target.name)
    if not bare or names_law(column.header.text, target.name):
        return False
    read = [text for text, _ in column.telling() if target.choices.read(text)]
    return all(fold(text) in bare for text in read)


def _of_text(column: ColumnSurvey, target: Target) -> float:
    values = column.telling()
    if target.type == "key":
        short = column.mean_length <= _KEY_LENGTH and _share(
            values, lambda text: " " not in text or len(text) <= _SAMPLE_SHORT
        )
        return float(column.distinct >= _ALL_DISTINCT and short)
    if target.type == "unit":
        return 1.0 if column.mean_length <= _UNIT_LENGTH and _share(values, _no_number) > _NEARLY_ALL else 0.3
    if target.title:
        return _as_title(column)
    if target.link == "annex_control":
        return _share(values, lambda text: bool(control_number(text)))
    if target.link:
        people = target.link == "person"
        return _share(values, _is_person if people else _is_short)
    if target.type == "supplier":
        return _share(values, lambda text: _is_short(text) and _no_number(text) and not _is_answer(text))
    if target.type in ("long_text", "text", "list", "part", "name_part"):
        # an answer, a date or a figure is no description
        return 1 - 0.8 * _share(values, lambda text: _is_answer(text) or read_date(text).value is not None)
    return 0.8


def _as_title(column: ColumnSurvey) -> float:
    values = column.telling()
    if _share(values, lambda text: len(text) <= _TITLE_LENGTH) < _HALF or column.distinct < _SOME_DISTINCT:
        return 0.2
    spoken = _share(values, lambda text: any(char.isalpha() for char in text) and not EMAIL.match(text))
    return spoken * (1.0 if column.distinct > _MOST_DISTINCT else 0.8)


def _is_answer(text: str) -> bool:
    return read_yes_no(text) is not None and len(text) <= _ANSWER_LENGTH


def _no_number(text: str) -> bool:
    return read_number(text) is None and read_date(text).value is None


def _is_short(text: str) -> bool:
    return len(text) <= _NAME_LENGTH and not _PATH.search(text)


def _is_person(text: str) -> bool:
    bare = re.sub(r"<[^>]*>|\([^)]*\)", "", text).strip()
    if EMAIL.match(text) or EMAIL.match(bare) or "@" in text:
        return True
    words = bare.split()
    spelt = all(word[:1].isupper() or not word[:1].isalpha() or word in _PARTICLES for word in words)
    return spelt and bool(_NAMELIKE.match(bare)) and 1 <= len(words) <= _NAME_WORDS and not _is_answer(bare)


def _reads_list(text: str, target: Target) -> bool:
    del target
    return bool(read_list(text)) and not _is_answer(text)


_PARSES: dict[str, Callable[[str, Target], bool]] = {
    "date": lambda text, _: _is_date(text),
    "yes_no": lambda text, target: target.choices.read(text) is not None or read_yes_no(text) is not None,
    "number": lambda text, _: read_number(text) is not None,
    "period": lambda text, _: bool(
        re.match(
            r"^\d+ (month|day|week|year)s?$|^(monthly|quarterly|yearly|annual(ly)?)$", text, re.IGNORECASE
        )
    ),
    "list": _reads_list,
}


def _is_date(text: str) -> bool:
    read = read_date(text)
    return read.value is not None or (
        read.why is not None
        and read.why.id in ("imports.date.ambiguous", "imports.date.no_year", "imports.date.impossible")
    )

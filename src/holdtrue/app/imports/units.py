"""Orders the columns that name parts of an organisation: which lies within which, which abbreviates another."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from holdtrue.app.imports.targets import whole_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.imports.survey import Survey

_RANKS = (
    (
        (
            "ministry ministère organisation organization organisatie company group department agency institution "
            "authority behörde overheidsorganisatie"
        ),
        2,
    ),
    ("bureau directorate direction division faculty subsidiary municipality dienst", 1),
    ("office branch unit team section afdeling abteilung service area", 0),
)
_WORDS = {word: rank for words, rank in _RANKS for word in words.split()}
_SAME = 0.97
_SHORT = 12
_WEIGHT = 0.15
"""How much the header's word counts beside what the rows show."""


def in_order(survey: Survey, indexes: Sequence[int]) -> list[int]:
    """Return the columns from the whole to its parts; one that merely abbreviates another is left out."""
    kept = [i for i in indexes if not any(_abbreviates(survey, i, other) for other in indexes if other != i)]
    scores = {i: _WEIGHT * _rank(survey, i) + _standing(survey, i, kept) for i in kept}
    return sorted(kept, key=lambda i: (-scores[i], i))


def _standing(survey: Survey, index: int, among: Iterable[int]) -> float:
    """Return how far the other columns determine this one more than it determines them."""
    return sum(_determines(survey, o, index) - _determines(survey, index, o) for o in among if o != index)


def _determines(survey: Survey, part: int, whole: int) -> float:
    """Return how surely a value of one column tells the value of another, over the rows that fill both."""
    pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in survey.sample:
        if row[part] and row[whole]:
            pairs[row[part]][row[whole]] += 1
    total = sum(counter.total() for counter in pairs.values())
    return sum(max(counter.values()) for counter in pairs.values()) / total if total else 0.0


def _abbreviates(survey: Survey, index: int, other: int) -> bool:
    short, long = survey.columns[index].mean_length, survey.columns[other].mean_length
    if short > _SHORT or short >= long / 1.5:
        return False
    return _determines(survey, index, other) >= _SAME and _determines(survey, other, index) >= _SAME


def _rank(survey: Survey, index: int) -> int:
    words = whole_words(survey.columns[index].header.text).split()
    return max((_WORDS.get(word, 0) for word in words), default=0)

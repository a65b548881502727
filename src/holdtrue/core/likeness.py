"""How alike two names are: the same words, the same in another order, or nearly the same letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal

from holdtrue.core.digests import fold

Why = Literal["same_name", "same_words", "nearly", "same_key"]

_WORDS = re.compile(r"[^\W_]+")
_FORMS = frozenset(
    [
        *("inc", "ltd", "llc", "gmbh", "ag", "sa", "sas", "sarl", "bv", "nv", "plc", "corp", "co", "company"),
        *("limited", "the", "le", "la", "les"),
    ]
)
"""Words that say what kind of company it is, or nothing: two names that differ in them alone are the same."""
_NEAR = 0.88
_SHORTEST = 5
_CROWD = 60
"""A word shared by more names than this tells nothing apart; names are not compared by it."""
_MOST = 200_000
"""Comparisons made for one kind."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two things by their numbers, and why they may be one."""

    one: int
    other: int
    why: Why
    share: float
    """How much of the letters agree; 1 where the words do."""


def alike(names: Mapping[int, str], keys: Mapping[int, str] | None = None) -> tuple[Alike, ...]:
    """Return likely pairs, the likeliest first. `keys` are further marks, such as an address, each thing's own."""
    words = {n: tuple(w for w in _WORDS.findall(fold(name)) if w not in _FORMS) for n, name in names.items()}
    found: dict[tuple[int, int], Alike] = {}
    for pair in _sharing(keys or {}):
        found[pair] = Alike(*pair, "same_key", 1.0)
    left = _MOST
    for pair in _near(words):
        if pair in found:
            continue
        left -= 1
        if left < 0:
            break
        one, other = words[pair[0]], words[pair[1]]
        if one == other:
            found[pair] = Alike(*pair, "same_name", 1.0)
        elif sorted(one) == sorted(other):
            found[pair] = Alike(*pair, "same_words", 1.0)
        else:
            share = _share("".join(one), "".join(other))
            if share >= _NEAR:
                found[pair] = Alike(*pair, "nearly", share)
    rank = {"same_key": 0, "same_name": 1, "same_words": 2, "nearly": 3}
    return tuple(sorted(found.values(), key=lambda a: (rank[a.why], -a.share, a.one, a.other)))


def _share(one: str, other: str) -> float:
    if min(len(one), len(other)) < _SHORTEST or _digits(one) != _digits(other):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


def _digits(text: str) -> str:
    """Names that differ in a number are told apart by it: Line 2 is not Line 3."""
    return "".join(letter for letter in text if letter.isdigit())


def _sharing(keys: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    groups: dict[str, list[int]] = {}
    for n, key in keys.items():
        if key.strip():
            groups.setdefault(fold(key).strip(), []).append(n)
    for group in groups.values():
        if len(group) <= _CROWD:
            yield from combinations(sorted(group), 2)


def _near(words: Mapping[int, Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: names that share the whole, or the beginning of a word that few share."""
    whole: dict[str, list[int]] = {}
    begun: dict[str, list[int]] = {}
    for n, some in words.items():
        whole.setdefault(" ".join(some), []).append(n)
        for start in {word[:4] for word in some}:
            begun.setdefault(start, []).append(n)
    told: set[tuple[int, int]] = set()
    for text, group in whole.items():
        if text:
            told.update(zip(sorted(group), sorted(group)[1:], strict=False))
    yield from sorted(told)
    for group in begun.values():
        if len(group) > _CROWD:
            continue
        for pair in combinations(sorted(group), 2):
            if pair not in told:
                told.add(pair)
                yield pair

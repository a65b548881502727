"""The small rules of a check on its scale: which answers do not go together, which hold the band down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdtrue.core.checks.result import Contradiction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.checks.texts import Raw

_RULE = re.compile(r"^([A-Z]\d+)_at_(most|least)$")


def holds(rule: str, word: str, points: Mapping[str, int], states: Mapping[str, int]) -> bool:
    """Whether a rule such as Q4_at_most: talked holds; it does not where the question was left out."""
    match = _RULE.match(rule)
    if match is None:
        message = f"'{rule}' is no rule of the check"
        raise ValueError(message)
    if match[1] not in points:
        return False
    have, limit = points[match[1]], states[word]
    return have <= limit if match[2] == "most" else have >= limit


def named(when: Mapping[str, object]) -> tuple[str, ...]:
    """Return the questions that rules speak of."""
    return tuple(rule.split("_")[0] for rule in when)


def clashing(raw: Raw, points: Mapping[str, int], states: Mapping[str, int]) -> tuple[Contradiction, ...]:
    """Return the answers that do not go together."""
    return tuple(
        Contradiction(named(c["when"]), c["says"])
        for c in raw["consistency"]
        if all(holds(rule, word, points, states) for rule, word in c["when"].items())
    )

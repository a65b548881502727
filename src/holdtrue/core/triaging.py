"""What a system's own words suggest for its sorting, and what answers decide: the tier, and by which facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import content
from holdtrue.core.gates import gates
from holdtrue.core.matching import filled, matches
from holdtrue.core.tiering import missing_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.core.facts import Fields

SECONDS_EACH = 40
"""What one row of the table usually takes."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer that a word suggests; nobody gave it yet."""

    field: str
    value: object
    word: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What answers come to: a tier with the facts that give it, or what is still missing."""

    tier: str | None
    because: tuple[str, ...]
    missing: tuple[str, ...]


def suggestions(texts: Iterable[object]) -> tuple[Suggestion, ...]:
    """Return what the words of a system suggest, one answer a field."""
    words = " ".join(str(text) for text in texts if text)
    found: dict[str, Suggestion] = {}
    for field, value, pattern in _patterns():
        match = pattern.search(words) if field not in found else None
        if match:
            found[field] = Suggestion(field, value, match[0])
    return tuple(found.values())


def decided(fields: Fields, organization: Fields) -> Decided:
    """Return the tier that facts of the system alone give: the first rule that holds, high before limited."""
    missing = missing_facts(fields, organization)
    for tier in ("high", "limited"):
        if tier == "limited" and missing:
            break
        for where in _rules(tier):
            if matches(fields, where) is True:
                return Decided(tier, tuple(where), missing)
    return Decided(None if missing else "minimal", (), missing)


def would_raise(field: str) -> str:
    """Return the lowest tier that an answer to this question can bring a system to; '' where it decides none."""
    for tier in ("limited", "high"):
        if any(field in where for where in _rules(tier)):
            return tier
    return ""


def asked_in_table() -> tuple[str, ...]:
    """Return the questions of the table: those of the triage and what follows a yes."""
    triage = gates().triage
    found: list[str] = []
    for name in triage.questions:
        found += [name, *triage.also_if.get(name, ())]
    return tuple(found)


def still_open(fields: Fields) -> tuple[str, ...]:
    """Return the questions of the table that a system leaves open."""
    return tuple(name for name in asked_in_table() if not filled(fields.get(name)))


@cache
def _patterns() -> tuple[tuple[str, object, re.Pattern[str]], ...]:
    raw: Mapping[str, Any] = content("triage/suggestions.yaml")
    return tuple(
        (
            s["field"],
            s["value"],
            re.compile(rf"\b(?:{'|'.join(map(re.escape, s['words']))})\b", re.IGNORECASE),
        )
        for s in raw["suggestions"]
    )


@cache
def _rules(tier: str) -> tuple[Mapping[str, Any], ...]:
    raw: Mapping[str, Any] = content("gates/gates.yaml")
    return tuple(c["where"] for c in raw["tiering"][tier]["any"] if c["record"] == "system")

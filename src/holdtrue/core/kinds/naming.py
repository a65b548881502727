"""What a record is called where its kind has no naming field: put together from the facts that tell it apart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from holdtrue.core.days import to_day
from holdtrue.core.kinds.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST = 120
"""Letters of a title."""
_FROM: Mapping[str, tuple[str, ...]] = {
    "role": ("name",),
    "scope": ("statement",),
    "classification": ("law", "class"),
    "applicability": ("control_id",),
    "change": ("type", "description"),
    "training": ("topic", "held_on"),
    "competence": ("skill",),
    "acknowledgement": ("policy_topic", "revision"),
    "evidence": ("tag", "collected_on"),
    "indicator": ("tag",),
    "audit": ("type", "held_on"),
    "certificate": ("body", "number"),
    "review": ("type", "held_on"),
    "concern": ("category", "raised_on"),
    "finding": ("nature",),
    "declaration": ("practice", "answer"),
    "impact_assessment": ("type",),
}
"""Kind -> the fields that tell one of it from another; a concern's own words stay out of the title."""

_WITH_KIND = frozenset(
    {"impact_assessment", "competence", "acknowledgement", "audit", "training", "change", "concern"}
)
_VALUES = frozenset({"choice", "link"})
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CAPITALS = {"ai": "AI", "aims": "AIMS", "eu": "EU", "us": "US", "omb": "OMB", "iii": "III", "i": "I"}


def title_of(
    kind: str, fields: Mapping[str, object], links: Mapping[str, Sequence[str]] | None = None
) -> str:
    """Return the record's title: the one given, else its naming field, else one put together from its facts."""
    declared = KINDS[kind]
    given = fields.get("title")
    if given:
        return short(str(given))
    if declared.title_field and kind not in _FROM:
        return short(str(fields.get(declared.title_field) or ""))
    parts = []
    for name in _FROM.get(kind, ()):
        value = fields.get(name) or next(iter((links or {}).get(name, ())), "")
        if value:
            parts.append(_said(str(value), declared.spec(name).type))
    if kind in _WITH_KIND or not parts:
        parts.insert(1 if parts else 0, kind.replace("_", " "))
        parts[:2] = [" ".join(parts[:2])]
    title = " · ".join(parts)
    return short(title[:1].upper() + title[1:])


def _said(value: str, type_: str) -> str:
    """Return a fact as a title says it: choices in words, a day as 14 Mar 2027."""
    if type_ in _VALUES:
        return _plain(value)
    day = to_day(value) if type_ == "date" else None
    if day is None:
        return value
    there = dt.date.fromordinal(day)
    return f"{there.day} {_MONTHS[there.month - 1]} {there.year}"


def _plain(value: str) -> str:
    """Read `internal_audit` or `oversight-sample` as words; ids that hold a point or a capital stay as they are."""
    if value.lower() != value or "." in value:
        return value
    return " ".join(_CAPITALS.get(word, word) for word in value.replace("_", " ").replace("-", " ").split())


def short(text: str) -> str:
    """Return a text as a title shows it: on one line, cut after a word where it is too long."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"

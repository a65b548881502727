"""What an assessment says of each affected group, one a line: group | impact | severity | likelihood | measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import value_list

SEVERITIES = value_list("impact_severity")
"""Mildest first."""
LIKELIHOODS = ("1", "2", "3", "4", "5")
_MARK = "|"
_PARTS = 5
_REF = re.compile(r"\b(CTL|RSK)-0*([1-9]\d{0,8})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Impact:
    """What may happen to one group of people, how grave and how likely it is, and what is done about it."""

    group: str
    what: str = ""
    severity: str = ""
    likelihood: str = ""
    measures: str = ""

    @property
    def complete(self) -> bool:
        """Whether impact, severity and likelihood are said."""
        return bool(self.group and self.what and self.severity and self.likelihood)


def read(lines: object) -> tuple[Impact, ...]:
    """Read the lines of a record; one written by hand may leave parts out at its end."""
    found = []
    for line in lines if isinstance(lines, Sequence) and not isinstance(lines, str) else ():
        parts = [part.strip() for part in str(line).split(_MARK, _PARTS - 1)]
        parts += [""] * (_PARTS - len(parts))
        group, what, severity, likelihood, measures = parts
        found.append(Impact(group, what, severity.lower(), likelihood, measures))
    return tuple(found)


def write(impacts: Iterable[Impact]) -> list[str]:
    """Return the lines kept; an empty row is left out. BadInput where a row lacks its group or has a wrong value."""
    lines = []
    for impact in impacts:
        parts = (impact.group, impact.what, impact.severity, impact.likelihood, impact.measures)
        if not any(parts):
            continue
        if not impact.group:
            raise BadInput("assess.group_unnamed", field="impacts", impact=impact.what or impact.measures)
        _listed(impact.severity, SEVERITIES, impact.group)
        _listed(impact.likelihood, LIKELIHOODS, impact.group)
        lines.append(f" {_MARK} ".join(" ".join(part.replace(_MARK, "/").split()) for part in parts).rstrip())
    return lines


def gravest(impacts: Iterable[Impact]) -> str:
    """Return the gravest severity among them, '' where none is said."""
    ranks = [SEVERITIES.index(i.severity) for i in impacts if i.severity in SEVERITIES]
    return SEVERITIES[max(ranks)] if ranks else ""


def answering(impacts: Iterable[Impact]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the refs of controls and of risks that the measures name."""
    refs = [f"{m[1].upper()}-{int(m[2]):04d}" for i in impacts for m in _REF.finditer(i.measures)]
    kept = dict.fromkeys(refs)
    return tuple(r for r in kept if r.startswith("CTL")), tuple(r for r in kept if r.startswith("RSK"))


def _listed(value: str, known: Sequence[str], group: str) -> None:
    if value and value not in known:
        raise BadInput("assess.group_value", field="impacts", value=value, group=group, known=tuple(known))

"""The JSON of frameworks: what each asks, how far it is met, and how every requirement stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.requirements import BEGUN, HOLDS, MORE, SHORT, because
from holdtrue.app.shapes import until
from holdtrue.core.days import iso
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.queries.coverage import Covered
    from holdtrue.app.queries.requirements import Answer, Answered, Reach
    from holdtrue.app.shapes import Json
    from holdtrue.core.days import Day


def coverage_json(covered: Covered) -> Json:
    """Return how far a framework's requirements are met; never said to be compliance."""
    return {
        "framework": covered.framework.id,
        "title": covered.framework.title,
        "requirements": len(covered.requirements),
        "applies": covered.applies,
        "answered": len(covered.requirements) - len(covered.uncovered),
        "satisfied": len(covered.satisfied),
        "satisfied_ids": list(covered.satisfied),
        "open": list(covered.open),
        "begun": list(covered.begun),
        "not_asked": list(covered.not_asked),
        "uncovered": list(covered.uncovered),
        "needs_more": dict(covered.needs_more),
        "not_applicable": {
            name: say(why) if why is not None else "" for name, why in covered.not_applicable.items()
        },
    }


def requirements_json(found: Answered, *, failing: bool, system: str = "") -> Json:
    """Return a framework with its requirements as they stand; with `failing` only those that fall short."""
    shown = [a for a in found.answers if not failing or a.standing in SHORT]
    return {
        "framework": found.framework.id,
        "title": found.framework.title,
        "version": found.framework.version,
        "as_of": found.framework.as_of or None,
        "source": found.framework.source or None,
        "at": iso(found.day),
        "system": system or None,
        "level": LEVEL_WORDS[found.level],
        "applies": len(found.asked),
        "holds": len(found.of("holds")),
        "requirements": [_requirement(answer, found.day) for answer in shown],
    }


def _requirement(told: Answer, day: Day) -> Json:
    asked = told.requirement
    return {
        "id": asked.id,
        "name": asked.name,
        "title": asked.title,
        "section": asked.section,
        "kind": asked.kind,
        "actors": sorted(asked.actors),
        "class": asked.group if asked.actors else None,
        "standing": told.standing,
        "until": until(told.until),
        "because": say(because(told, day)),
        "applies": told.applies.holds,
        "applies_from": iso(told.starts) if told.starts is not None else None,
        "date_certain": asked.date_certain,
        "confidence": asked.confidence or None,
        "doubts": list(asked.doubts),
        "still_to_show": told.still or None,
        "findings": [*told.major, *told.minor],
        "stopped_by": list(told.major),
        "holds_with": list(told.minor) if told.standing in (HOLDS, MORE, BEGUN) else [],
        "practices": [_practice(reach, told.level, day) for reach in told.by],
    }


def _practice(reach: Reach, level: int, day: Day) -> Json:
    end = reach.verdicts[reach.level - 1].until if reach.verdicts and reach.level else 0
    return {
        "id": reach.practice.id,
        "asked": bool(reach.verdicts),
        "in_profile": reach.counted,
        "level": LEVEL_WORDS[reach.level],
        "until": until(end),
        "state": reach.verdicts[level - 1].state(day).word if reach.verdicts else None,
        "scopes": reach.scopes,
    }


__all__ = ["coverage_json", "requirements_json"]

"""The JSON of a gate's answer, shared by the API and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.gates import yours
from holdtrue.app.shapes import said
from holdtrue.core.days import NEVER, iso
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.queries.gates import Asked
    from holdtrue.app.shapes import Json
    from holdtrue.core.days import Day
    from holdtrue.core.gate_answers import Answer, Line
    from holdtrue.store.models import GateDecision


def gate_json(asked: Asked, person_uid: str = "") -> Json:
    """Return a gate's answer; `yours` on what is missing says whether that person can mend it."""
    record = asked.record
    return {
        "system": record.ref,
        "title": record.title,
        "stage_now": asked.stage_now,
        **answer_json(asked.answer, person_uid),
    }


def early_json(row: GateDecision, until: str) -> Json:
    """Return a gate just opened early: what was waived, and until when it counts."""
    return {
        "system": row.system.ref,
        "title": row.system.title,
        "stage": row.stage,
        "decision": row.decision,
        "until": until,
        "change": row.change.ref if row.change else None,
        "by": row.person.ref if row.person else None,
        "waived": [str(one["title"]) for one in row.answer.get("missing", ())],
    }


def answer_json(answer: Answer, person_uid: str = "") -> Json:
    """Return the answer alone, as it is kept with a decision."""
    mine, _ = yours(answer, person_uid)
    return {
        "stage": answer.stage,
        "at": iso(answer.day),
        "open": answer.open,
        "tier": answer.tier or None,
        "profile": answer.profile,
        "holds_until": iso(answer.closes) if answer.closes > NEVER else None,
        "asked": len(answer.lines),
        "missing": [{**_line(line, answer.day), "yours": line in mine} for line in answer.missing],
        "holding": [_line(line, answer.day) for line in answer.lines if line.holds(answer.day)],
        "left_out": [
            {"practice": one.practice.id, "title": one.practice.title, "why": say(one.why)}
            for one in answer.left_out
        ],
        "print": answer.print,
    }


def title_of(line: Line) -> str:
    """Say what a line asks for."""
    return say(line.title) if isinstance(line.title, Message) else line.title


def _line(line: Line, day: Day) -> Json:
    told, need = line.told, line.need
    found: Json = {
        "practice": line.key,
        "title": title_of(line),
        "level": LEVEL_WORDS[need.level] if need else None,
        "asked_by": need.stage if need else None,
        "hard": line.hard,
        "state": line.state(day).word,
        "until": iso(line.verdict.until),
    }
    if line.holds(day):
        return found
    return found | {
        "because": said(told.because) if told else "",
        "remedy": said(told.remedy) if told else "",
        "remedy_action": told.remedy_action if told else "",
        "remedy_ref": (told.remedy_ref if told else "") or None,
        "witness": list(told.witness) if told else [],
        "who": {
            "role": (told.role if told else "") or None,
            "person": (told.person if told else "") or None,
            "name": (told.name if told else "") or None,
        },
        "minutes": told.minutes if told else 0,
    }


__all__ = ["answer_json", "early_json", "gate_json", "title_of"]

"""The Statement of Applicability as JSON, the same for scripts and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.app.carried_words import reached, status_words, until
from holdtrue.core.days import ALWAYS, iso
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.queries.applying import Line, Statement
    from holdtrue.core.facts import Fact

Json = dict[str, Any]
SHOWN = ("undecided", "in", "out", "reopened", "failing")
"""Which lines may be asked for by one word."""


def statement_json(found: Statement, show: str = "") -> Json:
    """Return the whole, or the lines of one sort."""
    lines = found.lines
    return {
        "at": iso(found.day),
        "framework": {"id": found.framework.id, "version": found.framework.version},
        "profile": found.profile,
        "decided": found.decided,
        "of": len(lines),
        "included": sum(x.included is True for x in lines),
        "excluded": sum(x.included is False for x in lines),
        "signed": len(found.of_state("signed")),
        "reopened": len(found.of_state("reopened")),
        "holding": sum(holds(x, found) for x in lines if x.included),
        "lines": [line_json(x, found) for x in lines if is_shown(x, found, show)],
    }


def is_shown(line: Line, found: Statement, show: str) -> bool:
    """Whether a line is of a sort asked for; every line is where none is."""
    return {
        "": True,
        "undecided": line.included is None,
        "in": line.included is True,
        "out": line.included is False,
        "reopened": line.state in ("reopened", "lapsed"),
        "failing": line.included is True and not holds(line, found),
    }[show]


def holds(line: Line, found: Statement) -> bool:
    """Whether what carries the control reaches the level that counts for the standard."""
    return reached(line.levels, found.day) >= found.meets_at


def status_of(line: Line, found: Statement) -> Message:
    """Say how far a control that is not left out is carried, with the open findings on it."""
    if line.included is False:
        return Message("applicability.status.out")
    if line.stopped_by:
        return Message("applicability.status.stopped", {"findings": line.stopped_by})
    told = status_words(line.levels, found.day, found.meets_at)
    if not line.holds_with:
        return told
    return Message("applicability.status.beside", {"status": told, "findings": line.holds_with})


def line_json(line: Line, found: Statement) -> Json:
    """Return one control."""
    end = until(line.levels, found.day)
    signed = line.signed
    return {
        "control": line.control.id,
        "title": line.control.title,
        "ref": line.fact.ref if line.fact else None,
        "included": line.included,
        "reason": line.reason,
        "state": line.state,
        "level": LEVEL_WORDS[reached(line.levels, found.day)] if line.levels is not None else None,
        "until": None if end is None else "always" if end >= ALWAYS else iso(end),
        "status": say(status_of(line, found)),
        "stopped_by": list(line.stopped_by),
        "holds_with": list(line.holds_with) if line.included is not False else [],
        "practices": [p.id for p in line.practices],
        "controls": _refs(line.controls),
        "risks": _refs(line.risks),
        "evidence": _refs(line.evidence),
        "owner": line.owner.title if line.owner else None,
        "signed": None
        if signed is None
        else {
            "by": signed.row.signer.title,
            "on": iso(signed.row.day),
            "revision": signed.row.basis[0][1],
            "until": iso(signed.until),
            "by_role": signed.by_role,
            "set": signed.row.set_uid or None,
            "changed": [{"ref": x.ref, "field": x.field} for x in signed.changed],
            "moved": list(signed.moved),
        },
        "new_risks": [ref for ref, _ in line.fresh],
        "asked_by_law": [{"practice": p.id, "laws": list(laws)} for p, laws in line.laws],
        "suggested": {"included": line.suggestion.included, "reason": say(line.suggestion.reason)}
        if line.included is None
        else None,
    }


def _refs(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.ref for fact in facts]

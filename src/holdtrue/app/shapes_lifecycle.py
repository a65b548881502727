"""The JSON of a system's life, shared by the API and the command line: deploys inside standing approvals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.shapes import said
from holdtrue.core.days import NEVER, iso
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.words import text

if TYPE_CHECKING:
    from holdtrue.app.queries.envelopes import Asked, Tried
    from holdtrue.app.shapes import Json
    from holdtrue.core.days import Day
    from holdtrue.core.envelopes import Judged
    from holdtrue.core.milestones import Line, Reached
    from holdtrue.store.models import Record


def deploy_json(system: Record, found: Tried, day: Day, change: Record | None = None) -> Json:
    """Return whether a deploy lies inside a standing approval, each limit, and the change it became."""
    held = found.held
    return {
        "system": system.ref,
        "title": system.title,
        "inside": found.outside is None,
        "why": said(found.outside) if found.outside else None,
        "standing_approval": held.record.ref,
        "approval_title": held.record.title,
        "signed_by": list(held.signers),
        "until": iso(held.until) if held.until > NEVER else None,
        "limits": [_part(one) for one in found.parts],
        "asked": [_asked(one, day) for one in found.asked],
        "change": change.ref if change else None,
    }


def _part(one: Judged) -> Json:
    return {
        "what": one.what,
        "before": one.before,
        "after": one.after,
        "inside": one.inside,
        "limit": one.limit or None,
        "said": said(one.said()),
    }


def _asked(one: Asked, day: Day) -> Json:
    return {
        "claim": said(one.title),
        "holds": one.verdict.holds(day),
        "because": said(one.verdict.why.message),
    }


def milestone_json(found: Reached) -> Json:
    """Return what a gate of the management system says."""
    return {
        "gate": found.id,
        "title": text(f"milestone.{found.id}"),
        "asks": found.asks,
        "at": iso(found.day),
        "open": found.open,
        "asked": len(found.lines),
        "missing": [_line(line) for line in found.missing],
        "holding": [_line(line) for line in found.lines if line.holds],
    }


def line_title(line: Line) -> str:
    """Say what a line asks for."""
    return line.title if isinstance(line.title, str) else said(line.title)


def _line(line: Line) -> Json:
    return {
        "part": line.part,
        "practice": line.key,
        "title": line_title(line),
        "level": LEVEL_WORDS[line.level] if line.level else None,
        "holding": line.holding,
        "of": line.of,
        "because": said(line.because),
        "systems": [{"ref": ref, "title": title} for ref, title in line.examples],
    }


__all__ = ["deploy_json", "line_title", "milestone_json"]

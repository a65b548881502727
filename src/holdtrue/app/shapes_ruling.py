"""What API and command line tell of rulings, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.core.days import iso

if TYPE_CHECKING:
    from holdtrue.app.queries.rulings import Ruling


def ruling_json(ruling: Ruling) -> dict[str, Any]:
    """Return a question with its answer, if it has one."""
    return {
        "ref": ruling.record.ref,
        "question": ruling.question,
        "details": ruling.details,
        "state": ruling.state.value,
        "asked_by": ruling.asked_by,
        "due": iso(ruling.due),
        "answer": ruling.answer,
        "reason": ruling.reason,
        "answered_by": ruling.answered_by,
        "answered_on": iso(ruling.answered_on) if ruling.answered_on is not None else None,
        "valid_until": iso(ruling.until) if ruling.until is not None else None,
        "about": [{"ref": r.ref, "title": r.title} for r in ruling.about],
    }

"""A check's result as plain values: what the command writes, what the API answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdtrue.core.checks.result import CheckResult


def result_json(found: CheckResult) -> dict[str, Any]:
    """Return the whole result; nothing in it says who answered."""
    return {
        "check": found.check,
        "band": found.band,
        "shown_as": found.shown_as,
        "score": found.score,
        "gaps": [
            {
                "question": g.question,
                "says": g.says,
                "first_step": g.first_step,
                "practices": list(g.practices),
            }
            for g in found.gaps
        ],
        "contradictions": [{"questions": list(c.questions), "says": c.says} for c in found.contradictions],
        "caps": list(found.caps),
        "have": [{"id": c.id, "title": c.title, "state": c.state} for c in found.have],
        "viable": found.viable,
        "applies": found.applies,
        "says": list(found.says),
        "expected": list(found.expected),
        "unproved": list(found.unproved),
        "left_out": list(found.left_out),
        "declares": [d.practice for d in found.declares],
        "details": _plain(found.details),
    }


def _plain(value: object) -> Any:  # noqa: ANN401  # what JSON can hold
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


__all__ = ["result_json"]

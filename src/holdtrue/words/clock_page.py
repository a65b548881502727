"""Writes docs/clocks.md: every reporting clock with its source and doubts, and the cases it is tried by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.core.clocks import clocks
from holdtrue.core.content import content
from holdtrue.core.days import iso
from holdtrue.words.catalog import text

if TYPE_CHECKING:
    from holdtrue.core.clocks import Clock


def clock_page() -> str:
    """Return the page."""
    cases: Any = content("clocks/cases.yaml")["cases"]
    head = _row(
        *(text(f"reference.clocks.{name}") for name in ("id", "law", "tell", "length", "from", "source"))
    )
    tried = _row(*(text(f"reference.clocks.{name}") for name in ("case", "id", "aware", "plan_by", "latest")))
    lines = [
        f"# {text('reference.clocks.title')}",
        "",
        text("reference.clocks.lead"),
        "",
        head,
        _row(*["---"] * 6),
        *(_clock(clock) for clock in clocks()),
        "",
        f"## {text('reference.clocks.doubts')}",
        "",
        *(f"- `{clock.id}`: {text(f'incident.doubt.{clock.doubt}')}" for clock in clocks() if clock.doubt),
        "",
        f"## {text('reference.clocks.cases')}",
        "",
        text("reference.clocks.cases_lead"),
        "",
        tried,
        _row(*["---"] * 5),
        *(
            _row(
                case["name"],
                case["clock"],
                f"{case['aware']} {case['zone']}",
                case["plan_by"],
                case.get("latest", ""),
            )
            for case in cases
        ),
    ]
    return "\n".join(lines) + "\n"


def _clock(clock: Clock) -> str:
    status = text(f"incident.status.{'firm' if clock.status == 'firm' else 'planning'}")
    length = text(f"incident.length.{clock.unit}", n=clock.amount)
    return _row(
        f"`{clock.id}`",
        text(f"incident.law.{clock.law}"),
        text(f"incident.whom.{clock.tell}"),
        f"{length} {status}",
        iso(clock.applies_from),
        f"{clock.source} ({clock.as_of})",
    )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


__all__ = ["clock_page"]

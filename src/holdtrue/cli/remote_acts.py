"""Commands of Check and Act asked of another machine: reviews, calendar, indicators, incidents, audits, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdtrue.cli.wire import Json, Wire

_MOST = 100


def review(wire: Wire, *, ref: str = "", begin: str = "", until: str = "") -> Json:
    """Return the pack of a period, or the one kept with a review."""
    if ref:
        return wire.read(f"/records/{_named(ref)}/review-pack")
    return wire.read("/review-pack", [("begin", begin), ("until", until)])


def calendar(
    wire: Wire, *, year: str = "", plan: str = "", on: str = "", person: str = "", drop: str = ""
) -> Json:
    """Return the year, with something planned or taken off first where that is asked."""
    if plan:
        wire.send("POST", "/calendar/plan", {"what": plan, "on": on, "person": person, "drop": bool(drop)})
    return wire.read("/calendar", [("year", year or on[:4])])


def indicators(wire: Wire, *, system: str = "", unit: str = "") -> Json:
    """Return every indicator, read page by page."""
    rows: list[Json] = []
    after = ""
    while True:
        asked = [("system", system), ("unit", unit), ("after", after), ("limit", str(_MOST))]
        found = wire.read("/indicators", asked)
        rows += found["indicators"]
        after = str(found["next"] or "")
        if not after:
            return cast("Json", rows)


def indicator(wire: Wire, *, ref: str) -> Json:
    """Return one with its values."""
    return wire.read(f"/indicators/{_named(ref)}")


def incident(wire: Wire, *, ref: str) -> Json:
    """Return an incident with its clocks."""
    return wire.read(f"/incidents/{_named(ref)}")


def concerns(wire: Wire) -> Json:
    """Return the concerns one may answer."""
    return cast("Json", wire.read("/concerns")["concerns"])


def concern_incident(wire: Wire, *, number: int, fields: object) -> Json:
    """Make an incident of one."""
    return wire.send("POST", f"/concerns/{number}/incident", {"fields": fields})


def tell(wire: Wire, *, ref: str, **said: str) -> Json:
    """Write down who was told."""
    return wire.send("POST", f"/incidents/{_named(ref)}/tellings", said)


def audit_plan(wire: Wire, *, framework: str, years: int) -> Json:
    """Return the programme of internal audits."""
    return wire.read("/audit-programme", [("framework", framework), ("years", str(years))])


def audit(wire: Wire, *, ref: str) -> Json:
    """Return an audit as it is worked on."""
    return wire.read(f"/audits/{_named(ref)}")


def audit_begin(wire: Wire, *, ref: str, framework: str, covers: Sequence[str] = (), plan: str = "") -> Json:
    """Begin one."""
    body = {"framework": framework, "covers": list(covers), "plan": plan}
    return wire.send("POST", f"/audits/{_named(ref)}/begin", body)


def audit_draw(
    wire: Wire, *, ref: str, seed: str = "", sizes: Mapping[str, int] | None = None, reason: str = ""
) -> Json:
    """Draw its sample."""
    body = {"seed": seed, "sizes": dict(sizes or {}), "reason": reason}
    found = wire.send("POST", f"/audits/{_named(ref)}/sample", body)
    return {**found["samples"][-1], "systems": found["systems"]}


def audit_note(wire: Wire, *, ref: str, requirement: str, result: str, notes: str = "") -> Json:
    """Record how a requirement turned out."""
    path = f"/audits/{_named(ref)}/results/{_named(requirement)}"
    return wire.send("POST", path, {"result": result, "notes": notes})


def audit_close(wire: Wire, *, ref: str, result: str = "", reported_to: str = "") -> Json:
    """Sign and close it: refused there for a token."""
    return wire.send("POST", f"/audits/{_named(ref)}/close", {"result": result, "reported_to": reported_to})


def loop(wire: Wire, *, first: str = "", last: str = "") -> Json:
    """Return what the loop learned."""
    return wire.read("/loop", [("from", first), ("to", last)])


def mending(wire: Wire, *, ref: str) -> Json:
    """Return how far a finding is."""
    return wire.read(f"/findings/{_named(ref)}/mending")


def plan_effect(wire: Wire, *, ref: str, **said: str) -> Json:
    """Say who looks whether it worked, and when."""
    return wire.send("POST", f"/findings/{_named(ref)}/plan", said)


def verify_effect(wire: Wire, *, ref: str, evidence: Sequence[str] = (), why: str = "") -> Json:
    """Close a finding on evidence that it worked."""
    return wire.send("POST", f"/findings/{_named(ref)}/effect", {"evidence": list(evidence), "why": why})


def not_effective(wire: Wire, *, ref: str, why: str = "") -> Json:
    """Say that it did not work."""
    return wire.send("POST", f"/findings/{_named(ref)}/not-effective", {"why": why})


def reopen(wire: Wire, *, ref: str, why: str = "") -> Json:
    """Open a finding again."""
    return wire.send("POST", f"/findings/{_named(ref)}/reopen", {"why": why})


def _named(name: str) -> str:
    return quote(name, safe="")


COMMANDS: Mapping[str, Callable[..., Json]] = {
    "review": review,
    "calendar": calendar,
    "indicators": indicators,
    "indicator": indicator,
    "incident": incident,
    "incident-tell": tell,
    "concerns": concerns,
    "concern-incident": concern_incident,
    "audit": audit,
    "audit-plan": audit_plan,
    "audit-begin": audit_begin,
    "audit-draw": audit_draw,
    "audit-note": audit_note,
    "audit-close": audit_close,
    "loop": loop,
    "mending": mending,
    "plan-effect": plan_effect,
    "verify-effect": verify_effect,
    "not-effective": not_effective,
    "reopen-finding": reopen,
}
"""What a command is called when it is sent elsewhere → who sends it."""

__all__ = ["COMMANDS"]

"""What a claim names by itself: the kinds whose records it looks for, and the tags of evidence and of figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.core.claims.base import Part
from holdtrue.core.claims.distinct import Distinct
from holdtrue.core.claims.evidence import Evidence
from holdtrue.core.claims.held import Held
from holdtrue.core.claims.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.core.claims.base import Claim


@dataclass(frozen=True, slots=True)
class Named:
    """In the order in which the claims come to them; each once."""

    kinds: dict[str, None] = field(default_factory=dict)
    evidence: dict[str, None] = field(default_factory=dict)
    figures: dict[str, None] = field(default_factory=dict)


def named_in(claims: Iterable[Claim]) -> Named:
    """Return what the claims and those inside them name."""
    found = Named()
    for claim in claims:
        _gather(claim, found)
    return found


def _gather(claim: Claim, found: Named) -> None:
    if isinstance(claim, (Part, Distinct)):
        found.kinds[claim.kind] = None
    elif isinstance(claim, Held):
        found.kinds[claim.at] = None
    elif isinstance(claim, Evidence):
        found.evidence[claim.tag] = None
    elif isinstance(claim, Measured):
        found.figures[claim.tag] = None
    for inner in claim.children():
        _gather(inner, found)

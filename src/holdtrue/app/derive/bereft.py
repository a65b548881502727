"""Which records lose by another's retirement a link that a claim asks for: they are asked again as if edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.derive.asked import claims_of
from holdtrue.app.derive.touch import Touch
from holdtrue.core.claims.distinct import Distinct
from holdtrue.core.claims.record import Record as Filled
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.store import reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdtrue.core.claims.base import Claim
    from holdtrue.core.practices import Library


def bereft_by(organisation_id: int, row: int) -> list[Touch]:
    """Return a touch for each standing record that names this one in a relation some claim wants filled. One query."""
    found = reach.naming(organisation_id, row, leaned_on(library()))
    return [Touch(r, uid, kind, (key,) if key else ("",), wide=False) for r, uid, kind, key in found]


def leaned_on(rules: Library) -> frozenset[str]:
    """Return the relations that some claim wants filled, or holds against others."""
    known = _LEANED_ON.get(rules.digest)
    if known is None:
        known = _LEANED_ON[rules.digest] = frozenset(_relations(rules))
    return known


_LEANED_ON: dict[str, frozenset[str]] = {}
"""By the digest of the rules, which are few."""


def _relations(rules: Library) -> set[str]:
    found: set[str] = set()
    for practice in rules.practices:
        for claim in (part for whole in claims_of(practice) for part in _every(whole)):
            if isinstance(claim, Filled):
                specs = KINDS[claim.kind].specs_by_name()
                found.update(name for name in claim.filled if name in specs and specs[name].linked)
            elif isinstance(claim, Distinct):
                found.add(claim.field)
    return found


def _every(claim: Claim) -> Iterator[Claim]:
    yield claim
    for child in claim.children():
        yield from _every(child)

"""A level made ready to be derived in a system's scope: from the facts to the rung that is stored, nothing told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from holdtrue.core.claims.combined import Combined, joined
from holdtrue.core.claims.condition import When
from holdtrue.core.claims.shared import NEUTRAL, Shared
from holdtrue.core.rungs import KEPT_PLAIN, Mode, moved_rung, plain_rung
from holdtrue.core.verdicts import HOLDS_NEVER

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Claim, Quick
    from holdtrue.core.claims.shared import Level
    from holdtrue.core.facts import Facts
    from holdtrue.core.rungs import Rung
    from holdtrue.core.verdicts import Verdict

Derives = Callable[["Facts"], "Rung"]


def deriving(level: Level) -> Derives:
    """Return what gives the level's rung, as `Ends.rung` of its two ends does."""
    if level.shared is None:
        return _plain(level.claim.quick)
    high = _with_part(level.claim, NEUTRAL)
    low = None if level.conjoined else _with_part(level.claim, HOLDS_NEVER)
    mode = Mode.CONJOINED if level.conjoined else Mode.BETWEEN
    conditions = _conditions(level.claim) or ()

    def derive(facts: Facts) -> Rung:
        verdict = high(facts)
        for condition in conditions:
            if not condition.is_asked(facts):
                return plain_rung(verdict)
        return moved_rung(verdict, HOLDS_NEVER if low is None else low(facts), mode)

    return derive


def _plain(quick: Quick) -> Derives:
    kept = KEPT_PLAIN

    def derive(facts: Facts) -> Rung:
        verdict = quick(facts)
        known = kept.get(id(verdict))
        return known[1] if known is not None and known[0] is verdict else plain_rung(verdict)

    return derive


def _with_part(claim: Claim, part: Verdict) -> Quick:
    """The claim made ready, with that verdict in place of its shared part."""
    kind = type(claim)
    if kind is Shared:
        return lambda _facts: part
    if kind is When:
        when = cast("When", claim)
        return when.around(_with_part(when.claim, part))
    if isinstance(claim, Combined):
        return joined(claim.k, [_with_part(one, part) for one in claim.claims])
    return claim.quick


def _conditions(claim: Claim) -> tuple[When, ...] | None:
    """The conditions on the way to the shared part, which it is asked under; None where it is not there."""
    if isinstance(claim, Shared):
        return ()
    if isinstance(claim, When):
        found = _conditions(claim.claim)
        return None if found is None else (claim, *found)
    if isinstance(claim, Combined):
        ways = [found for part in claim.claims if (found := _conditions(part)) is not None]
        return ways[0] if ways else None
    return None

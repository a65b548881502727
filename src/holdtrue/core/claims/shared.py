"""The organisation-wide part of a system practice's level: evaluated once, and capped into each system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from holdtrue.core.claims.base import Claim, Read
from holdtrue.core.claims.combined import All, AnyOf, AtLeast, Combined
from holdtrue.core.claims.condition import When
from holdtrue.core.days import ALWAYS
from holdtrue.core.refusals import BadInput
from holdtrue.core.verdicts import HOLDS_NEVER, NOT_ASKED, Verdict
from holdtrue.core.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.facts import Facts
    from holdtrue.core.messages import Message

_COMBINED = frozenset({All, AnyOf, AtLeast})
NEUTRAL = Verdict(ALWAYS, bearing=NOT_ASKED)
"""Changes nothing in an `all`: where the shared part is left open."""


@dataclass(frozen=True, eq=False)
class Shared(Claim):
    """Stands for a sub-claim that reads only organisation-wide records; it is written as that sub-claim is."""

    form: ClassVar[str] = "shared"
    claim: Claim

    def evaluate(self, facts: Facts) -> Verdict:
        kept = facts.shared(self.claim)
        return self.claim.evaluate(facts) if kept is None else kept

    def clause(self) -> Message:
        return self.claim.clause()

    def predicate(self, kind: str, n: int) -> Message | None:
        return self.claim.predicate(kind, n)

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return self.claim.remedy(facts, verdict)

    def reads(self) -> frozenset[Read]:
        return self.claim.reads()

    def children(self) -> tuple[Claim, ...]:
        return (self.claim,)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a practice made ready: its claim, and its shared part where it has one."""

    claim: Claim
    shared: Claim | None = None
    conjoined: bool = True
    """Whether the part is reached through all and when only, so that the rest and the part simply both must hold."""


def organization_wide(claim: Claim) -> bool:
    """Whether a claim reads only kinds seen from every system, or figures counted once for the organisation."""
    words = vocabulary()
    return all(
        kind in words.visible_from_systems
        or (kind == "indicator" and tag in words.indicators and words.indicators[tag].per == "organization")
        for kind, tag in claim.reads()
    )


def ready(claim: Claim, *, per_system: bool, path: str = "") -> Level:
    """Return a level's claim with its organisation-wide part marked; BadInput where there are several.

    Parts side by side under one `all` count as one.
    """
    if not per_system:
        return Level(claim)
    marked = _mark(claim)
    shared = list(_shared_in(marked))
    if len(shared) > 1:
        raise BadInput("claim.bad.shared", path=path or ".")
    if not shared:
        return Level(claim)
    return Level(marked, shared[0].claim, conjoined=_conjoined(marked))


def with_shared(claim: Claim, facts: Facts, shared: Verdict) -> tuple[Verdict, bool]:
    """Evaluate a marked claim with that verdict in place of its shared part; also tell whether the part was asked."""
    kind = type(claim)  # an abstract class answers isinstance slowly, and this is asked at every change
    if kind is Shared:
        return shared, True
    if kind is When:
        when = cast("When", claim)
        if not when.is_asked(facts):
            return when.not_asked(facts), False
        return with_shared(when.claim, facts, shared)
    if kind in _COMBINED:
        whole = cast("Combined", claim)
        parts = [with_shared(part, facts, shared) for part in whole.claims]
        return whole.combine([v for v, _ in parts], facts.day), any(was for _, was in parts)
    return claim.evaluate(facts), False


def low_end(level: Level, facts: Facts) -> Verdict:
    """Return the level with its shared part never holding."""
    return with_shared(level.claim, facts, HOLDS_NEVER)[0]


def _mark(claim: Claim) -> Claim:
    if organization_wide(claim):
        return Shared(claim.source, claim, strict=claim.strict)
    if isinstance(claim, When):
        return When(claim.source, claim.facts, _mark(claim.claim), strict=claim.strict)
    if isinstance(claim, (All, AnyOf)):
        parts = _flat(claim)
        wide = [part for part in parts if organization_wide(part)]
        rest = [_mark(part) for part in parts if not organization_wide(part)]
        if wide:
            whole = wide[0] if len(wide) == 1 else _joined(claim, wide)
            rest.append(Shared(whole.source, whole, strict=claim.strict))
        return type(claim)(
            claim.source, tuple(rest), len(rest) if isinstance(claim, All) else 1, strict=claim.strict
        )
    if isinstance(claim, Combined):
        return type(claim)(
            claim.source, tuple(_mark(part) for part in claim.claims), claim.k, strict=claim.strict
        )
    return claim


def _joined(claim: All | AnyOf, parts: Sequence[Claim]) -> Claim:
    source = {claim.form: [part.source for part in parts]}
    return type(claim)(source, tuple(parts), len(parts) if isinstance(claim, All) else 1, strict=claim.strict)


def _flat(claim: Combined) -> list[Claim]:
    """The parts with those of nested claims of the same form taken up."""
    found: list[Claim] = []
    for part in claim.claims:
        found.extend(
            _flat(part) if isinstance(part, Combined) and part.form == claim.form != "at_least" else [part]
        )
    return found


def _shared_in(claim: Claim) -> Sequence[Shared]:
    if isinstance(claim, Shared):
        return [claim]
    if isinstance(claim, (When, Combined)):
        return [found for part in claim.children() for found in _shared_in(part)]
    return []


def _conjoined(claim: Claim) -> bool:
    if isinstance(claim, Shared):
        return True
    if isinstance(claim, When):
        return _conjoined(claim.claim)
    if isinstance(claim, All):
        return all(_conjoined(part) for part in claim.claims if _shared_in(part))
    return not _shared_in(claim)

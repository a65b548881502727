"""The form `sustained`: something dated was kept up without a long gap for a period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import Claim, Read, failed
from holdtrue.core.claims.phrases import period_said
from holdtrue.core.claims.spans import piece
from holdtrue.core.claims.telling import mend, witness
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import MISSING, NOTHING, Verdict

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.claims.done import Done
    from holdtrue.core.claims.evidence import Evidence
    from holdtrue.core.claims.measured import Measured
    from holdtrue.core.days import Period
    from holdtrue.core.facts import Facts


@dataclass(frozen=True, eq=False)
class Sustained(Claim):
    """It ripens: opens = start of the piece that holds today + the period, until = that of the claim today."""

    form: ClassVar[str] = "sustained"
    claim: Done | Evidence | Measured
    period: Period

    def evaluate(self, facts: Facts) -> Verdict:
        now = self.claim.evaluate(facts)
        if not now.holds(facts.day):
            return now
        found = piece(self.claim.spans(facts), facts.day)
        if found is None:
            why = (
                witness("sustained.none", now.why.ref, period=str(self.period)) if facts.telling else NOTHING
            )
            return failed(MISSING, why)
        opens = self.period.after(found.start)
        if opens <= facts.day:
            return replace(now, opens=opens)
        why = NOTHING
        if facts.telling:
            why = witness(
                "sustained.ripens", found.ref, start_day=found.start, ripe_day=opens, period=str(self.period)
            )
        return replace(now, opens=opens, why=why, cause=MISSING)

    def clause(self) -> Message:
        return Message(
            "claim.sustained.clause", {"claim": self.claim.clause(), "period": period_said(self.period)}
        )

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return self.claim.reads()

    def children(self) -> tuple[Claim, ...]:
        return (self.claim,)

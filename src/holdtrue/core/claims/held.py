"""The form `held`: a claim was true, and known, on the day of the newest event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import Claim, Read, failed, unsure
from holdtrue.core.claims.distinct import newest_match
from holdtrue.core.claims.fitting import Fits, fitting
from holdtrue.core.claims.phrases import such
from holdtrue.core.claims.spans import late
from holdtrue.core.claims.telling import mend, told, witness
from holdtrue.core.days import ALWAYS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import HOLDS, MISSING, NOTHING, UNKNOWN, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact, Facts


@dataclass(frozen=True, eq=False)
class Held(Claim):
    """The answer never changes once the event is there; a store keeps it with the event until a newer one comes."""

    form: ClassVar[str] = "held"
    claim: Claim
    at: str
    where: Mapping[str, object]

    def evaluate(self, facts: Facts) -> Verdict:
        event = newest_match(facts, self.at, self.fits)
        if event is None:
            return self._no_event(facts)
        day = event.day
        if day is None:
            return unsure(told("held.undated", event) if facts.telling else NOTHING)
        if late(day, event.recorded):
            return failed(MISSING, told("held.late", event, event_day=day) if facts.telling else NOTHING)
        kept = facts.kept(self, event)
        if kept is None:
            return self.at_event(facts, event, day)
        return replace(kept, why=self.at_event(facts, event, day).why) if facts.telling else kept

    @cached_property
    def fits(self) -> Fits:
        """`where` made ready."""
        return fitting(self.where)

    def at_event(self, facts: Facts, event: Fact, day: Day) -> Verdict:
        """Return the answer for that event from the facts of its day: what a store keeps with it."""
        was = self.claim.evaluate(facts.as_of(day))
        state = was.state(day)
        why = NOTHING
        if facts.telling:
            case = {HOLDS: "held.holds", UNKNOWN: "held.unknown"}.get(state, "held.failed")
            why = told(case, event, event_day=day, because=was.why.message)
        if state is HOLDS:
            return Verdict(ALWAYS, why, bearing=was.bearing)
        return unsure(why) if state is UNKNOWN else failed(MISSING, why)

    def clause(self) -> Message:
        return Message("claim.held.clause", {"claim": self.claim.clause(), "such": such(self.at, self.where)})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return self.claim.reads() | {(self.at, "")}

    def children(self) -> tuple[Claim, ...]:
        return (self.claim,)

    def _no_event(self, facts: Facts) -> Verdict:
        for fact in facts.of(self.at):
            if self.fits(fact.at_hand) is None:
                return unsure(told("held.undated", fact) if facts.telling else NOTHING)
        return failed(
            MISSING,
            witness("held.none", "", such=such(self.at, self.where)) if facts.telling else NOTHING,
        )

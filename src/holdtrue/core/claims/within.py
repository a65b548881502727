"""The form `within`: grace, counted from a date of the record at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import Claim, Read, failed, unsure
from holdtrue.core.claims.periods import Every, unsorted_witness
from holdtrue.core.claims.phrases import every_said, field_word
from holdtrue.core.claims.telling import mend, tag_word, told
from holdtrue.core.days import to_day
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import MISSING, NOTHING, Verdict

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.facts import Facts


@dataclass(frozen=True, eq=False)
class Within(Claim):
    """Until the date in the field plus the period; without a date there is no grace."""

    form: ClassVar[str] = "within"
    period: Every
    field: str

    def evaluate(self, facts: Facts) -> Verdict:
        scope = facts.scope
        start = to_day(scope.at_hand.get(self.field))
        if start is None:
            return failed(
                MISSING,
                told("within.none", scope, field=tag_word(self.field)) if facts.telling else NOTHING,
            )
        until = self.period.after(start, facts, scope)
        if until is None:
            return unsure(unsorted_witness(facts, scope))
        if not facts.telling:
            return Verdict(until)
        case = "within.holds" if until > facts.day else "within.over"
        return Verdict(until, told(case, scope, field=tag_word(self.field), start_day=start, until_day=until))

    def clause(self) -> Message:
        params = {"period": every_said(self.period, "exact"), "field": field_word("system", self.field)}
        return Message("claim.within.clause", params)

    def predicate(self, kind: str, n: int) -> Message | None:
        params = {"period": every_said(self.period, "exact"), "field": field_word(kind, self.field)}
        return Message("claim.within.predicate", {"n": n, **params})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({SCOPE})


SCOPE: Read = ("scope", "")
"""The record at hand itself, whatever its kind."""

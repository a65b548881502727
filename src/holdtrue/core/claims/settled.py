"""The form `settled`: nothing of a kind is past its due date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import CLOSED, MEMBER, Part, Read, Row, at_least_of, together
from holdtrue.core.claims.fitting import Fits, fitting
from holdtrue.core.claims.phrases import MANY, first_worded, such
from holdtrue.core.claims.telling import mend, told, witness
from holdtrue.core.days import ALWAYS, NEVER, to_day
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import (
    DONE,
    HOLDS_ALWAYS,
    MISSING,
    NO_OCCASION,
    NOTHING,
    UNKNOWN,
    Verdict,
    share_count,
    untold,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from holdtrue.core.claims.base import Quick, Remedy, Span
    from holdtrue.core.facts import Fact, Facts, Pool


@dataclass(frozen=True, eq=False)
class Settled(Part):
    """Of the open matches, a share is not past due; a record that may match is taken as it stands."""

    form: ClassVar[str] = "settled"
    where: Mapping[str, object]
    share: Fraction
    closed_by: str
    due: str

    def verdict(self, facts: Facts, member: Fact) -> Row | None:
        fields = member.at_hand
        if self.where and self.fits(fields) is False:
            return None
        if filled(fields.get(self.closed_by)):
            return Row(member.uid, ALWAYS, ALWAYS, flag=CLOSED, number=member.number)
        due = to_day(fields.get(self.due))
        if due is None:
            why = told("settled.no_due", member) if facts.telling else NOTHING
            return Row(member.uid, NEVER, ALWAYS, UNKNOWN, number=member.number, why=why)
        why = NOTHING
        if facts.telling:
            why = told("settled.holds" if due >= facts.day else "settled.overdue", member, due_day=due)
        return Row(member.uid, due + 1, due + 1, number=member.number, why=why)

    @cached_property
    def fits(self) -> Fits:
        """`where` made ready."""
        return fitting(self.where)

    @cached_property
    def quick(self) -> Quick:
        kind, fits, closed_by, due_in = self.kind, self.fits if self.where else None, self.closed_by, self.due
        share = None if self.share == 1 else self.share

        def evaluate(facts: Facts) -> Verdict:
            spans: list[Span] = []
            closed = False
            for member in facts.seen[kind]:
                fields = member.at_hand
                if fits is not None and fits(fields) is False:
                    continue
                if filled(fields.get(closed_by)):
                    closed = True
                    continue
                due = to_day(fields.get(due_in))
                if due is None:
                    spans.append((NEVER, ALWAYS, UNKNOWN, DONE, member.number))
                else:
                    spans.append((due + 1, due + 1, MISSING, DONE, member.number))
            n = len(spans)
            if not n:
                return HOLDS_ALWAYS if closed else _NOTHING_DUE
            k = n if share is None else share_count(share, n)
            return together(spans, k, facts.day) if k in (1, n) else self.evaluate(facts)

        return evaluate

    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        n = pool.count(MEMBER)
        if n:
            return at_least_of(self, pool, share_count(self.share, n), facts)
        if pool.count(CLOSED):
            why = (
                witness("settled.all_closed", "", such=such(self.kind, self.where))
                if facts.telling
                else NOTHING
            )
            return Verdict(ALWAYS, why)
        why = witness("settled.none", "", such=such(self.kind, self.where)) if facts.telling else NOTHING
        return Verdict(ALWAYS, why, bearing=NO_OCCASION)

    def clause(self) -> Message:
        if self.share != 1:
            params = {"such": such(self.kind, self.where, MANY), "percent": _percent(self.share)}
            return Message("claim.settled.clause_share", params)
        case = first_worded("claim.settled.clause", f"{self.kind}.{self.closed_by}")
        return Message(case, {"such": such(self.kind, self.where)})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({(self.kind, "")})


_NOTHING_DUE = untold(ALWAYS, ALWAYS, MISSING, NO_OCCASION)


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}"

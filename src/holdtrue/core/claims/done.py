"""The form `done`: something with a date happened within a period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import MEMBER, PLAN, Part, Read, Row, at_least_of, unsure
from holdtrue.core.claims.fitting import Fits, fitting
from holdtrue.core.claims.membership import flag_of, nothing_matches
from holdtrue.core.claims.periods import Every, unsorted_witness
from holdtrue.core.claims.phrases import every_said, first_worded, such, worded
from holdtrue.core.claims.spans import Span, late
from holdtrue.core.claims.telling import mend, told
from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import NOTHING, UNKNOWN, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.facts import Fact, Facts, Pool


@dataclass(frozen=True, eq=False)
class Done(Part):
    """The newest match of an event kind, else the longest lasting, is within the period; an undated match is a plan."""

    form: ClassVar[str] = "done"
    where: Mapping[str, object]
    every: Every

    def verdict(self, facts: Facts, member: Fact) -> Row | None:
        fits = self.fits(member.at_hand) if self.where else True
        if fits is False:
            return None
        flag = flag_of(member, fits=fits, dated=True)
        if flag is not MEMBER or member.day is None:
            return Row(member.uid, NEVER, ALWAYS, UNKNOWN, flag=flag, number=member.number)
        until = self.every.after(member.day, facts)
        if until is None:
            why = unsorted_witness(facts)
            return Row(member.uid, NEVER, ALWAYS, UNKNOWN, event=member.day, number=member.number, why=why)
        why = self._told(facts, member, until) if facts.telling else NOTHING
        return Row(member.uid, until, until, event=member.day, number=member.number, why=why)

    @cached_property
    def fits(self) -> Fits:
        """`where` made ready."""
        return fitting(self.where)

    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        if pool.count(MEMBER):
            newest = pool.newest(MEMBER) if KINDS[self.kind].event else None
            if newest is None:
                return at_least_of(self, pool, 1, facts)
            return (
                newest._replace(why=self.told(facts, newest)).verdict() if facts.telling else newest.verdict()
            )
        plan = pool.first(PLAN)
        if plan is None:
            return nothing_matches(self, pool, facts, self.where)
        fact = facts.get(plan.member) if facts.telling else None
        return unsure(told("done.undated", fact, such=such(self.kind, self.where)) if fact else NOTHING)

    def spans(self, facts: Facts) -> Sequence[Span]:
        """The stretches covered by each dated match known in time."""
        found = []
        for fact in facts.of(self.kind):
            if fact.day is None or late(fact.day, fact.recorded) or self.fits(fact.at_hand) is not True:
                continue
            end = self.every.after(fact.day, facts)
            if end is not None:
                found.append(Span(max(fact.day, fact.recorded), end, fact.ref))
        return found

    def clause(self) -> Message:
        params = {"such": such(self.kind, self.where), "every": every_said(self.every)}
        return Message(first_worded("claim.done.clause", self.kind), params)

    def predicate(self, kind: str, n: int) -> Message | None:
        case = f"claim.done.of.{kind}.{self.kind}"
        params = {"n": n, "such": such(self.kind, self.where), "every": every_said(self.every)}
        return Message(case, params) if worded(case) else None

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({(self.kind, "")})

    def _told(self, facts: Facts, member: Fact, until: int) -> Witness:
        case = "done.holds" if until > facts.day else "done.lapsed"
        return told(case, member, done_day=member.day, until_day=until, such=such(self.kind, self.where))

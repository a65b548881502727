"""Which systems bring an organisation's practice in: by its own facts (applies_when), or by law (law_when)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import MAYBE, MEMBER, Part, Read, Row, failed, unsure
from holdtrue.core.claims.fitting import asking
from holdtrue.core.claims.membership import population
from holdtrue.core.claims.phrases import facts_said
from holdtrue.core.claims.telling import mend, witness
from holdtrue.core.days import ALWAYS, Day
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import MISSING, NOTHING, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.facts import Fact, Facts, Fields, Pool

_CURRENT = population("system", {})


@dataclass(frozen=True, eq=False)
class Asked(Part):
    """Some current system has the facts; an unset one counts as having them."""

    form: ClassVar[str] = "asked"
    facts: Mapping[str, object]

    def verdict(self, facts: Facts, member: Fact) -> Row | None:
        if _CURRENT(member.at_hand) is False:
            return None
        answer = self.asks(member.at_hand, facts.organization.at_hand)
        if answer is False:
            return None
        flag = MEMBER if answer else MAYBE
        return Row(member.uid, ALWAYS, ALWAYS, flag=flag, number=member.number)

    @cached_property
    def asks(self) -> Callable[[Fields, Fields], bool | None]:
        """The facts made ready."""
        return asking(self.facts)

    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        if pool.count(MEMBER):
            return Verdict(ALWAYS)
        why = (
            witness("practice.not_applicable", "", facts=facts_said(self.facts)) if facts.telling else NOTHING
        )
        return unsure(why) if pool.count(MAYBE) else failed(MISSING, why)

    def clause(self) -> Message:
        return Message("claim.asked.clause", {"facts": facts_said(self.facts)})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({("system", ""), ("organization", "")})


@dataclass(frozen=True, eq=False)
class Joins(Part):
    """Some current system's facts join the practice by law; the verdict opens on the earliest day it does."""

    form: ClassVar[str] = "joins"
    plain: ClassVar[bool] = False
    joined: Callable[[Fields, Fields], Day | None]

    def verdict(self, facts: Facts, member: Fact) -> Row | None:
        if _CURRENT(member.at_hand) is False:
            return None
        day = self.joined(member.at_hand, facts.organization.at_hand)
        return None if day is None else Row(member.uid, ALWAYS, ALWAYS, number=member.number, rank=day)

    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        first = pool.first(MEMBER)
        return failed(MISSING, NOTHING) if first is None else Verdict(ALWAYS, opens=first.rank)

    def clause(self) -> Message:
        return Message("claim.joins.clause")

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({("system", ""), ("organization", "")})

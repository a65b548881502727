"""The form `none`: no record matches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import MAYBE, MEMBER, Part, Read, Row, failed, unsure
from holdtrue.core.claims.membership import may_match, population
from holdtrue.core.claims.phrases import such
from holdtrue.core.claims.telling import mend, told, witness
from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import CONTRADICTED, NOTHING, UNKNOWN, Verdict, untold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.claims.fitting import Fits
    from holdtrue.core.facts import Fact, Facts, Pool


@dataclass(frozen=True, eq=False)
class Absent(Part):
    """Nothing matches, neither what is in force nor a draft."""

    form: ClassVar[str] = "none"
    where: Mapping[str, object]

    def verdict(self, facts: Facts, member: Fact) -> Row | None:
        fits = self.fits(member.at_hand)
        if fits is not True and member.draft is not None and member.in_force:
            drafted = self.fits(member.draft)
            fits = drafted if drafted is not False else fits
        if fits is False:
            return None
        if fits is None:
            return Row(member.uid, NEVER, ALWAYS, UNKNOWN, flag=MAYBE, number=member.number)
        why = told("none.matches", member, such=such(self.kind, self.where)) if facts.telling else NOTHING
        return Row(member.uid, NEVER, NEVER, CONTRADICTED, number=member.number, why=why)

    @cached_property
    def fits(self) -> Fits:
        """`where` with the population, made ready."""
        return population(self.kind, self.where)

    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        if pool.count(MEMBER):
            row = pool.first(MEMBER) if facts.telling else None
            return failed(CONTRADICTED, self.told(facts, row) if row else NOTHING)
        if not facts.telling:
            return unsure(NOTHING) if pool.count(MAYBE) else untold(ALWAYS, ALWAYS)
        maybe = pool.first(MAYBE)
        if maybe is not None:
            return unsure(may_match(self, facts, maybe.member, self.where))
        return Verdict(ALWAYS, witness("none.holds", "", such=such(self.kind, self.where)))

    def clause(self) -> Message:
        return Message("claim.none.clause", {"such": such(self.kind, self.where)})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({(self.kind, "")})

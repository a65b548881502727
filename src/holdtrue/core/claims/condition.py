"""The form `when`: a claim asked only where the record at hand has certain facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import Claim, Read
from holdtrue.core.claims.fitting import asking
from holdtrue.core.claims.phrases import facts_said
from holdtrue.core.claims.telling import mend, told
from holdtrue.core.claims.within import SCOPE
from holdtrue.core.days import ALWAYS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import NOT_ASKED, NOTHING, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdtrue.core.claims.base import Alone, Quick, Remedy
    from holdtrue.core.facts import Fact, Facts, Fields


_NOT_ASKED = Verdict(ALWAYS, bearing=NOT_ASKED)


@dataclass(frozen=True, eq=False)
class When(Claim):
    """Where the facts do not hold it is not asked and holds; an unset fact counts as asked."""

    form: ClassVar[str] = "when"
    facts: Mapping[str, object]
    claim: Claim

    def evaluate(self, facts: Facts) -> Verdict:
        return self.claim.evaluate(facts) if self.is_asked(facts) else self.not_asked(facts)

    @cached_property
    def quick(self) -> Quick:
        return self.around(self.claim.quick)

    def around(self, claim: Quick) -> Quick:
        """Return it with that claim in place of its own, made ready."""
        asks = self.asks

        def evaluate(facts: Facts) -> Verdict:
            if asks(facts.scope.at_hand, facts.organization.at_hand) is False:
                return _NOT_ASKED
            return claim(facts)

        return evaluate

    def alone(self, kind: str) -> Alone:
        asks, claim = self.asks, self.claim.alone(kind)

        def evaluate(facts: Facts, member: Fact) -> Verdict:
            if asks(member.at_hand, facts.organization.at_hand) is False:
                return _NOT_ASKED
            return claim(facts, member)

        return evaluate

    @cached_property
    def asks(self) -> Callable[[Fields, Fields], bool | None]:
        """The facts made ready."""
        return asking(self.facts)

    def is_asked(self, facts: Facts) -> bool:
        """Whether the question arises for the scope."""
        return self.asks(facts.scope.at_hand, facts.organization.at_hand) is not False

    def not_asked(self, facts: Facts) -> Verdict:
        """Return the verdict of a question that does not arise."""
        why = told("when.not_asked", facts.scope, facts=facts_said(self.facts)) if facts.telling else NOTHING
        return Verdict(ALWAYS, why, bearing=NOT_ASKED)

    def clause(self) -> Message:
        return Message("claim.when.clause", {"facts": facts_said(self.facts), "claim": self.claim.clause()})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return self.claim.reads() | fact_reads(self.facts)

    def children(self) -> tuple[Claim, ...]:
        return (self.claim,)


def fact_reads(facts: Mapping[str, object]) -> frozenset[Read]:
    """Return what conditions over facts read: the record at hand, and the organisation where one names it."""
    found: set[Read] = set()
    for name, wanted in facts.items():
        if name == "any" and isinstance(wanted, list):
            for option in wanted:
                found |= fact_reads(option)
        else:
            found.add(("organization", "") if name.startswith("organization.") else SCOPE)
    return frozenset(found)

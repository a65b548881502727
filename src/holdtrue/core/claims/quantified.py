"""The forms `each`, `some` and `share`: a claim over the members of a kind, each seen from its own scope."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import MEMBER, Claim, Part, Read, Row, at_least_of, failed, together
from holdtrue.core.claims.membership import population, unset
from holdtrue.core.claims.phrases import MANY, ONE, such
from holdtrue.core.claims.telling import mend, through, witness
from holdtrue.core.claims.within import SCOPE
from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import (
    MISSING,
    NO_OCCASION,
    NOTHING,
    UNKNOWN,
    State,
    Verdict,
    share_count,
    untold,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from holdtrue.core.claims.base import Alone, Quick, Remedy, Span
    from holdtrue.core.claims.fitting import Fits
    from holdtrue.core.facts import Fact, Facts, Pool


Found = tuple[Verdict, "bool | None", int]
"""A member's own verdict, whether it surely is a member, and its number."""
_POPULATED = frozenset({"system", "person"})
"""Kinds of which not every record is a member; see `population`."""


@dataclass(frozen=True, eq=False)
class Quantified(Part):
    """What the three have in common: members by `where` and population, the claim evaluated on each."""

    where: Mapping[str, object]
    claim: Claim

    def verdict(self, facts: Facts, member: Fact) -> Row | None:
        fits = self.fits(member.at_hand)
        if fits is False:
            return None
        if facts.telling or self.kind == "organization":
            v = self.claim.evaluate(facts.member(member))
        else:
            v = self._alone(facts, member)
        until, best, cause = v.until, v.best, v.cause
        if fits is None:
            until, best, cause = self.uncertain(v)
        elif v.opens > facts.day:
            until = NEVER
        if until > NEVER:
            # What held once lapses; a cause that told the day's state would differ by the day it was stored on.
            cause = MISSING
        why = NOTHING
        if facts.telling:
            left_open = fits is None and until <= facts.day
            why = unset(self, member, self.where) if left_open else through(member, v.why)
        return Row(member.uid, until, best, cause, v.bearing, number=member.number, why=why)

    @cached_property
    def quick(self) -> Quick:
        kind, fits, alone, combined = self.kind, self.fits, self._alone, self._combining()
        everyone = not self.where and kind not in _POPULATED

        def evaluate(facts: Facts) -> Verdict:
            found: list[Found] = []
            for member in facts.seen[kind]:
                answer = True if everyone else fits(member.at_hand)
                if answer is not False:
                    found.append((alone(facts, member), answer, member.number))
            return combined(found, facts, None)

        return evaluate

    def alone(self, kind: str) -> Alone:
        if kind == "system" or self.kind in _POPULATED:
            return super().alone(kind)
        inner_kind, fits, alone, combined = self.kind, self.fits, self._alone, self._combining()
        everyone = not self.where

        def evaluate(facts: Facts, member: Fact) -> Verdict:
            found: list[Found] = []
            for inner in facts.linked(member, inner_kind):
                answer = True if everyone else fits(inner.at_hand)
                if answer is not False:
                    found.append((alone(facts, inner), answer, inner.number))
            return combined(found, facts, member)

        return evaluate

    def _combining(self) -> Callable[[Sequence[Found], Facts, Fact | None], Verdict]:
        """Return what combines members' own verdicts; told the scope's record where that is not the view's own."""
        none, any_one, share, uncertain = self.over_none, self.any_one, self.wanted, self.uncertain

        def combined(found: Sequence[Found], facts: Facts, of: Fact | None) -> Verdict:
            n = len(found)
            if not n:
                return none
            k = 1 if any_one else n if share is None else share_count(share, n)
            if k not in (1, n):
                return self.evaluate(facts if of is None else facts.member(of))
            day = facts.day
            spans: list[Span] = []
            for v, answer, number in found:
                until, best, cause = v.until, v.best, v.cause
                if answer is None:
                    until, best, cause = uncertain(v)
                elif v.opens > day:
                    until = NEVER
                spans.append((until, best, cause, v.bearing, number))
            return together(spans, k, day)

        return combined

    @cached_property
    def _alone(self) -> Alone:
        return self.claim.alone(self.kind)

    over_none: ClassVar[Verdict] = untold(ALWAYS, ALWAYS, MISSING, NO_OCCASION)
    """The verdict where there is no member."""
    any_one: ClassVar[bool] = False

    @property
    def wanted(self) -> Fraction | None:
        """The share of members that must hold; None for all, or any one of them."""
        return None

    @cached_property
    def fits(self) -> Fits:
        """`where` with the population, made ready."""
        return population(self.kind, self.where)

    @abstractmethod
    def uncertain(self, verdict: Verdict) -> tuple[int, int, State]:
        """Return (until, best, cause) of a record that may or may not be a member."""

    def clause(self) -> Message:
        n = MANY if self.form == "share" else ONE
        params: dict[str, object] = {"such": such(self.kind, self.where, n), **self._extent()}
        said = self.claim.predicate(self.kind, n)
        if said is None:
            return Message(f"claim.{self.form}.clause_for", {**params, "claim": self.claim.clause()})
        return Message(f"claim.{self.form}.clause", {**params, "predicate": said})

    def _extent(self) -> Mapping[str, object]:
        """What else the clause says: the share."""
        return {}

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return (self.claim.reads() - {SCOPE}) | {(self.kind, "")}

    def children(self) -> tuple[Claim, ...]:
        return (self.claim,)

    def _none(self, facts: Facts) -> Verdict:
        why = witness(f"{self.form}.none", "", such=such(self.kind, self.where)) if facts.telling else NOTHING
        return Verdict(ALWAYS, why, bearing=NO_OCCASION)


@dataclass(frozen=True, eq=False)
class Each(Quantified):
    """Every member holds; over none it holds, with no occasion."""

    form: ClassVar[str] = "each"

    def uncertain(self, verdict: Verdict) -> tuple[int, int, State]:
        return verdict.until, ALWAYS, UNKNOWN

    def asks_for(self, n: int) -> int:
        return n

    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        n = pool.count(MEMBER)
        return at_least_of(self, pool, self.asks_for(n), facts) if n else self._none(facts)


@dataclass(frozen=True, eq=False)
class Some(Quantified):
    """A member holds; over none it is missing."""

    form: ClassVar[str] = "some"
    over_none: ClassVar[Verdict] = untold(NEVER, NEVER)
    any_one: ClassVar[bool] = True

    def uncertain(self, verdict: Verdict) -> tuple[int, int, State]:
        return NEVER, verdict.best, UNKNOWN if verdict.best > NEVER else verdict.cause

    def asks_for(self, n: int) -> int:
        return min(n, 1)

    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        if n := pool.count(MEMBER):
            return at_least_of(self, pool, self.asks_for(n), facts)
        why = witness("some.none", "", such=such(self.kind, self.where)) if facts.telling else NOTHING
        return failed(MISSING, why)


@dataclass(frozen=True, eq=False)
class Share(Quantified):
    """A share of the members holds, counted in exact fractions.

    A record that may be a member counts among them and never as holding: it can make the answer unknown, never better.
    """

    form: ClassVar[str] = "share"
    share: Fraction

    @property
    def wanted(self) -> Fraction | None:
        return self.share

    def uncertain(self, verdict: Verdict) -> tuple[int, int, State]:
        return NEVER, ALWAYS, UNKNOWN

    def asks_for(self, n: int) -> int:
        return share_count(self.share, n) if n else 0

    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        n = pool.count(MEMBER)
        return at_least_of(self, pool, self.asks_for(n), facts) if n else self._none(facts)

    def _extent(self) -> Mapping[str, object]:
        return {"percent": f"{float(self.share * 100):g}"}

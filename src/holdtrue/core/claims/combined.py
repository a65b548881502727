"""The forms `all`, `any` and `at_least`: claims put together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import Claim, Read
from holdtrue.core.claims.telling import mend
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import Verdict, all_of, at_least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.claims.base import Alone, Quick, Remedy
    from holdtrue.core.facts import Facts


@dataclass(frozen=True, eq=False)
class Combined(Claim):
    """At least k of the claims hold."""

    claims: tuple[Claim, ...]
    k: int

    def evaluate(self, facts: Facts) -> Verdict:
        return at_least(self.k, [claim.evaluate(facts) for claim in self.claims], facts.day)

    @cached_property
    def quick(self) -> Quick:
        return joined(self.k, [claim.quick for claim in self.claims])

    def alone(self, kind: str) -> Alone:
        parts = [claim.alone(kind) for claim in self.claims]
        k = self.k
        return lambda facts, member: at_least(k, [part(facts, member) for part in parts], facts.day)

    def combine(self, verdicts: Sequence[Verdict], day: int) -> Verdict:
        """Return the verdict of the whole from those of its claims, in their order."""
        return at_least(self.k, verdicts, day)

    def clause(self) -> Message:
        clauses = tuple(claim.clause() for claim in self.claims)
        if self.form == "at_least" and len(clauses) > 1:
            return Message("claim.at_least.clause", {"n": self.k, "claims": clauses})
        return self._together(clauses)

    def predicate(self, kind: str, n: int) -> Message | None:
        said = [claim.predicate(kind, n) for claim in self.claims]
        whole = [one for one in said if one is not None]
        return self._together(whole) if len(whole) == len(said) and self.form != "at_least" else None

    def _together(self, said: Sequence[Message]) -> Message:
        if len(said) == 1:
            return said[0]
        word = "or" if self.form == "any" else "and"
        return Message(f"claim.list.{word}", {"most": tuple(said[:-1]), "last": said[-1]})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        found: frozenset[Read] = frozenset()
        return found.union(*(claim.reads() for claim in self.claims))

    def children(self) -> tuple[Claim, ...]:
        return self.claims


_BOTH = 2


def joined(k: int, parts: Sequence[Quick]) -> Quick:
    """Return at least k of the parts, made ready."""
    if k < len(parts):
        return lambda facts: at_least(k, [part(facts) for part in parts], facts.day)
    if len(parts) == _BOTH:
        first, second = parts
        return lambda facts: all_of((first(facts), second(facts)), facts.day)
    return lambda facts: all_of([part(facts) for part in parts], facts.day)


@dataclass(frozen=True, eq=False)
class All(Combined):
    """Every claim holds."""

    form: ClassVar[str] = "all"


@dataclass(frozen=True, eq=False)
class AnyOf(Combined):
    """One of the claims holds."""

    form: ClassVar[str] = "any"


@dataclass(frozen=True, eq=False)
class AtLeast(Combined):
    """k of the claims hold."""

    form: ClassVar[str] = "at_least"

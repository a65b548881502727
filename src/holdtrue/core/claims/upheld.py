"""The form `upheld`: a control's own verdict, that of the practice or the evidence it names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import ANYTHING, Claim, Read, failed
from holdtrue.core.claims.evidence import Evidence
from holdtrue.core.claims.periods import read_every
from holdtrue.core.claims.telling import mend, through, told
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import MISSING, NOTHING, Verdict

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Alone, Remedy
    from holdtrue.core.facts import Fact, Facts

DEFAULT_EVERY = "24 months"


@dataclass(frozen=True, eq=False)
class Upheld(Claim):
    """The scope is a control; its practice is read at operational, its tag from evidence that was read."""

    form: ClassVar[str] = "upheld"

    def evaluate(self, facts: Facts) -> Verdict:
        control = facts.scope
        practice, tag = control.fields.get("practice"), control.fields.get("tag")
        if isinstance(practice, str) and practice:
            verdict = facts.practice(practice)
            if verdict is None:
                return failed(
                    MISSING,
                    told("upheld.no_verdict", control, practice=practice) if facts.telling else NOTHING,
                )
        elif isinstance(tag, str) and tag:
            verdict = self._shown(facts, tag, str(control.fields.get("every") or DEFAULT_EVERY))
        else:
            return failed(MISSING, told("upheld.unnamed", control) if facts.telling else NOTHING)
        if not facts.telling:
            return verdict
        why = through(control, verdict.why)
        return Verdict(verdict.until, why, verdict.opens, verdict.best, verdict.cause, verdict.bearing)

    def alone(self, kind: str) -> Alone:
        quick = super().alone(kind)

        def evaluate(facts: Facts, member: Fact) -> Verdict:
            at = facts.system
            key = ("upheld", member.uid if at is None else f"{member.uid} {at.uid}")
            found: Verdict | None = facts.memo.get(key)  # type: ignore[assignment]  # this key holds verdicts only
            if found is None:
                found = facts.memo[key] = quick(facts, member)  # one control may answer many risks
            return found

        return evaluate

    def clause(self) -> Message:
        return Message("claim.upheld.clause")

    def predicate(self, kind: str, n: int) -> Message | None:
        return Message("claim.upheld.predicate", {"n": n})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({("control", ""), ANYTHING})

    def _shown(self, facts: Facts, tag: str, every: str) -> Verdict:
        """The verdict over what is about the control itself and what its home scope has under the tag."""
        found = {fact.uid: fact for fact in facts.home().tagged("evidence", tag)}
        found.update((fact.uid, fact) for fact in facts.tagged("evidence", tag))
        return _read(tag, every).judge(facts, sorted(found.values(), key=lambda fact: fact.number))


@lru_cache(maxsize=4096)
def _read(tag: str, every: str) -> Evidence:
    return Evidence({"evidence": tag, "every": every}, tag, read_every(every), strict=True)

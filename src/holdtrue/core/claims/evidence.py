"""The form `evidence`: something that shows it, of a tag, within a period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import Claim, Read, failed, unsure
from holdtrue.core.claims.periods import AGELESS, Every, unsorted_witness
from holdtrue.core.claims.phrases import every_said, tag_said
from holdtrue.core.claims.spans import Span, late
from holdtrue.core.claims.telling import mend, told, witness
from holdtrue.core.days import ALWAYS, NEVER, Day, to_day
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import (
    MISSING,
    NOTHING,
    OUT_OF_TARGET,
    UNKNOWN,
    Verdict,
    Witness,
    until_day,
    untold,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.claims.base import Quick, Remedy
    from holdtrue.core.facts import Fact, Facts

IN_ORDER, NOT_IN_ORDER, CANNOT_TELL = "in_order", "not_in_order", "cannot_tell"


@dataclass(frozen=True, eq=False)
class Evidence(Claim):
    """The longest lasting counts, among what was collected after the newest one found not in order."""

    form: ClassVar[str] = "evidence"
    tag: str
    every: Every

    def evaluate(self, facts: Facts) -> Verdict:
        return self.judge(facts, facts.tagged("evidence", self.tag))

    @cached_property
    def quick(self) -> Quick:
        tag, strict, ending = self.tag, self.strict, self.every.ending()

        def evaluate(facts: Facts) -> Verdict:
            found = facts.keyed["evidence"][tag]
            if not found:
                return _NONE
            fact = found[0]
            fields, day = fact.fields, fact.day
            result = fields.get("result")
            if len(found) > 1 or result == NOT_IN_ORDER or not fields.get("tag"):
                return self.judge(facts, found)
            end = ALWAYS if day is None else ending(day, facts)
            if end is None:
                return _CANNOT_SAY
            last = fields.get("valid_until")
            if last:
                end = min(end, (to_day(last) or ALWAYS) + 1)
            if result == IN_ORDER or (not strict and not filled(result)):
                return untold(NEVER, end, UNKNOWN) if day is None else until_day(end)
            return untold(NEVER, end, UNKNOWN) if result == CANNOT_TELL else _NONE

        return evaluate

    def judge(self, facts: Facts, found: Sequence[Fact]) -> Verdict:
        """Return the verdict over these pieces; `upheld` gathers them from two scopes."""
        if not found:
            return failed(MISSING, self._say(facts, "none"))
        mine = [fact for fact in found if filled(fact.fields.get("tag"))]
        bad = max(
            (f for f in mine if f.fields.get("result") == NOT_IN_ORDER and f.day is not None),
            key=_when,
            default=None,
        )
        after = [
            f for f in mine if f.fields.get("result") != NOT_IN_ORDER and (bad is None or _later(f, bad))
        ]
        until, best, last = NEVER, NEVER, None
        unclear: Fact | None = None
        for fact in after:
            end = self._end(fact, facts)
            if end is None:
                return unsure(unsorted_witness(facts))
            counts, open_reading = self._counts(fact), fact.fields.get("result") == CANNOT_TELL
            if counts and fact.day is not None:
                if end > until:
                    until, last = end, fact
            elif (counts or open_reading) and end > best:
                best, unclear = end, fact
        if until > facts.day or (last is not None and best <= facts.day):
            if not facts.telling:
                return untold(until, max(until, best))
            return Verdict(until, self._stands(facts, last, until), best=best)
        if best > facts.day:
            return Verdict(until, self._unclear(facts, unclear), best=best, cause=UNKNOWN)
        return self._nothing(facts, found, mine, bad, best)

    def spans(self, facts: Facts) -> Sequence[Span]:
        """The stretches covered by each piece that counts and was recorded in time; one not in order ends them."""
        spans = []
        for fact in facts.tagged("evidence", self.tag):
            if fact.day is None or not filled(fact.fields.get("tag")):
                continue
            if fact.fields.get("result") == NOT_IN_ORDER:
                spans.append(Span(fact.day, fact.day, fact.ref, breaks=True))
            elif self._counts(fact) and not late(fact.day, fact.recorded):
                end = self._end(fact, facts)
                start = max(fact.day, fact.recorded, fact.read or NEVER)
                if end is not None and start < end:
                    spans.append(Span(start, end, fact.ref))
        return spans

    def clause(self) -> Message:
        return Message(f"claim.evidence.clause{self._case}", self._asked)

    def predicate(self, kind: str, n: int) -> Message | None:
        return Message(f"claim.evidence.predicate{self._case}", {**self._asked, "n": n})

    @property
    def _case(self) -> str:
        return ("_read" if self.strict else "") + ("" if self.every is AGELESS else "_every")

    @property
    def _asked(self) -> dict[str, object]:
        return {"tag": tag_said(self.tag), "every": every_said(self.every)}

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({("evidence", self.tag)})

    def weighs(self) -> bool:
        return True

    def _counts(self, fact: Fact) -> bool:
        """Whether it is strong enough: read and in order, or unread where the level takes unread evidence."""
        result = fact.fields.get("result")
        return result == IN_ORDER or (not self.strict and not filled(result))

    def _end(self, fact: Fact, facts: Facts) -> Day | None:
        """The first day it no longer counts; None for a tiered period and a system not yet sorted."""
        end = ALWAYS if fact.day is None else self.every.after(fact.day, facts)
        last = to_day(fact.fields.get("valid_until"))
        return end if end is None or last is None else min(end, last + 1)

    def _nothing(
        self, facts: Facts, found: Sequence[Fact], mine: Sequence[Fact], bad: Fact | None, best: Day
    ) -> Verdict:
        if bad is not None:
            return Verdict(NEVER, self._say(facts, "not_in_order", bad), best=best, cause=OUT_OF_TARGET)
        if not mine:
            return unsure(self._say(facts, "may_match", found[0]))
        if best > NEVER:
            return Verdict(NEVER, self._say(facts, "cannot_tell", mine[-1]), best=best, cause=UNKNOWN)
        unread = next((f for f in reversed(mine) if not filled(f.fields.get("result"))), mine[-1])
        return failed(MISSING, self._say(facts, "unread", unread))

    def _stands(self, facts: Facts, fact: Fact | None, until: Day) -> Witness:
        if not facts.telling or fact is None:
            return NOTHING
        case = "lapsed" if until <= facts.day else "holds_always" if until >= ALWAYS else "holds"
        return self._say(facts, case, fact, collected_day=fact.day, until_day=until)

    def _unclear(self, facts: Facts, fact: Fact | None) -> Witness:
        return self._say(facts, "undated" if fact is not None and fact.day is None else "cannot_tell", fact)

    def _say(self, facts: Facts, case: str, fact: Fact | None = None, **params: object) -> Witness:
        if not facts.telling:
            return NOTHING
        params["tag"] = tag_said(self.tag)
        return told(f"evidence.{case}", fact, **params) if fact else witness(f"evidence.{case}", "", **params)


_NONE = untold(NEVER, NEVER)
_CANNOT_SAY = untold(NEVER, ALWAYS, UNKNOWN)


def _when(fact: Fact) -> tuple[Day, int]:
    return fact.day or NEVER, fact.number


def _later(fact: Fact, bad: Fact) -> bool:
    return fact.day is not None and _when(fact) > _when(bad)

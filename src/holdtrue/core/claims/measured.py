"""The form `measured`: the newest value of an indicator is recent and in target."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import Claim, Read, failed, unsure
from holdtrue.core.claims.periods import Every, unsorted_witness
from holdtrue.core.claims.phrases import every_said, tag_said
from holdtrue.core.claims.spans import Span, late
from holdtrue.core.claims.telling import mend, told, witness
from holdtrue.core.days import NEVER
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import (
    DONE,
    MISSING,
    NO_OCCASION,
    NOTHING,
    OUT_OF_TARGET,
    Bearing,
    Verdict,
    Witness,
    untold,
)
from holdtrue.core.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.claims.base import Quick, Remedy
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact, Facts, Value


@dataclass(frozen=True, eq=False)
class Measured(Claim):
    """Only the newest value counts, against the target its indicator has."""

    form: ClassVar[str] = "measured"
    tag: str
    every: Every

    def evaluate(self, facts: Facts) -> Verdict:
        found = [f for f in facts.tagged("indicator", self.tag) if filled(f.newest.get("tag"))]
        if not found:
            return failed(MISSING, self._say(facts, "none"))
        dated = [(v, f) for f in found for v in f.values]
        newest = dated[0] if len(dated) == 1 else max(dated, key=_when, default=None)
        if newest is None:
            return failed(MISSING, self._say(facts, "unmeasured", found[0]))
        value, fact = newest
        until = self.every.after(value.day, facts)
        if until is None:
            return unsure(unsorted_witness(facts))
        if value.value is None and value.count == 0:
            return self._spanned(facts, "nothing_counted", newest, until, NO_OCCASION)
        if value.value is None:
            return unsure(self._say(facts, "no_figure", fact, measured_day=value.day), until)
        meets = in_target(fact, value.value)
        if meets is None:
            return unsure(self._say(facts, "no_target", fact), until)
        if not meets:
            why = NOTHING
            if facts.telling:
                why = self._say(
                    facts,
                    "misses",
                    fact,
                    value=value.value,
                    target=target_words(fact),
                    measured_day=value.day,
                )
            return failed(OUT_OF_TARGET, why)
        return self._spanned(facts, "holds", newest, until, DONE)

    @cached_property
    def quick(self) -> Quick:
        tag, evaluate = self.tag, self.evaluate
        return lambda facts: evaluate(facts) if facts.keyed["indicator"][tag] else _NONE

    def spans(self, facts: Facts) -> Sequence[Span]:
        """The stretches covered by each value in target recorded in time; one out of target ends them."""
        spans = []
        for fact in facts.tagged("indicator", self.tag):
            for value in fact.values:
                meets = (
                    True
                    if value.count == 0
                    else None
                    if value.value is None
                    else in_target(fact, value.value)
                )
                if meets is False:
                    spans.append(Span(value.day, value.day, fact.ref, breaks=True))
                elif meets and not late(value.day, value.recorded):
                    end = self.every.after(value.day, facts)
                    if end is not None:
                        spans.append(Span(max(value.day, value.recorded), end, fact.ref))
        return spans

    def clause(self) -> Message:
        return Message("claim.measured.clause", {"tag": tag_said(self.tag), "every": every_said(self.every)})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({("indicator", self.tag)})

    def _spanned(
        self, facts: Facts, case: str, newest: tuple[Value, Fact], until: Day, bearing: Bearing
    ) -> Verdict:
        value, fact = newest
        why = NOTHING
        if facts.telling:
            case = case if until > facts.day else "lapsed"
            why = self._say(
                facts,
                case,
                fact,
                value="" if value.value is None else value.value,
                target=target_words(fact),
                measured_day=value.day,
                until_day=until,
            )
        return (
            Verdict(until, why, bearing=bearing) if facts.telling else untold(until, until, MISSING, bearing)
        )

    def _say(self, facts: Facts, case: str, fact: Fact | None = None, **params: object) -> Witness:
        if not facts.telling:
            return NOTHING
        params["tag"] = tag_said(self.tag)
        return told(f"measured.{case}", fact, **params) if fact else witness(f"measured.{case}", "", **params)


_NONE = untold(NEVER, NEVER)


def _when(pair: tuple[Value, Fact]) -> tuple[Day, Day]:
    return pair[0].day, pair[0].recorded


def in_target(indicator: Fact, value: float) -> bool | None:
    """Whether a value meets the indicator's target; None where target or direction is not set."""
    return meets(indicator.newest, value)


def meets(fields: Mapping[str, object], value: float) -> bool | None:
    """Whether a value meets the target among an indicator's fields; None where target or direction is not set."""
    target = fields.get("target")
    direction = direction_of(fields)
    if isinstance(target, (list, tuple)):
        low, high = target
        return bool(low <= value <= high)
    if not isinstance(target, (int, float)) or isinstance(target, bool):
        return None
    if direction == "up":
        return value >= target
    return value <= target if direction == "down" else None


def target_words(indicator: Fact) -> str:
    """The target as people write it."""
    return target_said(indicator.newest)


def target_said(fields: Mapping[str, object]) -> str:
    """The target among an indicator's fields, as people write it; '' where none is set."""
    target = fields.get("target")
    if isinstance(target, (list, tuple)):
        return " – ".join(f"{x:g}" for x in target)
    if not isinstance(target, (int, float)):
        return ""
    sign = {"up": "≥ ", "down": "≤ "}.get(direction_of(fields), "")
    return f"{sign}{target:g}"


def direction_of(fields: Mapping[str, object]) -> str:
    """The direction set on the indicator, else that of its tag."""
    stated = fields.get("direction")
    if filled(stated):
        return str(stated)
    known = vocabulary().indicators.get(str(fields.get("tag")))
    return known.direction if known else ""

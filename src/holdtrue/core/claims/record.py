"""The form `record`: a record of a kind exists, with its fields filled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import MAYBE, Part, Read, Row
from holdtrue.core.claims.fitting import Fits, fitting
from holdtrue.core.claims.membership import decide, flag_of
from holdtrue.core.claims.telling import field_words, mend, such, told
from holdtrue.core.days import ALWAYS, NEVER, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import HOLDS_ALWAYS, NOTHING, UNKNOWN, Verdict, Witness, untold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.facts import Fact, Facts, Pool


_BLANK: tuple[object, ...] = (None, "", [], (), {})
"""What counts as not filled; false and 0 equal none of these."""


@dataclass(frozen=True, eq=False)
class Record(Part):
    """A match has every `filled` field filled; it reads the head, so a draft is enough."""

    form: ClassVar[str] = "record"
    where: Mapping[str, object]
    filled: tuple[str, ...]

    def verdict(self, facts: Facts, member: Fact) -> Row | None:
        fields = member.fields if member.draft is None else member.draft
        fits = self.fits(fields) if self.where else True
        if fits is False:
            return None
        dated = self.newest
        flag = flag_of(member, fits=fits, dated=dated)
        event = member.day if dated else None
        if flag is MAYBE:
            return Row(member.uid, NEVER, ALWAYS, UNKNOWN, flag=flag, number=member.number)
        links = member.links
        empty = [f for f in self.filled if fields.get(f) in _BLANK and not links.get(f)]
        if empty:
            why = self._empty(member, empty) if facts.telling else NOTHING
            return Row(
                member.uid,
                NEVER,
                NEVER,
                flag=flag,
                event=event,
                number=member.number,
                rank=len(empty),
                why=why,
            )
        last = to_day(fields["valid_until"]) if "valid_until" in fields else None
        until = ALWAYS if last is None else last + 1
        why = self._filled(member, until, facts.day) if facts.telling else NOTHING
        return Row(member.uid, until, until, flag=flag, event=event, number=member.number, why=why)

    def evaluate(self, facts: Facts) -> Verdict:
        """As any part; where nothing is told and no rows are kept, without making rows."""
        if facts.telling or self.newest or facts.pool(self) is not None:
            return super().evaluate(facts)
        until, found, uncertain = NEVER, False, False
        for member in facts.of(self.kind):
            fields = member.fields if member.draft is None else member.draft
            fits = self.fits(fields) if self.where else True
            uncertain = uncertain or fits is None
            if not fits:
                continue
            found = True
            links = member.links
            for name in self.filled:
                if fields.get(name) in _BLANK and not links.get(name):
                    break
            else:
                last = to_day(fields["valid_until"]) if "valid_until" in fields else None
                if last is None:
                    return HOLDS_ALWAYS
                until = max(until, last + 1)
        if until == NEVER and uncertain and not found:
            return untold(NEVER, ALWAYS, UNKNOWN)
        return untold(until, until)

    def combine(self, pool: Pool, facts: Facts) -> Verdict:
        return decide(self, pool, facts, newest=self.newest, where=self.where)

    @cached_property
    def fits(self) -> Fits:
        """`where` made ready."""
        return fitting(self.where)

    @cached_property
    def newest(self) -> bool:
        """Whether only the newest match counts."""
        return KINDS[self.kind].event

    def describe(self) -> Message:
        if not self.filled:
            return Message("claim.record.asks", {"such": such(self.kind, self.where)})
        fields = field_words(self.kind, self.filled)
        return Message("claim.record.asks_filled", {"such": such(self.kind, self.where), "fields": fields})

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset({(self.kind, "")})

    def _empty(self, member: Fact, empty: list[str]) -> Witness:
        derived = KINDS[self.kind].derived
        if all(name in derived for name in empty):
            return told("record.underived", member, fields=field_words(self.kind, empty))
        return told("record.empty", member, fields=field_words(self.kind, empty), n=len(empty))

    def _filled(self, member: Fact, until: int, day: int) -> Witness:
        if until <= day:
            return told("record.expired", member, until_day=until)
        return told("record.holds", member)

"""The form `record`: a record of a kind exists, with its fields filled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import MAYBE, Part, Read, Row
from holdtrue.core.claims.fitting import Fits, fitting
from holdtrue.core.claims.membership import decide, flag_of, newest_of
from holdtrue.core.claims.phrases import fields_said, names_person, such, values_said, worded
from holdtrue.core.claims.telling import field_words, mend, told
from holdtrue.core.days import ALWAYS, NEVER, Day, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import NOTHING, UNKNOWN, Verdict, Witness, until_day, untold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.claims.base import Alone, Quick, Remedy
    from holdtrue.core.facts import Fact, Facts, Fields, Pool


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

    @cached_property
    def quick(self) -> Quick:
        kind = self.kind
        if self.newest:
            return self._quick_newest()
        fits, asked = self.fits if self.where else None, self.filled

        def evaluate(facts: Facts) -> Verdict:
            until, found, uncertain = NEVER, False, False
            for member in facts.seen[kind]:
                fields = member.fields if member.draft is None else member.draft
                if fits is not None:
                    answer = fits(fields)
                    if not answer:
                        uncertain = uncertain or answer is None
                        continue
                found = True
                end = _end(member, fields, asked)
                if end == ALWAYS:
                    return _ALWAYS
                until = max(until, end)
            if uncertain and not found:
                return _MAY_MATCH
            return until_day(until)

        return evaluate

    def alone(self, kind: str) -> Alone:
        if kind != self.kind:
            return super().alone(kind)
        fits, asked = self.fits if self.where else None, self.filled

        def evaluate(_facts: Facts, member: Fact) -> Verdict:
            fields = member.fields if member.draft is None else member.draft
            if fits is not None:
                answer = fits(fields)
                if not answer:
                    return _MAY_MATCH if answer is None else _NOT_THERE
            end = _end(member, fields, asked)
            return until_day(end)

        return evaluate

    def _quick_newest(self) -> Quick:
        kind, where, fits, alone = self.kind, self.where, self.fits, self.alone(self.kind)

        def evaluate(facts: Facts) -> Verdict:
            members = facts.seen[kind]
            if not members:
                return _NOT_THERE
            newest, uncertain = newest_of(members, fits if where else None, head=True)
            if newest is None:
                return _MAY_MATCH if uncertain else _NOT_THERE
            return alone(facts, newest)

        return evaluate

    def asks_for(self, n: int) -> int:
        return 0 if self.newest else min(n, 1)

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

    def clause(self) -> Message:
        params = {"such": such(self.kind, self.where), "fields": self._fields}
        if not self.filled:
            return Message("claim.record.clause", params)
        if self.kind in ("organization", "system"):
            return Message(f"claim.record.own.{self.kind}", params)
        return Message(f"claim.record.clause{self._case}", params)

    def predicate(self, kind: str, n: int) -> Message | None:
        if kind != self.kind or (self.where and self.filled):
            return None
        if self.where:
            return self._being(n)
        return Message(f"claim.record.predicate{self._case}", {"n": n, "fields": self._fields})

    def _being(self, n: int) -> Message:
        """What its one condition says of a member, where the catalog has words for that."""
        name = next(iter(self.where))
        case = f"claim.is.{self.kind}.{name}"
        if len(self.where) == 1 and worded(case):
            return Message(case, {"n": n, "values": values_said(self.kind, name, self.where[name])})
        return Message("claim.record.is", {"n": n, "such": such(self.kind, self.where, n)})

    @property
    def _fields(self) -> Message | str:
        return fields_said(self.kind, self.filled) if self.filled else ""

    @property
    def _case(self) -> str:
        if not self.filled:
            return ""
        return "_named" if names_person(self.kind, self.filled) else "_filled"

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


_NOT_THERE = until_day(NEVER)
_ALWAYS = until_day(ALWAYS)
_MAY_MATCH = untold(NEVER, ALWAYS, UNKNOWN)


def _end(member: Fact, fields: Fields, asked: tuple[str, ...]) -> Day:
    """The day the record's validity ends; NEVER where a field asked for is empty."""
    if not all(map(fields.get, asked)):
        for name in asked:
            value = fields.get(name)
            if not value and value in _BLANK and not member.links.get(name):
                return NEVER
    last = to_day(fields["valid_until"]) if "valid_until" in fields else None
    return ALWAYS if last is None else last + 1

"""The form `distinct`: the person in one field of an event is none of those on other paths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import Claim, Read, failed, unsure
from holdtrue.core.claims.fitting import Fits, fitting
from holdtrue.core.claims.phrases import by_said, either, field_word, first_worded, plain, such
from holdtrue.core.claims.telling import field_words, mend, told, witness
from holdtrue.core.days import ALWAYS
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import CONTRADICTED, MISSING, NOTHING, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.claims.base import Remedy
    from holdtrue.core.facts import Fact, Facts


@dataclass(frozen=True, eq=False)
class Distinct(Claim):
    """Both sides are read as they stood on the day of the newest match; of plans only, as they stand now."""

    form: ClassVar[str] = "distinct"
    kind: str
    field: str
    paths: tuple[tuple[str, str], ...]
    where: Mapping[str, object]

    def evaluate(self, facts: Facts) -> Verdict:
        event = newest_match(facts, self.kind, self.fits)
        if event is None:
            why = witness("distinct.none", "", such=such(self.kind, self.where)) if facts.telling else NOTHING
            return failed(MISSING, why)
        kept = None if facts.telling or event.day is None else facts.kept(self, event)
        return self.at_event(facts, event) if kept is None else kept

    @cached_property
    def fits(self) -> Fits:
        """`where` made ready."""
        return fitting(self.where)

    def at_event(self, facts: Facts, event: Fact) -> Verdict:
        """Return the answer for that event: what a store keeps with a dated one."""
        then, as_then = facts, event
        if event.day is not None and event.day < facts.day:
            then = facts.as_of(event.day)
            as_then = then.get(event.uid) or event
        mine = set(as_then.links.get(self.field, ()))
        if not mine:
            why = (
                told("distinct.unset", event, field=field_words(self.kind, [self.field]))
                if facts.telling
                else NOTHING
            )
            return unsure(why)
        lost = ""
        for path in self.paths:
            others = _people(then, as_then, path)
            both = mine & others
            if both:
                return failed(CONTRADICTED, self._same(facts, event, min(both)))
            if not others:
                lost = ".".join(path)
        if lost:
            return unsure(
                told("distinct.nobody", event, path=lost.replace(".", " → ")) if facts.telling else NOTHING
            )
        if not facts.telling:
            return Verdict(ALWAYS)
        return Verdict(ALWAYS, told("distinct.holds", event, field=field_words(self.kind, [self.field])))

    def clause(self) -> Message:
        params = {
            "such": such(self.kind, self.where),
            "field": field_word(self.kind, self.field),
            "paths": either([self._path_said(*path) for path in self.paths]),
        }
        return Message("claim.distinct.clause", params)

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        found = {(self.kind, ""), ("person", "")}
        for first, _ in self.paths:
            if first == "organization":
                found.add(("role", ""))
            else:
                end = KINDS[self.kind].edges.get(first, first)
                found.add(("*", "") if end == "record" else (end, ""))
        return frozenset(found)

    def _path_said(self, first: str, last: str) -> Message:
        if first == "organization":
            return by_said(last)
        end = KINDS[self.kind].edges.get(first, first)
        params = {"noun": such(end, {}) if end in KINDS else plain(first), "field": field_word(end, last)}
        return Message(first_worded("claim.path", f"{first}.{last}"), params)

    def _same(self, facts: Facts, event: Fact, uid: str) -> Witness:
        if not facts.telling:
            return NOTHING
        person = facts.get(uid)
        name = (person.title or person.ref) if person else uid
        return told("distinct.same", event, field=field_words(self.kind, [self.field]), person=name)


def newest_match(facts: Facts, kind: str, fits: Fits) -> Fact | None:
    """Return the newest dated match, by day, then number; where none is dated, the newest plan; else None."""
    found: Fact | None = None
    for fact in facts.of(kind):
        if fits(fact.at_hand) is not True:
            continue
        if found is None or _order(fact) > _order(found):
            found = fact
    return found


def _order(fact: Fact) -> tuple[int, int]:
    return (fact.day or 0, fact.number)


def _people(facts: Facts, event: Fact, path: tuple[str, str]) -> set[str]:
    """The uids of the persons at the end of a path."""
    first, last = path
    if first == "organization":
        _, person = facts.holder(last)
        return {person.uid} if person else set()
    linked = event.links.get(first)
    if linked is None and facts.scope.kind == first:
        linked = (facts.scope.uid,)
    elif linked is None and facts.system is not None and first == "system":
        linked = (facts.system.uid,)
    found: set[str] = set()
    for uid in linked or ():
        fact = facts.get(uid)
        if fact is not None:
            found.update(fact.links.get(last, ()))
    return found

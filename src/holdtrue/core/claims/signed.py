"""The form `signed`: a named person's decision on a record whose basis has not changed since."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from holdtrue.core.claims.base import MAYBE, Part, Read, Row, together
from holdtrue.core.claims.fitting import Fits, fitting
from holdtrue.core.claims.membership import decide, flag_of, newest_of
from holdtrue.core.claims.periods import AGELESS, Ending, Every, unsorted_witness
from holdtrue.core.claims.phrases import by_said, every_said, first_worded, such, worded
from holdtrue.core.claims.telling import kind_word, mend, role_word, told
from holdtrue.core.days import ALWAYS, NEVER, Day, to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import (
    DONE,
    DRIFTED,
    MISSING,
    NOTHING,
    UNKNOWN,
    State,
    Verdict,
    Witness,
    until_day,
    untold,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.claims.base import Alone, Quick, Remedy
    from holdtrue.core.facts import Fact, Facts, Pool, SignOff


@dataclass(frozen=True, eq=False)
class Signed(Part):
    """A sign-off by the role stands: its basis is what it was, and it is within its time."""

    form: ClassVar[str] = "signed"
    where: Mapping[str, object]
    every: Every
    by: str

    def verdict(self, facts: Facts, member: Fact) -> Row | None:
        fits = self.fits(member.at_hand) if self.where else True
        if fits is False:
            return None
        flag = flag_of(member, fits=fits, dated=self.newest)
        if flag is MAYBE:
            return Row(member.uid, NEVER, ALWAYS, UNKNOWN, flag=flag, number=member.number)
        until, best, cause, why = self._standing(facts, member)
        event = member.day if self.newest else None
        return Row(member.uid, until, best, cause, flag=flag, event=event, number=member.number, why=why)

    @cached_property
    def quick(self) -> Quick:
        kind, fits, alone, newest = self.kind, self.fits if self.where else None, self._member, self.newest

        def evaluate(facts: Facts) -> Verdict:
            members = facts.seen[kind]
            if not members:
                return _UNSIGNED
            if newest:
                found, uncertain = newest_of(members, fits, head=False)
                return (_MAY_MATCH if uncertain else _UNSIGNED) if found is None else alone(facts, found)
            spans, uncertain = [], False
            for member in members:
                if fits is not None:
                    answer = fits(member.at_hand)
                    if not answer:
                        uncertain = uncertain or answer is None
                        continue
                spans.append((*self._span(facts, member), DONE, member.number))
            if spans:
                return together(spans, 1, facts.day)
            return _MAY_MATCH if uncertain else _UNSIGNED

        return evaluate

    def alone(self, kind: str) -> Alone:
        if kind != self.kind:
            return super().alone(kind)
        fits, single = self.fits if self.where else None, self._member

        def evaluate(facts: Facts, member: Fact) -> Verdict:
            if fits is not None:
                answer = fits(member.at_hand)
                if not answer:
                    return _MAY_MATCH if answer is None else _UNSIGNED
            return single(facts, member)

        return evaluate

    def _member(self, facts: Facts, member: Fact) -> Verdict:
        until, best, cause = self._span(facts, member)
        if until == best and cause is MISSING:
            return until_day(until)
        return untold(until, best, cause if until <= NEVER else MISSING)

    @cached_property
    def _ending(self) -> Ending:
        return self.every.ending()

    def _span(self, facts: Facts, member: Fact) -> tuple[Day, Day, State]:
        """What `_standing` gives, without saying why."""
        by, signoffs = self.by, member.signoffs
        if by and signoffs:
            signoffs = tuple([s for s in signoffs if by in s.roles])
        if not signoffs:
            return _NO_SIGN_OFF
        whole, waits = _unchanged(facts, member)
        until, stands, ending = NEVER, False, self._ending
        for signoff in whole:
            if by and by not in signoff.roles:
                continue
            stands = True
            end = ending(signoff.day, facts, member)
            if end is None:
                return NEVER, ALWAYS, UNKNOWN
            if signoff.good_until is not None and signoff.good_until < end:
                end = signoff.good_until
            until = max(until, end)
        if not stands:
            return _ALL_DRIFTED
        return (NEVER, until, UNKNOWN) if waits else (until, until, MISSING)

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
        stem = {"organization": "claim.signed.own", "system": "claim.signed.here"}.get(self.kind)
        return Message((stem or "claim.signed.clause") + self._case, self._asked)

    def predicate(self, kind: str, n: int) -> Message | None:
        if kind == self.kind and not self.where:
            return Message(f"claim.signed.predicate{self._case}", {**self._asked, "n": n})
        conditions = ".".join(f"{name}.{wanted}" for name, wanted in self.where.items())
        case = first_worded(f"claim.signed.of.{kind}.{self.kind}", conditions)
        return Message(case, {**self._asked, "n": n}) if worded(case) else None

    @property
    def _case(self) -> str:
        return ("_by" if self.by else "") + ("" if self.every is AGELESS else "_every")

    @property
    def _asked(self) -> dict[str, object]:
        by = {"by": by_said(self.by)} if self.by else {}
        return {"such": such(self.kind, self.where), "every": every_said(self.every), **by}

    def remedy(self, facts: Facts, verdict: Verdict) -> Remedy:
        return mend(verdict.why)

    def reads(self) -> frozenset[Read]:
        return frozenset((kind, "") for kind in basis_kinds(self.kind))

    def _standing(self, facts: Facts, member: Fact) -> tuple[int, int, State, Witness]:
        """The span of the record's sign-offs: (until, best, cause, why)."""
        by = self.by
        asked = [s for s in member.signoffs if by in s.roles] if by else member.signoffs
        if not asked:
            return NEVER, NEVER, MISSING, self._unsigned(member) if facts.telling else NOTHING
        basis = basis_of(facts, member)
        whole = [s for s in asked if s.basis == basis]
        if not whole:
            why = self._drifted(facts, member, asked[-1], basis) if facts.telling else NOTHING
            return NEVER, NEVER, DRIFTED, why
        until, last = NEVER, whole[-1]
        for signoff in whole:
            end = self.every.after(signoff.day, facts, member)
            if end is None:
                return NEVER, ALWAYS, UNKNOWN, unsorted_witness(facts, member)
            if signoff.good_until is not None and signoff.good_until < end:
                end = signoff.good_until
            if end >= until:
                until, last = end, signoff
        unread = unread_in(facts, member)
        if unread is not None:
            return NEVER, until, UNKNOWN, self._unread(member, unread) if facts.telling else NOTHING
        upstream = waits_for(facts, member)
        if upstream is not None:
            why = self._waits(member, upstream) if facts.telling else NOTHING
            return NEVER, until, UNKNOWN, why
        return (
            until,
            until,
            MISSING,
            self._stands(facts, member, last, until) if facts.telling else NOTHING,
        )

    def _waits(self, member: Fact, upstream: Fact) -> Witness:
        kind = kind_word(upstream.kind)
        return told("signed.waits", member, upstream=upstream.ref, upstream_kind=kind, role=self.by)

    def _unread(self, member: Fact, unread: Fact) -> Witness:
        day = to_day(unread.fields.get("link_unread_since"))
        if day is None:
            return told("signed.unread_yet", member, document=unread.ref, role=self.by)
        return told("signed.unread", member, document=unread.ref, since_day=day, role=self.by)

    def _unsigned(self, member: Fact) -> Witness:
        if self.by:
            return told("signed.unsigned_by", member, by=role_word(self.by), role=self.by)
        return told("signed.unsigned" if member.in_force else "signed.draft", member)

    def _stands(self, facts: Facts, member: Fact, signoff: SignOff, until: int) -> Witness:
        signer = facts.get(signoff.signer)
        params = {
            "signer": signer.title or signer.ref if signer else Message("claim.somebody"),
            "signed_day": signoff.day,
            "until_day": until,
            "role": self.by,
        }
        if until <= facts.day:
            return told("signed.lapsed", member, **params)
        return told("signed.holds_always" if until >= ALWAYS else "signed.holds", member, **params)

    def _drifted(self, facts: Facts, member: Fact, signoff: SignOff, basis: Mapping[str, str]) -> Witness:
        """Name the record whose digest differs, else the one that joined or left what it rests on."""
        differing = [uid for uid, digest in signoff.basis.items() if uid in basis and basis[uid] != digest]
        moved = [uid for uid in (*basis, *signoff.basis) if (uid in basis) != (uid in signoff.basis)]
        uid = (differing or moved or [member.uid])[0]
        fact = facts.get(uid)
        changed: object = fact.ref if fact else Message("claim.gone")
        case = "signed.drifted" if differing else "signed.drifted_set"
        return told(case, member, changed=changed, changed_uid=uid, signed_day=signoff.day, role=self.by)


_UNSIGNED = untold(NEVER, NEVER)
_MAY_MATCH = untold(NEVER, ALWAYS, UNKNOWN)
_NO_SIGN_OFF = NEVER, NEVER, MISSING
_ALL_DRIFTED = NEVER, NEVER, DRIFTED


def _unchanged(facts: Facts, fact: Fact) -> tuple[tuple[SignOff, ...], bool]:
    """The record's sign-offs whose basis is what it was, and whether an upstream record must be signed again first."""
    key = ("unchanged", fact.uid)
    found: tuple[tuple[SignOff, ...], bool] | None = facts.memo.get(key)  # type: ignore[assignment]  # of this key
    if found is None:
        basis = basis_of(facts, fact)
        whole = tuple([s for s in fact.signoffs if s.basis == basis])
        waits = bool(whole) and (unread_in(facts, fact) is not None or waits_for(facts, fact) is not None)
        found = facts.memo[key] = whole, waits
    return found


def basis_of(facts: Facts, fact: Fact) -> dict[str, str]:
    """Return what a sign-off of the record would rest on now: uid -> digest."""
    key = ("basis", fact.uid)
    basis: dict[str, str] | None = facts.memo.get(key)  # type: ignore[assignment]  # this key holds bases only
    if basis is None:
        basis = {fact.uid: fact.digest}
        for other in facts.rests_on(fact):
            basis[other.uid] = other.digest
        facts.memo[key] = basis
    return basis


WATCHED = frozenset(name for name, kind in KINDS.items() if "link_digest" in kind.specs_by_name())
"""Kinds that may be kept behind a watched link."""


def unread_in(facts: Facts, fact: Fact) -> Fact | None:
    """Return the document in the record's basis, itself included, whose watched link is unread; None if none."""
    if _unread(fact):
        return fact
    return next((other for other in facts.rests_on(fact) if _unread(other)), None)


def _unread(fact: Fact) -> bool:
    if fact.kind not in WATCHED or not fact.fields.get("link"):
        return False
    return bool(fact.fields.get("link_unread_since") or not fact.fields.get("link_digest"))


def waits_for(facts: Facts, fact: Fact) -> Fact | None:
    """Return the upstream record whose own sign-off has drifted and which must be signed again first; None if none."""
    known: dict[str, Fact | None] = facts.memo.setdefault(_AGAIN, {})  # type: ignore[assignment]  # of this key
    return _first_above(facts, fact, known)


_AGAIN = ("to_sign_again", "")
"""Where what is known of each record is kept: itself if all its sign-offs have drifted, else what lies above it."""


def _first_above(facts: Facts, fact: Fact, known: dict[str, Fact | None]) -> Fact | None:
    if fact.kind in KINDS and not KINDS[fact.kind].waits:
        return None
    for upstream in facts.rests_on(fact):
        uid = upstream.uid
        found = known[uid] if uid in known else _to_sign_again(facts, upstream, known)
        if found is not None:
            return found
    return None


def _to_sign_again(facts: Facts, fact: Fact, known: dict[str, Fact | None]) -> Fact | None:
    """The record itself if all its sign-offs have drifted, else what lies above it; each record is looked at once."""
    known[fact.uid] = None  # a circle of records waits for nothing
    if fact.signoffs:
        basis = basis_of(facts, fact)
        if not any(s.basis == basis for s in fact.signoffs):
            known[fact.uid] = fact
            return fact
    found = known[fact.uid] = _first_above(facts, fact, known)
    return found


def basis_kinds(kind: str) -> frozenset[str]:
    """Return the kind and those whose records enter its basis, or the basis of those where it waits for them."""
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        at = waiting.pop()
        if at in found:
            continue
        found.add(at)
        for path in KINDS[at].rests_on if at in KINDS else ():
            here = at
            for step in path.split("."):
                here = KINDS[here].edges.get(step, here) if here in KINDS else here
                (waiting.append if KINDS[at].waits else found.add)(here)
    return frozenset(found)

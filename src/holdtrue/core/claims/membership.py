"""Which records a claim is about: `where`, the populations of systems and persons, and the newest of an event kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.claims.base import MAYBE, MEMBER, PLAN, Flag, Part, at_least_of, failed, unsure
from holdtrue.core.claims.fitting import Fits, fitting
from holdtrue.core.claims.phrases import such
from holdtrue.core.claims.telling import field_words, told, witness
from holdtrue.core.days import NEVER
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import matches
from holdtrue.core.verdicts import MISSING, NOTHING, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.facts import Fact, Facts, Fields, Pool


def population(kind: str, where: Mapping[str, object]) -> Fits:
    """Return the test of who is among those that each, some, share and none are over.

    Systems are the current ones (not out of scope, use not ended) and persons the active ones, unless `where` names
    the field that says otherwise. An unset fact counts as in.
    """
    fits = fitting(where)
    if kind == "system":
        any_scope = "in_scope" in where
        any_use = "use" in where or "in_use" in where

        def current(fields: Fields, _organization: Fields | None = None, /) -> bool | None:
            if not any_scope and fields.get("in_scope") is False:
                return False
            return False if not any_use and fields.get("use") == "ended" else fits(fields)

        return current
    if kind == "person" and "active" not in where:

        def active(fields: Fields, _organization: Fields | None = None, /) -> bool | None:
            return False if fields.get("active") is False else fits(fields)

        return active
    return fits


def flag_of(fact: Fact, *, fits: bool | None, dated: bool) -> Flag:
    """Return how a matching record stands: uncertain, a plan where the date decides and is unset, else a member."""
    if fits is None:
        return MAYBE
    return PLAN if dated and fact.day is None else MEMBER


def newest_of(members: Sequence[Fact], fits: Fits | None, *, head: bool) -> tuple[Fact | None, bool]:
    """Return the match that counts of an event kind, and whether a record may match.

    The newest dated one, else the plan with the highest number. `head` reads drafts, as a plain `record` does.
    """
    found, uncertain = None, False
    order = (NEVER, 0)
    for member in members:
        if fits is not None:
            answer = fits(member.newest if head else member.at_hand)
            if not answer:
                uncertain = uncertain or answer is None
                continue
        at = (member.day or NEVER, member.number)
        if found is None or at > order:
            found, order = member, at
    return found, uncertain


def decide(part: Part, pool: Pool, facts: Facts, *, newest: bool, where: Mapping[str, object]) -> Verdict:
    """Combine the matches of record and signed: the newest of an event kind, else the one that holds longest."""
    if newest:
        row = pool.newest(MEMBER) or pool.newest(PLAN)
        if row is not None:
            return row._replace(why=part.told(facts, row)).verdict() if facts.telling else row.verdict()
    elif pool.count(MEMBER):
        return at_least_of(part, pool, 1, facts)
    return nothing_matches(part, pool, facts, where)


def nothing_matches(part: Part, pool: Pool, facts: Facts, where: Mapping[str, object]) -> Verdict:
    """Return unknown where a record may match, else missing."""
    if not facts.telling:
        return unsure(NOTHING) if pool.count(MAYBE) else failed(MISSING, NOTHING)
    maybe = pool.first(MAYBE)
    if maybe is None:
        return failed(MISSING, witness(f"{part.form}.none", "", such=such(part.kind, where)))
    return unsure(may_match(part, facts, maybe.member, where))


def may_match(part: Part, facts: Facts, uid: str, where: Mapping[str, object]) -> Witness:
    """Return the witness of a record whose deciding fields are unset."""
    fact = facts.get(uid) if facts.telling else None
    return NOTHING if fact is None else unset(part, fact, where)


def unset(part: Part, fact: Fact, where: Mapping[str, object]) -> Witness:
    """Return the witness that names the fields which leave open whether the record counts."""
    names = [name for name in where if matches(fact.at_hand, {name: where[name]}) is None]
    known = KINDS[fact.kind].specs_by_name()
    fields = tuple(
        word
        for name in names
        for word in (field_words(fact.kind, [name]) if name in known else (name.replace("_", " "),))
    )
    return told(f"{part.form}.may_match", fact, such=such(part.kind, where), fields=fields)

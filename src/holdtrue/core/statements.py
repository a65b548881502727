"""What people and findings say of a practice: declarations carry declared, findings lower what the records give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.claims.base import failed
from holdtrue.core.claims.shared import NEUTRAL, Level, low_end, with_shared
from holdtrue.core.claims.telling import told
from holdtrue.core.days import ALWAYS, Day
from holdtrue.core.matching import filled
from holdtrue.core.rungs import Ends, plain
from holdtrue.core.verdicts import NOTHING, State, Verdict

if TYPE_CHECKING:
    from holdtrue.core.facts import Fact, Facts

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Said:
    """Where the declarations of one practice in one scope stand."""

    last: Fact | None = None
    """The newest yes or no."""
    yes_before: bool = False
    """Whether a yes stands before a newest no."""


_NOTHING_SAID = Said()


def said(facts: Facts, practice: str) -> Said:
    """Return where they stand: only a plain yes or no with a blank aspect counts; on one day the later entry does."""
    found = facts.tagged("declaration", practice)
    if not found:
        return _NOTHING_SAID
    answers = [f for f in found if _counts(f, practice) and _here(facts, f)]
    if not answers:
        return _NOTHING_SAID
    last = max(answers, key=_order)
    return Said(last, any(f.fields.get("answer") == YES for f in answers))


def declared(level: Level, ends: Ends, facts: Facts, practice: str) -> Ends:
    """Return the declared level given what was said: a standing yes carries it; a no contradicts what is older."""
    answer = said(facts, practice)
    last = answer.last
    if last is None:
        return ends
    if last.fields.get("answer") == YES:
        return plain(
            Verdict(ALWAYS, told("declared.said", last, said_day=_day(last)) if facts.telling else NOTHING)
        )
    later = low_end(level, facts.since(_day(last), last.entry))
    if later.holds(facts.day):
        return plain(later)
    older, _ = with_shared(level.claim, facts, NEUTRAL)
    if answer.yes_before or older.holds(facts.day):
        why = told("declared.contradicted", last, said_day=_day(last)) if facts.telling else NOTHING
        return plain(failed(State.CONTRADICTED, why))
    return plain(later)


def findings(facts: Facts, practice: str) -> tuple[Fact | None, tuple[Fact, ...]]:
    """Return the major finding that brings the practice down here, if any, and the minor ones it holds with."""
    found = facts.tagged("finding", practice)
    if not found:
        return None, ()
    acting = [f for f in found if f.fields.get("practice") == practice and f.fields.get("acts") is True]
    major = next((f for f in acting if f.fields.get("type") == "major"), None)
    return major, tuple(f for f in acting if f.fields.get("type") == "minor")


def brought_down(finding: Fact, facts: Facts) -> Ends:
    """Return the ends of any level under an open major finding."""
    why = told("finding.major", finding, due=finding.fields.get("due") or "") if facts.telling else NOTHING
    return plain(failed(State.CONTRADICTED, why))


def _counts(fact: Fact, practice: str) -> bool:
    fields = fact.fields
    return (
        fields.get("practice") == practice
        and fields.get("answer") in (YES, NO)
        and not filled(fields.get("aspect"))
    )


def _here(facts: Facts, fact: Fact) -> bool:
    """At the organisation's scope, what was said about one system does not count."""
    if facts.system is not None:
        return True
    about = [facts.get(uid) for uid in fact.links.get("about", ())]
    return all(one is None or one.kind != "system" for one in about)


def _day(fact: Fact) -> Day:
    return fact.day if fact.day is not None else fact.recorded


def _order(fact: Fact) -> tuple[Day, int, int]:
    return _day(fact), fact.entry, fact.number

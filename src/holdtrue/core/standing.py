"""Derives the standing of a scope: for each practice that applies, how its four levels hold, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from holdtrue.core import statements
from holdtrue.core.claims.asked import Asked, Joins
from holdtrue.core.claims.base import ANYTHING, Part, Read, unsure
from holdtrue.core.claims.condition import fact_reads
from holdtrue.core.claims.deriving import deriving
from holdtrue.core.claims.fitting import asking
from holdtrue.core.claims.periods import unsorted_witness
from holdtrue.core.claims.shared import NEUTRAL, Level, low_end, ready, with_shared
from holdtrue.core.claims.telling import mend
from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.facts import KEYS
from holdtrue.core.joining import joining_part, law_day
from holdtrue.core.matching import asked
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.rungs import Ends, Mode, Rungs, plain, plain_rung, same
from holdtrue.core.verdicts import NOTHING, State, Verdict, at_least

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from holdtrue.core.claims.base import Claim, Remedy
    from holdtrue.core.claims.deriving import Derives
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact, Facts, Fields
    from holdtrue.core.practices import Practice
    from holdtrue.core.rungs import Same

Reads = frozenset[Read]
Verdicts = tuple[Verdict, Verdict, Verdict, Verdict]
OPERATIONAL = LEVELS.index("operational")

_RESORTS = frozenset(
    {"system", "organization", "classification", "impact_assessment", "group", "component", "supplier"}
)
"""Kinds that can change a system's derived facts, or which shared evidence counts: everything is asked again."""
_CARRIES = frozenset({"risk", "change", "indicator", "incident", "finding", "concern"})
"""Kinds through which other records come into a system's scope."""
_CARRIED: Reads = frozenset((kind, "") for kind in ("control", "action", "finding", "concern"))


class Standing(NamedTuple):
    """One system practice in one system: its rungs, and the first day a law brings it into every profile, if any."""

    rungs: Rungs
    joined: Day | None


class Held(NamedTuple):
    """One organisation practice: its levels' own verdicts, and the first day a law brings it in, if one does."""

    verdicts: Verdicts
    joined: Day | None


class Reached(NamedTuple):
    """How far a practice stands on a day."""

    level: int
    """0 absent to 4 measured: the highest that holds with all lower ones."""
    until: Day
    """The first day that level no longer holds; ALWAYS for absent."""
    state: State
    """Of the next level; HOLDS where measured is reached."""
    next: Verdict | None
    """The next level's own verdict."""


class Explanation(NamedTuple):
    """Why a level holds or does not, and what would mend or renew it."""

    verdict: Verdict
    """Cumulative: with all lower levels."""
    remedy: Remedy
    level: int
    """Counted from 0: the level that decides, which may be a lower one."""
    findings: tuple[str, ...]
    """Refs of open minor findings it holds with."""


@dataclass(frozen=True)
class Prepared:
    """A practice with its claims made ready."""

    practice: Practice
    levels: tuple[Level, Level, Level, Level]
    reads: Reads
    applies_to: Callable[[Fields, Fields], bool | None]
    """`applies_when` made ready: (fields of the system, fields of the organisation)."""
    applies: Asked | None
    """For an organisation practice with applies_when: which systems bring it in."""
    joins: Joins | None
    """Likewise by law."""
    law_asks: tuple[Callable[[Fields, Fields], bool | None], ...]
    """The facts of each line of `law_when` made ready."""
    derive: tuple[Derives, ...]
    """For a system practice: what gives the rung of each level."""
    stands: Same[Standing] = field(default_factory=dict)
    """Likewise: its standings met so far, equal ones as one object."""


_PREPARED: dict[int, Prepared] = {}
"""By the practice's identity; a practice is installed once and lives as long as the process."""
_MOST_PREPARED = 2_000
"""Rules tried out before they are installed leave theirs behind; then all are made ready anew."""


def prepare(practice: Practice) -> Prepared:
    """Return the practice made ready; BadInput where a claim cannot be."""
    found = _PREPARED.get(id(practice))
    if found is None or found.practice is not practice:
        if len(_PREPARED) > _MOST_PREPARED:
            _PREPARED.clear()
        one, two, three, four = (
            ready(claim, per_system=practice.per_system, path=f"{practice.id}.{level}")
            for claim, level in zip(practice.claims, LEVELS, strict=True)
        )
        organizational = not practice.per_system
        applies = practice.applies_when
        found = _PREPARED[id(practice)] = Prepared(
            practice,
            (one, two, three, four),
            _reads(practice),
            asking(applies),
            Asked({"asked": applies}, "system", applies) if organizational and applies else None,
            joining_part(practice) if organizational and practice.law_when else None,
            tuple(asking(line.when) for line in practice.law_when),
            () if organizational else tuple(deriving(level) for level in (one, two, three, four)),
        )
    return found


def shared_parts(practice: Practice) -> tuple[Claim | None, ...]:
    """Return the organisation-wide sub-claim of each level of a system practice; None where a level has none."""
    return tuple(level.shared for level in prepare(practice).levels)


def organization_parts(practices: Iterable[Practice]) -> Mapping[str, Part]:
    """Return every part whose members' rows a store keeps for the organisation, by id."""
    found: dict[str, Part] = {}
    for practice in practices:
        prepared = prepare(practice)
        for level in prepared.levels:
            claim = level.shared if practice.per_system else level.claim
            if claim is not None:
                found.update((part.id, part) for part in _parts(claim))
        for part in (prepared.applies, prepared.joins):
            if part is not None:
                found[part.id] = part
    return found


def derive_system(
    practices: Iterable[Practice], facts: Facts, *, only: Reads | None = None
) -> dict[str, Standing | None]:
    """Return the standing of every system practice, None where it does not apply; with `only`, of those that read it.

    Practices of the organisation among `practices` are passed over.
    """
    wanted = None if only is None else widened(only)
    found: dict[str, Standing | None] = {}
    fields = facts.scope.fields
    organization = facts.organization.at_hand
    tier = facts.tier
    for practice in practices:
        if not practice.per_system:
            continue
        prepared = prepare(practice)
        if wanted is not None and not touched(prepared.reads, wanted):
            continue
        if (tier is not None and tier not in practice.tiers) or (
            practice.applies_when and prepared.applies_to(fields, organization) is False
        ):
            found[practice.id] = None
            continue
        asks = prepared.law_asks
        joined = law_day(practice, asks, fields, organization) if asks else None
        found[practice.id] = same(prepared.stands, _rungs(prepared, facts), joined, Standing)
    return found


def _rungs(prepared: Prepared, facts: Facts) -> Rungs:
    """The four levels as `system_ends` gives them, without calling for what is not there."""
    practice = prepared.practice.id
    if facts.telling or (facts.keyed["finding"][practice] and statements.findings(facts, practice)[0]):
        one, two, three, four = system_ends(prepared, facts)
        return one.rung(), two.rung(), three.rung(), four.rung()
    first, second, third, fourth = prepared.derive
    if facts.keyed["declaration"][practice]:
        level = prepared.levels[0]
        declared = statements.declared(level, _ends(level, facts), facts, practice).rung()
    else:
        declared = first(facts)
    if facts.tier is None:
        return declared, _UNSORTED, _UNSORTED, _UNSORTED
    return declared, second(facts), third(facts), fourth(facts)


def system_ends(prepared: Prepared, facts: Facts, *, upto: int = 4) -> list[Ends]:
    """Return the levels in a system's scope, all four or the lowest: sorting, declarations and findings included."""
    practice = prepared.practice.id
    major, _ = statements.findings(facts, practice)
    if major is not None:
        return [statements.brought_down(major, facts)] * upto
    first = prepared.levels[0]
    ends = [statements.declared(first, _ends(first, facts), facts, practice)]
    if facts.tier is None:
        return ends + [plain(unsure(unsorted_witness(facts)))] * (upto - 1)
    ends.extend(_ends(level, facts) for level in prepared.levels[1:upto])
    return ends


def derive_organization(
    practices: Iterable[Practice], facts: Facts, *, only: Reads | None = None
) -> dict[str, Held | None]:
    """Return the verdicts of every organisation practice, None where it does not apply; `only` as above."""
    found: dict[str, Held | None] = {}
    for practice in practices:
        if practice.per_system:
            continue
        prepared = prepare(practice)
        if only is not None and not touched(prepared.reads, only):
            continue
        if prepared.applies is not None and not _applies(prepared.applies, facts):
            found[practice.id] = None
            continue
        one, two, three, four = organization_verdicts(prepared, facts)
        joins = prepared.joins.evaluate(facts) if prepared.joins is not None else None
        joined = joins.opens if joins is not None and joins.until > NEVER else None
        found[practice.id] = Held((one, two, three, four), joined)
    return found


def organization_verdicts(prepared: Prepared, facts: Facts, *, upto: int = 4) -> list[Verdict]:
    """Return the levels in the organisation's scope, all four or the lowest: declarations and findings included."""
    practice = prepared.practice.id
    major, _ = statements.findings(facts, practice)
    if major is not None:
        return [statements.brought_down(major, facts).high] * upto
    first = prepared.levels[0]
    declared = statements.declared(first, plain(first.claim.evaluate(facts)), facts, practice).high
    return [declared, *(level.claim.evaluate(facts) for level in prepared.levels[1:upto])]


def verdicts_in(practice: Practice, facts: Facts, *, upto: int = 4) -> list[Verdict] | None:
    """Return the levels' own verdicts in the scope at hand, organisation-wide parts included; None if not asked.

    `upto` asks for that many, the lowest first.
    """
    prepared = prepare(practice)
    if not practice.per_system:
        if prepared.applies is not None and not _applies(prepared.applies, facts):
            return None
        return organization_verdicts(prepared, facts, upto=upto)
    if facts.tier is not None and facts.tier not in practice.tiers:
        return None
    if prepared.applies_to(facts.scope.fields, facts.organization.at_hand) is False:
        return None
    ends = system_ends(prepared, facts, upto=upto)
    return [
        end.verdict(_cap(level, end, facts), facts.day)
        for level, end in zip(prepared.levels[:upto], ends, strict=True)
    ]


def cumulative(verdicts: Sequence[Verdict], level: int) -> tuple[Day, Day]:
    """Return (opens, until) of a level, counted from 0, with all lower ones."""
    first = verdicts[: level + 1]
    return max(v.opens for v in first), min(v.until for v in first)


def levels(verdicts: Sequence[Verdict], day: Day) -> Reached:
    """Return how far a practice stands on a day, until when, and what keeps the next level away."""
    until = ALWAYS
    for index, verdict in enumerate(verdicts):
        if not verdict.holds(day):
            return Reached(index, until, verdict.state(day), verdict)
        until = min(until, verdict.until)
    return Reached(len(verdicts), until, State.HOLDS, None)


def explain(practice: Practice, level: int, facts: Facts) -> Explanation | None:
    """Return why a level (counted from 0) holds or not in the scope at hand, with its remedy; None if not asked.

    Give facts that tell witnesses. The lowest level that fails decides; while all hold, the one that ends first.
    """
    first = verdicts_in(practice, facts, upto=level + 1)
    if first is None:
        return None
    failing = [n for n, v in enumerate(first) if not v.holds(facts.day)]
    at = failing[0] if failing else min(range(len(first)), key=lambda n: first[n].until)
    opens, until = cumulative(first, level)
    best = min(v.best for v in first)
    decides = first[at]
    state = decides.state(facts.day)
    bearing = first[-1].bearing
    whole = Verdict(
        until, decides.why, opens, best, decides.cause if state is State.HOLDS else state, bearing
    )
    _, minor = statements.findings(facts, practice.id)
    remedy = mend(decides.why)
    if not remedy.role:
        remedy = type(remedy)(remedy.action, remedy.ref, practice.owner_role, remedy.message)
    return Explanation(whole, remedy, at, tuple(f.ref for f in minor))


def operational(
    practice: str, home: Facts, organization: Facts, practices: Mapping[str, Practice] | None
) -> Verdict | None:
    """Return a practice at operational, with the levels below, for a control that names it; None if not asked here."""
    known = (library().by_id if practices is None else practices).get(practice)
    if known is None or (known.per_system and home.system is None):
        return None
    verdicts = verdicts_in(known, home if known.per_system else organization, upto=OPERATIONAL + 1)
    if verdicts is None:
        return None
    return at_least(OPERATIONAL + 1, verdicts, home.day)


def reads_of(fact: Fact) -> Reads:
    """Return what a claim must read to be touched by a change of this record; give the record before and after it."""
    key = KEYS.get(fact.kind)
    value = fact.newest.get(key) if key else None
    return frozenset({(fact.kind, str(value) if value else "")})


def widened(only: Reads) -> Reads:
    """Return what else in a system's scope changes with these reads; ANYTHING where all of it may."""
    kinds = {kind for kind, _ in only}
    if kinds & _RESORTS:
        return only | {ANYTHING}
    wider = only | _CARRIED if kinds & _CARRIES else only
    return wider | {("risk", "")} if "risk_criteria" in kinds else wider


def touched(reads: Reads, wanted: Reads) -> bool:
    """Whether a practice that reads these must be asked again; ('evidence', '') stands for every tag."""
    if ANYTHING in wanted or ANYTHING in reads or reads & wanted:
        return True
    kinds = {kind for kind, tag in wanted if not tag}
    return any(kind in kinds for kind, _ in reads) or any((kind, "") in reads for kind, _ in wanted)


def _ends(level: Level, facts: Facts) -> Ends:
    if level.shared is None:
        return plain(level.claim.evaluate(facts))
    high, was_asked = with_shared(level.claim, facts, NEUTRAL)
    if not was_asked:
        return plain(high)
    if level.conjoined:
        return Ends(high, _NEVER, Mode.CONJOINED)
    return Ends(high, low_end(level, facts), Mode.BETWEEN)


_NEVER = Verdict(NEVER)
_UNSORTED = plain_rung(unsure(NOTHING))
"""Above declared, of a system not yet sorted."""


def _cap(level: Level, ends: Ends, facts: Facts) -> Verdict | None:
    if ends.mode is Mode.PLAIN or level.shared is None:
        return None
    kept = facts.shared(level.shared)
    return level.shared.evaluate(facts) if kept is None else kept


def _applies(part: Asked, facts: Facts) -> bool:
    """Whether some current system, or the organisation itself, has the facts; what a system leaves unset counts."""
    if part.evaluate(facts).best > NEVER:
        return True
    own = facts.organization.at_hand
    return asked(own, own, part.facts) is True


def _reads(practice: Practice) -> Reads:
    """What can change the practice's standing; the record at hand is named by its kind."""
    found: set[Read] = {("declaration", practice.id), ("finding", practice.id)}
    for claim in practice.claims:
        found |= claim.reads()
    for facts in (practice.applies_when, *(w.when for w in practice.law_when)):
        if facts:
            found |= fact_reads(facts)
            found.add(("system", ""))
    home = "system" if practice.per_system else "organization"
    return frozenset((home, "") if kind == "scope" else (kind, tag) for kind, tag in found)


def _parts(claim: Claim) -> Iterable[Part]:
    """The parts evaluated at the scope of the claim itself, not at a member's or on a past day."""
    if isinstance(claim, Part):
        yield claim
    elif claim.form not in ("held", "sustained"):
        for child in claim.children():
            yield from _parts(child)

"""The Statement of Applicability as it stands on a day: each control decided or not, what carries it, who signed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.app.actions.applying import Decided
from holdtrue.app.actions.founded import KIND
from holdtrue.app.actions.permission import on_kind, require, signing_roles
from holdtrue.app.derive.views import context_ids, scopes
from holdtrue.app.queries import bounded, past
from holdtrue.app.queries.applying_facts import hidden, known
from holdtrue.app.queries.asking import by_rules, day_named, today
from holdtrue.app.queries.carried import standing_of
from holdtrue.app.queries.reaching import said_in
from holdtrue.app.queries.requirements import STOPPED, findings_on
from holdtrue.app.queries.signing import differences
from holdtrue.app.queries.status import status
from holdtrue.core.applicability import (
    FRAMEWORK,
    Known,
    asked_by_law,
    carrying,
    control_named,
    objectives,
    suggestion,
)
from holdtrue.core.days import period
from holdtrue.core.frameworks import framework
from holdtrue.core.practices import library
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.store import loading, reading
from holdtrue.store.applicability import naming, newest_signoffs
from holdtrue.store.reached import said_of_requirements
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.figures import Figures
    from holdtrue.app.queries.signing import Differs
    from holdtrue.app.queries.status import Stand
    from holdtrue.core.applicability import Objective, Suggestion
    from holdtrue.core.days import Day
    from holdtrue.core.facts import Fact
    from holdtrue.core.frameworks import Framework, Requirement
    from holdtrue.core.practices import Practice
    from holdtrue.core.register import Register
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.models import SignOff
    from holdtrue.store.reached import Said

EVERY = "12 months"
"""How long a signature on a line counts at most, as the practice asks."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest signature on a line, and what became of its basis."""

    row: SignOff
    by_role: bool
    """Whether the signer held the role that the practice asks for."""
    until: Day
    changed: tuple[Differs, ...] = ()
    """Exactly which material fields differ from what was signed."""
    moved: tuple[str, ...] = ()
    """Records that it rests on now and did not, or did and does not."""


@dataclass(frozen=True, slots=True)
class Line:
    """One control of the annex with everything that is to be known of it."""

    control: Requirement
    fact: Fact | None
    """The line as on record; None while nothing was said of the control."""
    included: bool | None
    reason: str
    practices: tuple[Practice, ...]
    controls: tuple[Fact, ...]
    risks: tuple[Fact, ...]
    evidence: tuple[Fact, ...]
    owner: Fact | None
    levels: tuple[Verdict, ...] | None
    """Its standing by the practices behind it; None where none of them is asked here."""
    state: str
    """undecided, unsigned, signed, lapsed or reopened."""
    signed: Signed | None
    fresh: tuple[tuple[str, str], ...]
    """(ref, title) of risks treated by its controls that the line does not name."""
    laws: tuple[tuple[Practice, tuple[str, ...]], ...]
    """Where it is out: practices behind it that a law asks for here, with the laws."""
    suggestion: Suggestion
    stopped_by: tuple[str, ...] = ()
    """Open major findings on the control: it does not hold while one acts, whatever its practices show."""
    holds_with: tuple[str, ...] = ()
    """Open minor findings on it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The whole statement on one day."""

    day: Day
    framework: Framework
    groups: tuple[tuple[Objective, tuple[Line, ...]], ...]
    roles: frozenset[str]
    """Whose signature the practice asks for."""
    meets_at: int
    """The level from which a control counts as carried, 1 to 4."""
    profile: str
    own: tuple[Verdict, ...] | None = None
    """How the practice of having a statement stands; None where it is not asked."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in the order of the annex."""
        return tuple(line for _, lines in self.groups for line in lines)

    @property
    def decided(self) -> int:
        """How many are decided."""
        return sum(line.included is not None for line in self.lines)

    def of_state(self, *states: str) -> tuple[Line, ...]:
        """Return the lines in these states."""
        return tuple(line for line in self.lines if line.state in states)


PRACTICE = "statement-of-applicability"
_EMPTY: Mapping[str, Mapping[str, object]] = {"fields": {}, "links": {}}
"""What is left of an erased revision."""


def statement_asked(caller: Caller, *, at: str = "") -> Statement:
    """Return the statement of a day; a past one as it was then and known by then."""
    require(caller, "read", on_kind(KIND))
    day, now = day_named(caller, at), today(caller)
    if day >= now:
        return statement(caller, day)
    with by_rules(caller, at, ""):
        register = past.register_at(caller.organisation, day, day)
        return _told(caller, register, past.figures_at(caller.organisation, day, day), {}, said_in(register))


def statement(caller: Caller, day: Day) -> Statement:
    """Return the statement as it is stored now, read on a day from today on. About twenty queries for any number."""
    require(caller, "read", on_kind(KIND))
    pk = caller.organisation.pk
    rows = loading.of_kinds(pk, [KIND])
    loaded, register = scopes(pk, rows, day=day, context=context_ids(pk))
    controls = [loaded.id_of[f.uid] for f in loaded.of_kind("control")]
    return _told(
        caller,
        register,
        bounded.stored(caller, day),
        _treated(naming(pk, controls)),
        said_of_requirements(pk),
    )


def _treated(rows: Sequence[tuple[str, str, str, str]]) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for control, uid, ref, title in rows:
        found.setdefault(control, []).append((uid, ref, title))
    return found


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every line is told from."""

    caller: Caller
    register: Register
    figures: Figures
    stands: Mapping[str, Stand]
    treated: Mapping[str, Sequence[tuple[str, str, str]]]
    signed: Mapping[str, SignOff]
    roles: frozenset[str]
    known: Known
    hidden: frozenset[str]
    findings: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    """Control → the major and the minor findings that act on it."""


def _told(
    caller: Caller,
    register: Register,
    figures: Figures,
    treated: Mapping[str, Sequence[tuple[str, str, str]]],
    said: Sequence[Said],
) -> Statement:
    found = status(figures)
    day = figures.day
    facts = {_number(f): f for f in register.all(KIND)}
    ground = _Ground(
        caller,
        register,
        figures,
        {stand.practice.id: stand for stand in found.stands},
        treated,
        newest_signoffs(caller.organisation.pk, day),
        signing_roles(KIND),
        known(caller, found, register),
        hidden(caller, register),
        findings_on(said),
    )
    groups = tuple(
        (objective, tuple(_line(ground, control, facts.get(control.id)) for control in objective.controls))
        for objective in objectives()
    )
    now = day >= today(caller)
    if now:
        groups = _with_changes(caller, groups)
    return Statement(
        day,
        framework(FRAMEWORK),
        groups,
        ground.roles,
        LEVEL_WORDS.index(library().meets_at[FRAMEWORK]),
        caller.organisation.profile,
        tuple(own) if (own := figures.own_verdicts(library().by_id[PRACTICE])) is not None else None,
    )


def _number(fact: Fact) -> str:
    return str(fact.newest.get("control_id") or "")


def _line(ground: _Ground, control: Requirement, fact: Fact | None) -> Line:
    register, fields = ground.register, fact.newest if fact else {}
    linked = _linked(ground, fact)
    given = fields.get("practices")
    names = [str(p) for p in given] if isinstance(given, (list, tuple)) else []
    practices = tuple(library().by_id[p] for p in names if p in library().by_id)
    practices = practices or carrying(control.id, library())
    behind = {p.id: p for p in practices}
    for own in linked["controls"]:
        named = str(own.fields.get("practice") or "")
        if named in library().by_id:
            behind.setdefault(named, library().by_id[named])
    included = fields.get("included")
    treated = [
        one
        for own in (fact.links.get("controls", ()) if fact else ())
        for one in ground.treated.get(own, _by_register(register, own))
        if one[0] not in ground.hidden
    ]
    named_risks = set(fact.links.get("risks", ())) if fact else set()
    fresh = tuple(dict.fromkeys((ref, title) for uid, ref, title in treated if uid not in named_risks))
    refs = tuple(dict.fromkeys([*(f.ref for f in linked["risks"]), *(ref for ref, _ in fresh)]))
    decided = included if isinstance(included, bool) else None
    signed, state = _signed(ground, fact)
    major, minor = ground.findings.get(control.id, ((), ()))
    return Line(
        control=control,
        fact=fact,
        included=decided,
        reason=str(fields.get("reason") or ""),
        practices=practices,
        controls=linked["controls"],
        risks=linked["risks"],
        evidence=_evidence(ground, fact, linked),
        owner=next(iter(linked["owner"]), None),
        levels=STOPPED if major else standing_of([ground.stands[p] for p in behind], ground.figures),
        state=state,
        signed=signed,
        fresh=fresh if state != "undecided" else (),
        laws=asked_by_law(control.id, library(), ground.known) if decided is False else (),
        suggestion=suggestion(control.id, library(), ground.known, risks=refs),
        stopped_by=major,
        holds_with=minor,
    )


def _by_register(register: Register, control: str) -> list[tuple[str, str, str]]:
    """Of a past day: the register holds everything, so nobody else is asked."""
    return [
        (f.uid, f.ref, f.title)
        for f in register.incoming(control)
        if f.kind == "risk" and control in f.links.get("controls", ())
    ]


def _linked(ground: _Ground, fact: Fact | None) -> dict[str, tuple[Fact, ...]]:
    found: dict[str, tuple[Fact, ...]] = {}
    for relation in ("controls", "risks", "owner"):
        uids = fact.links.get(relation, ()) if fact else ()
        some = [ground.register.get(uid) for uid in uids if uid not in ground.hidden]
        found[relation] = tuple(sorted((f for f in some if f is not None), key=lambda f: f.number))
    return found


def _evidence(ground: _Ground, fact: Fact | None, linked: Mapping[str, tuple[Fact, ...]]) -> tuple[Fact, ...]:
    """Evidence about the line itself and about the controls that carry it."""
    about = [fact, *linked["controls"]] if fact else []
    found = {
        f.uid: f
        for one in about
        for f in ground.register.incoming(one.uid)
        if f.kind == "evidence" and f.uid not in ground.hidden
    }
    return tuple(sorted(found.values(), key=lambda f: f.number))


def _signed(ground: _Ground, fact: Fact | None) -> tuple[Signed | None, str]:
    if fact is None or not isinstance(fact.newest.get("included"), bool):
        return None, "undecided"
    row = ground.signed.get(fact.uid)
    if row is None:
        return None, "unsigned"
    by_role = not ground.roles or bool(ground.roles & set(row.roles))
    until = period(EVERY).after(row.day)
    until = min(until, row.good_until) if row.good_until is not None else until
    now = {fact.uid, *(f.uid for f in ground.register.rests_on(fact))}
    then = {uid for uid, _, _ in row.basis}
    gone = [ground.register.get(uid) for uid in now ^ then if uid not in ground.hidden]
    moved = tuple(sorted(f"{f.ref} {f.title}" for f in gone if f is not None))
    signed = Signed(row, by_role, until, moved=moved)
    if now != then or _drifted(ground, fact, row):
        return signed, "reopened"
    if not by_role:
        return signed, "unsigned"
    return signed, "lapsed" if until <= ground.figures.day else "signed"


def _drifted(ground: _Ground, fact: Fact, row: SignOff) -> bool:
    """Whether anything signed reads otherwise now; of the line itself a draft that says something else counts too."""
    for uid, _, digest in row.basis:
        other = fact if uid == fact.uid else ground.register.get(uid)
        if other is not None and other.digest and other.digest != digest:
            return True
    material = ("included", "reason")
    return fact.draft is not None and any(fact.draft.get(n) != fact.fields.get(n) for n in material)


def _with_changes(
    caller: Caller, groups: tuple[tuple[Objective, tuple[Line, ...]], ...]
) -> tuple[tuple[Objective, tuple[Line, ...]], ...]:
    """Tell of reopened lines exactly which fields differ from what was signed. A few queries for all of them."""
    organisation = caller.organisation
    opened = [line for _, lines in groups for line in lines if line.state == "reopened" and line.signed]
    if not opened:
        return groups
    basis = {uid: number for line in opened for uid, number, _ in line.signed.row.basis if number}  # type: ignore[union-attr]  # reopened lines were signed
    records = {u: r for u, r in reading.by_uid(organisation.pk, basis).items() if bounded.may_see(caller, r)}
    own = {line.fact.uid for line in opened if line.fact}
    asked = {
        (uid, number): (record, (0 if uid in own else record.in_force_number) or record.head_number)
        for line in opened
        for uid, number, _ in line.signed.row.basis  # type: ignore[union-attr]  # likewise
        if number and (record := records.get(uid)) is not None
    }
    found = reading.contents(
        organisation.pk,
        [(r.pk, n) for (_, then), (r, now) in asked.items() if then != now for n in (then, now)],
    )
    told: dict[tuple[str, int], tuple[Differs, ...]] = {
        key: tuple(
            differences(
                organisation,
                record,
                found.get((record.pk, key[1]), _EMPTY),
                found.get((record.pk, now), _EMPTY),
            )
        )
        for key, (record, now) in asked.items()
        if key[1] != now
    }
    return tuple((objective, tuple(_changed(line, told) for line in lines)) for objective, lines in groups)


def _changed(line: Line, told: Mapping[tuple[str, int], tuple[Differs, ...]]) -> Line:
    if line.state != "reopened" or line.signed is None:
        return line
    found = tuple(x for uid, number, _ in line.signed.row.basis for x in told.get((uid, number), ()))
    return replace(line, signed=replace(line.signed, changed=found))


def suggested_decisions(caller: Caller, numbers: Sequence[str] = ()) -> list[Decided]:
    """Return what the facts speak for as decisions: of the controls named, or of every undecided one."""
    wanted = {control_named(number, field="control") for number in numbers}
    return [
        Decided(line.control.id, included=line.suggestion.included, reason=say(line.suggestion.reason))
        for line in statement(caller, today(caller)).lines
        if (line.control.id in wanted if wanted else line.included is None)
    ]


__all__ = ["Line", "Signed", "Statement", "statement", "statement_asked", "suggested_decisions"]

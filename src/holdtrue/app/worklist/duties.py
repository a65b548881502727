"""Items from verdicts: what the systems, the records and the organisation ask of whoever answers for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from holdtrue.app.derive.asked import parts_of
from holdtrue.app.derive.caps import cap_names
from holdtrue.app.derive.heights import reached
from holdtrue.app.derive.owing import parts_asked
from holdtrue.app.derive.whole import pools
from holdtrue.app.worklist.acknowledging import to_read
from holdtrue.app.worklist.asking import OWN_ROLES
from holdtrue.app.worklist.items import Clears, Item, key_of
from holdtrue.app.worklist.telling import told_together
from holdtrue.core import statements
from holdtrue.core.claims.telling import mend
from holdtrue.core.days import NEVER
from holdtrue.core.duties import MEMBER, NO_END, OVERSEER, OWNER, owed_since
from holdtrue.core.packing import unpack
from holdtrue.core.practices import LEVELS, Practice, library
from holdtrue.core.scoring import LEVEL_WORDS, members, target_level
from holdtrue.core.standing import organization_verdicts, prepare, shared_parts, system_ends
from holdtrue.core.verdicts import State
from holdtrue.store import owed, reading, standings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from holdtrue.app.derive.alike import Stands
    from holdtrue.app.queries.why import TellingRegister
    from holdtrue.app.worklist.asking import Asked
    from holdtrue.core.claims.base import Claim, Remedy
    from holdtrue.core.days import Day
    from holdtrue.core.register import View
    from holdtrue.core.standing import Standing
    from holdtrue.core.verdicts import Verdict, Witness
    from holdtrue.store.models import Record
    from holdtrue.store.owed import Line


_IDLE = frozenset({"", "none", "wait"})
_ROUNDS = 2
"""Times that records a witness asked for, and that were not at hand, are loaded after it."""


class Due(NamedTuple):
    """One claim that does not hold, or will not for long, before it was asked why."""

    practice: Practice
    level: int
    state: State
    due: Day | None
    joined: bool = False
    cap: bool = False
    """Whether it is the part of a system practice that the organisation answers for."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one page explains, and whether there is more."""

    items: list[Item]
    more: bool


def of_page(asked: Asked) -> Page:
    """Return the items of one page of scopes, with the organisation's own on the first."""
    lines, more = _lines(asked)
    whole = whole_of(asked) if asked.page == 1 else []
    return Page(explained(asked, lines, whole), more)


def _lines(asked: Asked) -> tuple[list[Line], bool]:
    """The rows of one page: overdue, within a month, never done, later."""
    day, pk = asked.day, asked.organisation.pk
    wanted = asked.shown * asked.page
    whose = [(role, asked.person) for role in OWN_ROLES] if asked.person else []
    whose += [(role, 0) for role in sorted(asked.roles)]
    bands = (
        (NEVER, day, ""),
        (day, asked.month, ""),
        (asked.month, NO_END, "only"),
        (asked.month, asked.until, "none"),
    )
    found: list[Line] = []
    for some in (bands[:1], bands[1:]):  # what is overdue is often a page and more
        seeks = [owed.Seek(role, person, *band) for band in some for role, person in whose]
        read = owed.pages(pk, seeks, most=wanted + 1 - len(found))
        for n in range(len(some)):
            of_band = chain.from_iterable(read[n * len(whose) : (n + 1) * len(whose)])
            found += sorted(of_band, key=lambda line: (line.due, line.scope))
        if len(found) > wanted:
            break
    return found[wanted - asked.shown : wanted], len(found) > wanted


def explained(asked: Asked, lines: Sequence[Line], whole: Sequence[Due]) -> list[Item]:
    """Explain rows of scopes and claims of the organisation; each becomes the act that would mend it."""
    pk = asked.organisation.pk
    scopes = list(dict.fromkeys(line.scope for line in lines))
    records = reading.by_id(pk, scopes)
    stored = standings.kept(pk, [row for row, record in records.items() if record.kind == "system"])
    claims = [claim for due in whole for claim in _claims(due)]
    askings: list[Callable[[TellingRegister], Iterable[Item]]] = [
        partial(_of_scope, asked, record=records[line.scope], line=line, stored=stored)
        for line in lines
        if line.scope in records
    ]
    askings += [partial(_of_whole, asked, due=due) for due in whole]
    items: dict[int, list[Item]] = {}
    parts = [part for claim in claims for part in parts_of(claim)]
    pool = pools(pk, ahead=parts, day=asked.day, telling=True)
    waiting, missed = list(enumerate(askings)), pool.tellers
    for _ in range(_ROUNDS):
        register = told_together(asked.organisation, scopes, claims, asked.day, also=missed, pool=pool)
        again = []
        for n, asking in waiting:
            known = len(register.missed)
            items[n] = list(asking(register))
            if len(register.missed) > known:
                again.append((n, asking))
        if not again or register.missed <= missed:
            break
        waiting, missed = again, missed | register.missed
    return [item for n in sorted(items) for item in items[n]]


def _of_scope(
    asked: Asked, register: TellingRegister, record: Record, line: Line, stored: Mapping[int, standings.Kept]
) -> Iterator[Item]:
    if line.role == MEMBER:
        yield from _of_member(asked, register, record)
        return
    kept = stored.get(line.scope)
    if kept is None or register.get(record.uid) is None:
        return
    view = register.system_scope(record.uid)
    for stood in dues(asked, unpack(kept.packed), line.role):
        due = stood
        if stood.due is not None:
            due = stood._replace(due=owed_since(stood.due, record.recorded_day))
        ends = system_ends(prepare(due.practice), view)[: due.level]
        verdict = _deciding([end.high for end in ends], asked.day)
        item = _item(due, verdict.why, record)
        if item:
            yield item


def dues(asked: Asked, stands: Stands, role: str) -> Iterator[Due]:
    """Return what a system's stored standing asks of a role on the day, organisation-wide parts taken as holding."""
    rules, profile = library(), asked.organisation.profile
    joins = {p: h.joined for p, h in stands.items() if h and h.joined is not None and h.joined <= asked.until}
    for name, held in stands.items():
        practice = rules.by_id.get(name)
        if held is None or practice is None or practice.owner_role != role:
            continue
        if name not in members(rules, profile, joins):
            continue
        by_law = joins.get(name) if name not in rules.profiles[profile].members else None
        yield from dues_of(asked, practice, held, by_law=by_law)


def dues_of(asked: Asked, practice: Practice, held: Standing, *, by_law: Day | None = None) -> Iterator[Due]:
    """Return what one practice asks on the day: the next level below its target, and what it reached that will end."""
    day = asked.day
    target = LEVEL_WORDS.index(target_level(library(), asked.organisation.profile, practice.id))
    level, until, state = reached(held, day)
    joined = held.joined is not None and held.joined <= asked.until
    if level < target:
        ended = held.rungs[level].high
        due = ended if NEVER < ended <= day else None
        if by_law is not None:
            due = max(by_law, due or by_law)
        yield Due(practice, level + 1, State(state), due, joined)
    kept = min(level, target)
    ends = min((r.high for r in held.rungs[:kept]), default=until)
    if kept and ends <= asked.until:
        yield Due(practice, kept, State.HOLDS, ends, joined)


def _of_member(asked: Asked, register: TellingRegister, record: Record) -> Iterator[Item]:
    """What the organisation's claims ask of one record."""
    fact = register.get(record.uid)
    if fact is None:
        return
    view = register.organization_scope()
    parts = parts_asked(library(), asked.organisation.profile)
    rows = owed.members(asked.organisation.pk, [record.uid], list(parts)).get(record.uid, ())
    for part, until, _ in rows:
        if until > asked.until:
            continue
        practice, level, claim = parts[part]
        row = claim.verdict(view, fact)
        if row is None:
            continue
        state = row.state(asked.day)
        due = Due(practice, level, state, until if until > NEVER else None)
        item = _item(due, row.why, record)
        if item:
            yield to_read(asked, item, claim)


def whole_of(asked: Asked) -> list[Due]:
    """Return what the organisation's practices, and its parts of system practices, ask of the roles they hold."""
    kept = standings.of_organisation(asked.organisation.pk)
    stands = unpack(kept.packed) if kept else {}
    return [due for due in whole_dues(asked, stands) if answers(asked, due.practice)]


def answers(asked: Asked, practice: Practice) -> bool:
    """Whether the person answers for an organisation's practice; an owner for the foundations nobody holds."""
    role = role_of(practice)
    if role in asked.roles:
        return True
    return asked.account_role == "owner" and practice.profile == "starter" and asked.held.nobody(role)


def role_of(practice: Practice) -> str:
    """The role of the firm that answers for the organisation's side of a practice."""
    return "ai_lead" if practice.owner_role in (OWNER, OVERSEER) else practice.owner_role


def whole_dues(asked: Asked, stands: Stands) -> Iterator[Due]:
    """Return what the organisation's stored standing asks on the day, of whichever role."""
    rules, profile = library(), asked.organisation.profile
    joins = {p for p, h in stands.items() if h and h.joined is not None and h.joined <= asked.until}
    wanted = members(rules, profile, joins)
    for practice in rules.practices:
        if practice.id not in wanted:
            continue
        if practice.per_system:
            yield from _cap_dues(asked, practice, stands)
            continue
        held = stands.get(practice.id)
        if held:
            yield from dues_of(asked, practice, held)


def _cap_dues(asked: Asked, practice: Practice, stands: Stands) -> Iterator[Due]:
    target = LEVEL_WORDS.index(target_level(library(), asked.organisation.profile, practice.id))
    for n, name in enumerate(cap_names(practice)[:target], start=1):
        held = stands.get(name) if name else None
        if held is None:
            continue
        verdict = held.rungs[0].verdict(None, asked.day)
        state = verdict.state(asked.day)
        if state is State.HOLDS and verdict.until > asked.until:
            continue
        due = verdict.until if verdict.until > NEVER else None
        yield Due(practice, n, state, due, cap=True)
        return


def _claims(due: Due) -> Iterable[Claim]:
    if due.cap:
        shared = shared_parts(due.practice)[due.level - 1]
        return [shared] if shared is not None else []
    return [level.claim for level in prepare(due.practice).levels]


def _of_whole(asked: Asked, register: TellingRegister, due: Due) -> Iterator[Item]:
    view = register.organization_scope()
    if due.cap:
        shared = shared_parts(due.practice)[due.level - 1]
        verdict = shared.evaluate(view) if shared is not None else None
    else:
        verdict = _own(due, view, asked.day)
    item = _item(due, verdict.why, None) if verdict else None
    if item:
        yield item


def _own(due: Due, view: View, day: Day) -> Verdict:
    """The verdict that decides an organisation's practice; the levels below one that fails hold and are not asked."""
    prepared = prepare(due.practice)
    finding, _ = statements.findings(view, due.practice.id)
    if due.state is State.HOLDS or due.level == 1 or finding is not None:
        return _deciding(organization_verdicts(prepared, view)[: due.level], day)
    return prepared.levels[due.level - 1].claim.evaluate(view)


def _deciding(verdicts: Sequence[Verdict], day: Day) -> Verdict:
    """The lowest level that fails; while all hold, the one that ends first."""
    failing = next((v for v in verdicts if not v.holds(day)), None)
    return failing or min(verdicts, key=lambda v: v.until)


def _item(due: Due, why: Witness, scope: Record | None) -> Item | None:
    remedy = mend(why)
    if remedy.action in _IDLE:
        return None
    ends = due.due if due.due is not None and due.due < NO_END else None
    return Item(
        key=key_of(scope.ref if scope else "", remedy.action, _target(remedy)),
        what=remedy.message,
        why=why.message,
        state=due.state,
        due=ends,
        minutes=due.practice.minutes.get(LEVELS[due.level - 1], 0),
        action=remedy.action,
        ref=remedy.ref,
        scope=scope,
        clears=(Clears(due.practice, due.level, due.state, ends, due.joined),),
        remedy=remedy,
        because=why.message,
    )


def _target(remedy: Remedy) -> str:
    """What an act is done on: a record; else the kind asked for, in the words that tell it from another."""
    if remedy.ref and remedy.action != "attach":
        return remedy.ref
    told = remedy.message.params
    words = repr(told.get("tag") or told.get("such") or remedy.message.id)
    return f"{remedy.ref} {hashlib.sha256(words.encode()).hexdigest()[:12]}".strip()


__all__ = [
    "Due",
    "Page",
    "answers",
    "dues",
    "dues_of",
    "explained",
    "of_page",
    "role_of",
    "whole_dues",
    "whole_of",
]

"""Changes of standing told: which claim, in which scope, from which level to which, why, and who would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.derive.asked import parts_of
from holdtrue.app.derive.whole import pools
from holdtrue.app.worklist import holders
from holdtrue.app.worklist.duties import role_of
from holdtrue.app.worklist.telling import told_together
from holdtrue.core.claims.telling import mend
from holdtrue.core.days import to_day
from holdtrue.core.duties import OVERSEER, OWNER
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.standing import explain, prepare, shared_parts, verdicts_in
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.app.queries.why import TellingRegister
    from holdtrue.app.worklist.holders import Holders
    from holdtrue.core.claims.base import Claim, Remedy
    from holdtrue.core.days import Day
    from holdtrue.core.messages import Message
    from holdtrue.core.practices import Practice
    from holdtrue.core.register import View
    from holdtrue.core.verdicts import State, Verdict
    from holdtrue.store.models import Organisation, Record

    Changed = tuple[int, str, int, int, int]
    """scope's row, practice, level before, level after, state of the next level."""

_CHUNK = 100
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """One claim that would stop or start to hold."""

    practice: Practice
    ref: str
    """The system; '' for the organisation."""
    title: str
    before: int
    after: int
    state: State
    because: Message
    remedy: Remedy | None
    role: str
    person: str
    """Ref of who would mend it; '' where nobody answers."""
    name: str
    minutes: int
    scopes: int = 1
    """Systems it speaks of, where it is the organisation's part of a system practice."""
    verdicts: tuple[Verdict, ...] = ()
    """The four levels after the change."""


def of_scopes(organisation: Organisation, changed: Sequence[Changed], answers: Answering) -> list[Tried]:
    """Explain changes of single scopes; a fixed number of queries for every hundred scopes."""
    by_scope: dict[int, list[Changed]] = {}
    for row in changed:
        by_scope.setdefault(row[0], []).append(row)
    records = reading.by_id(organisation.pk, by_scope)
    found: list[Tried] = []
    ordered = [row for row in by_scope if row in records]
    for start in range(0, len(ordered), _CHUNK):
        chunk = {row: by_scope[row] for row in ordered[start : start + _CHUNK]}
        found += _chunk(organisation, chunk, records, answers)
    return found


def _chunk(
    organisation: Organisation,
    chunk: Mapping[int, Sequence[Changed]],
    records: Mapping[int, Record],
    answers: Answering,
) -> list[Tried]:
    scopes = [row for row in chunk if records[row].kind == "system"]
    claims = _claims(name for row in chunk if row not in scopes for _, name, *_ in chunk[row])
    shared = [
        part
        for row in scopes
        for _, name, before, after, _ in chunk[row]
        for part in shared_parts(library().by_id[name])[: max(before, after)]
        if part is not None
    ]
    ahead = [part for claim in (*claims, *shared) for part in parts_of(claim)]
    pool = pools(organisation.pk, ahead=ahead, day=answers.day, telling=True)
    missed = pool.tellers
    found: list[Tried] = []
    for _ in range(_ROUNDS):
        register = told_together(organisation, scopes, claims, answers.day, also=missed, pool=pool)
        found = [
            one
            for row, some in chunk.items()
            for line in some
            for one in _told(register, records[row], line, answers)
        ]
        if register.missed <= missed:
            break
        missed |= register.missed
    return found


def _claims(names: Iterable[str]) -> list[Claim]:
    wanted = dict.fromkeys(names)
    return [level.claim for name in wanted for level in prepare(library().by_id[name]).levels]


def _told(register: TellingRegister, record: Record, changed: Changed, answers: Answering) -> list[Tried]:
    _, name, before, after, _ = changed
    practice = library().by_id[name]
    system = record.kind == "system"
    if system and register.get(record.uid) is None:
        return []
    view = register.system_scope(record.uid) if system else register.organization_scope()
    explained = explain(practice, max(before, after) - 1, view)
    if explained is None:
        return []
    role = _role(explained.remedy.role or practice.owner_role, practice, system=system)
    ref, who = answers.who(view, role)
    return [
        Tried(
            practice,
            record.ref if system else "",
            record.title,
            before,
            after,
            explained.verdict.state(register.day),
            explained.verdict.why.message,
            explained.remedy,
            role,
            ref,
            who,
            practice.minutes.get(LEVELS[explained.level], 0),
            verdicts=tuple(verdicts_in(practice, view) or ()),
        )
    ]


def _role(role: str, practice: Practice, *, system: bool) -> str:
    return role_of(practice) if not system and role in (OWNER, OVERSEER) else role


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for what, once the change is made."""

    held: Holders
    people: Mapping[int, Record]
    day: Day

    def who(self, view: View, role: str) -> tuple[str, str]:
        """Return (ref, name) of who answers for a role here; of nobody, or of one who has left, both are ''."""
        if role in (OWNER, OVERSEER):
            _, person = view.holder(role)
            left = to_day(person.fields.get("left_on")) if person is not None else None
            gone = person is None or (left is not None and left <= self.day)
            return ("", "") if person is None or gone else (person.ref, person.title)
        found = next(
            (self.people[row] for row in self.held.by_role.get(role, ()) if row in self.people), None
        )
        return (found.ref, found.title) if found is not None else ("", "")


def answering(organisation: Organisation, day: Day) -> Answering:
    """Read who holds the roles of the firm. Two queries."""
    held = holders.answering(organisation, day)
    people = reading.by_id(organisation.pk, {row for rows in held.by_role.values() for row in rows})
    return Answering(held, people, day)


def of_caps(
    organisation: Organisation, fallen: Sequence[tuple[str, int, int, int]], answers: Answering
) -> list[Tried]:
    """Explain organisation-wide parts of system practices; no system is evaluated for it."""
    if not fallen:
        return []
    parts = {
        name: shared_parts(library().by_id[name])[max(before, after) - 1] for name, before, after, _ in fallen
    }
    claims = [claim for claim in parts.values() if claim is not None]
    ahead = [part for claim in claims for part in parts_of(claim)]
    pool = pools(organisation.pk, ahead=ahead, day=answers.day, telling=True)
    missed = pool.tellers
    register = told_together(organisation, (), claims, answers.day, also=missed, pool=pool)
    if not register.missed <= missed:
        missed |= register.missed
        register = told_together(organisation, (), claims, answers.day, also=missed, pool=pool)
    view = register.organization_scope()
    found = []
    for name, before, after, n in fallen:
        part, practice = parts[name], library().by_id[name]
        if part is None:
            continue
        verdict = part.evaluate(view)
        remedy = mend(verdict.why)
        role = _role(remedy.role or role_of(practice), practice, system=False)
        ref, who = answers.who(view, role)
        minutes = practice.minutes.get(LEVELS[max(before, after) - 1], 0)
        found.append(
            Tried(
                *(practice, "", "", before, after, verdict.state(answers.day), verdict.why.message),
                *(remedy, role, ref, who, minutes, n),
            )
        )
    return found


__all__ = ["Answering", "Tried", "answering", "of_caps", "of_scopes"]

"""Why a practice stands as it does in a scope: the witness, the chain down to it, and what would mend it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.app.derive.views import LAWS, catalog_facts, context_ids, register_of
from holdtrue.app.derive.whole import direct_reads, pools, rows_read, shared_claims
from holdtrue.app.queries.witnesses import ORGANISATION_WIDE, holding_roles, loaded_near, missed_ones
from holdtrue.core.days import ALWAYS, Day
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.practices import LEVELS, Practice, library
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.core.register import Register
from holdtrue.core.standing import Explanation, explain, levels, prepare, verdicts_in
from holdtrue.core.verdicts import State, Verdict
from holdtrue.store import reading
from holdtrue.store.models import Organisation, Record, Revision, SignOff

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.core.facts import Fact
    from holdtrue.core.register import View
    from holdtrue.store.loading import Loaded

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Changed:
    """One material field that differs between what was signed and what is in force."""

    ref: str
    field: str
    label: Message
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Why:
    """The answer to why."""

    practice: Practice
    scope: Record
    day: Day
    level: int
    """The level asked about, 1 to 4."""
    reached: int
    until: Day
    state: State
    because: Message
    witness: tuple[str, ...]
    """Refs from the scope down to the record that decides."""
    remedy: Message
    remedy_action: str
    remedy_ref: str
    remedy_role: str
    verdicts: tuple[Verdict, ...]
    findings: tuple[str, ...]
    changed: tuple[Changed, ...]
    applies: bool = True


def practice_named(name: str) -> Practice:
    """Return the practice of that id; BadInput naming the nearest."""
    found = library().by_id.get(name)
    if found is None:
        near = difflib.get_close_matches(name, library().by_id, n=1)
        if not near:
            raise BadInput("practice.unknown_far", field="practice", name=name)
        raise BadInput("practice.unknown", field="practice", name=name, near=near[0])
    return found


def level_named(name: str) -> int:
    """Return a level's number, 1 to 4, from its word."""
    if name not in LEVELS:
        raise BadInput("level.unknown", field="level", name=name, known=LEVELS)
    return LEVELS.index(name) + 1


def why(
    organisation: Organisation,
    scope: Record,
    practice: Practice,
    day: Day,
    *,
    level: int = 0,
    past: Register | None = None,
) -> Why:
    """Return why; without a level, of the first that does not hold, else of the highest.

    Reads stored rows and a few facts: one scope, about a dozen queries. A register of a past day answers for that day
    instead of what is stored; NotFound where the scope was not there.
    """
    if practice.per_system != (scope.kind == "system"):
        wrong = "why.of_each_system" if practice.per_system else "why.of_the_whole"
        raise BadInput(wrong, field="scope", practice=practice.title, scope=scope.ref, id=practice.id)
    question = _Question(organisation, scope, practice, day, past)
    if past is not None:
        return _then(question, past, level)
    missed: frozenset[str] = frozenset()
    for _ in range(_ROUNDS):
        register = telling_register(organisation, scope, practice, day, also=missed)
        view = _view(register, scope)
        verdicts = verdicts_in(practice, view)
        if verdicts is None:
            break
        reached = levels(verdicts, day).level
        asked = level or min(reached + 1, len(LEVELS))
        explained = explain(practice, asked - 1, view)
        if explained is not None and register.missed <= missed:
            return question.told(asked, reached, verdicts, explained)
        missed |= register.missed
    return _not_applicable(practice, scope, day)


def _then(question: _Question, past: Register, level: int) -> Why:
    scope, practice, day = question.scope, question.practice, question.day
    if past.get(scope.uid) is None:
        raise NotFound("record.not_then", ref=scope.ref, on_day=day)
    view = _view(past, scope)
    verdicts = verdicts_in(practice, view)
    if verdicts is None:
        return _not_applicable(practice, scope, day)
    reached = levels(verdicts, day).level
    asked = level or min(reached + 1, len(LEVELS))
    explained = explain(practice, asked - 1, view)
    if explained is None:
        return _not_applicable(practice, scope, day)
    return question.told(asked, reached, verdicts, explained)


def all_verdicts(organisation: Organisation, scope: Record, day: Day) -> dict[str, list[Verdict] | None]:
    """Return every practice's four verdicts in one scope, told; for a record page."""
    register = telling_register(organisation, scope, None, day)
    view = _view(register, scope)
    wanted = [p for p in library().practices if p.per_system == (scope.kind == "system")]
    return {p.id: verdicts_in(p, view) for p in wanted}


class TellingRegister(Register):
    """A register that notes which records a witness asked for and were not loaded."""

    missed: set[str]

    def get(self, uid: str) -> Fact | None:
        """See Register."""
        found = super().get(uid)
        if found is None and uid and uid not in _CATALOG:
            self.missed.add(uid)
        return found


_CATALOG = frozenset({*LAWS, *(f.uid for f in catalog_facts())})


def telling_register(
    organisation: Organisation,
    scope: Record,
    practice: Practice | None,
    day: Day,
    *,
    also: Iterable[str] = (),
) -> TellingRegister:
    """Load what explaining a scope needs, with organisation-wide records and stored rows."""
    loaded = _load(organisation, scope, practice, also)
    own = next((f.uid for f in loaded.facts.values() if f.kind == "organization"), "")
    base = register_of(organisation.pk, loaded, day=day)
    made = TellingRegister(
        [*loaded.facts.values(), *catalog_facts()],
        organization=own,
        day=day,
        telling=True,
        elsewhere=replace(base.elsewhere, pool=pools(organisation.pk)),
    )
    made.missed = set()
    return made


def _load(
    organisation: Organisation, scope: Record, practice: Practice | None, also: Iterable[str]
) -> Loaded:
    pk = organisation.pk
    missed = missed_ones(pk, also)
    if scope.kind == "system":
        reads = {read for claim in shared_claims(library()) for read in direct_reads(claim)}
        around = [*rows_read(pk, reads, library(), beside=ORGANISATION_WIDE), *holding_roles(pk)]
        return loaded_near(pk, [scope.pk], missed, around)
    practices = [practice] if practice else list(library().of_organization)
    reads = {read for p in practices for level in prepare(p).levels for read in direct_reads(level.claim)}
    around = [*context_ids(pk), *holding_roles(pk)]
    return loaded_near(pk, [scope.pk, *rows_read(pk, reads, library())], missed, around)


def _view(register: Register, scope: Record) -> View:
    return register.system_scope(scope.uid) if scope.kind == "system" else register.organization_scope()


@dataclass(frozen=True, slots=True)
class _Question:
    """What was asked."""

    organisation: Organisation
    scope: Record
    practice: Practice
    day: Day
    past: Register | None = None
    """The register of a past day, where one was asked about."""

    def told(self, asked: int, reached: int, verdicts: Sequence[Verdict], explained: Explanation) -> Why:
        """Put the explanation into the answer, with the fields that changed where a sign-off drifted."""
        verdict = explained.verdict
        witness = verdict.why
        state = verdict.state(self.day)
        return Why(
            practice=self.practice,
            scope=self.scope,
            day=self.day,
            level=asked,
            reached=reached,
            until=verdict.until,
            state=state,
            because=witness.message,
            witness=tuple(dict.fromkeys(ref for ref in (*witness.path, witness.ref) if ref)),
            remedy=explained.remedy.message,
            remedy_action=explained.remedy.action,
            remedy_ref=explained.remedy.ref,
            remedy_role=explained.remedy.role,
            verdicts=tuple(verdicts),
            findings=explained.findings,
            changed=self._changed(witness.ref) if state is State.DRIFTED else (),
        )

    def _changed(self, ref: str) -> tuple[Changed, ...]:
        if self.past is None:
            return tuple(drift(self.organisation, ref))
        return tuple(drift_then(self.organisation, ref, self.past))


def _not_applicable(practice: Practice, scope: Record, day: Day) -> Why:
    because = Message("status.not_applicable", {"practice": practice.title})
    return Why(
        practice,
        scope,
        day,
        0,
        0,
        ALWAYS,
        State.HOLDS,
        because,
        (scope.ref,),
        Message("remedy.nothing"),
        "",
        "",
        "",
        (),
        (),
        (),
        applies=False,
    )


def drift(organisation: Organisation, ref: str) -> list[Changed]:
    """Return which material fields changed since the record's newest sign-off, in it and in what it rests on."""
    record = Record.rows.of(organisation.pk).filter(ref=ref).first()
    signoff = (
        SignOff.rows.of(organisation.pk).filter(record=record).order_by("-id").first() if record else None
    )
    if signoff is None:
        return []
    now = reading.by_uid(organisation.pk, [uid for uid, _, _ in signoff.basis])
    found: list[Changed] = []
    for uid, number, digest in signoff.basis:
        other = now.get(uid)
        if other is None or other.digest == digest or not number:
            continue
        found += _differences(other, reading.body(other, number), reading.body(other, other.in_force_number))
    return found


def drift_then(organisation: Organisation, ref: str, past: Register) -> list[Changed]:
    """Return the same as it was on a past day: by the sign-offs given until then and what was in force."""
    record = Record.rows.of(organisation.pk).filter(ref=ref).first()
    signoffs = SignOff.rows.of(organisation.pk).filter(record=record, day__lte=past.day)
    signoff = signoffs.order_by("-id").first() if record else None
    found: list[Changed] = []
    for uid, number, digest in signoff.basis if signoff else ():
        fact = past.get(uid)
        if fact is None or fact.digest == digest or not number:
            continue
        other = reading.by_uid(organisation.pk, [uid])[uid]
        then = Revision.rows.of(organisation.pk).filter(record=other, digest=fact.digest).order_by("-number")
        after = then.values_list("number", flat=True).first() or other.in_force_number
        found += _differences(other, reading.body(other, number), reading.body(other, after))
    return found


def _differences(
    record: Record, before: dict[str, dict[str, object]], after: dict[str, dict[str, object]]
) -> list[Changed]:
    kind = KINDS[record.kind]
    found = []
    for name in kind.material:
        held = (
            "links"
            if name in kind.edges and name not in before["fields"] and name not in after["fields"]
            else "fields"
        )
        was, now = before[held].get(name), after[held].get(name)
        if was != now:
            found.append(Changed(record.ref, name, kind.spec(name).label, was, now))
    return found


__all__ = [
    "Changed",
    "Why",
    "all_verdicts",
    "drift",
    "level_named",
    "practice_named",
    "why",
]

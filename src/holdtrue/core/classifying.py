"""Walks a law's questions over a system's facts: each step's answer, the class that follows, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from holdtrue.core.frameworks import framework, installed
from holdtrue.core.matching import asked, filled
from holdtrue.core.walks import answered, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.core.facts import Fields
    from holdtrue.core.frameworks import Requirement
    from holdtrue.core.walks import Branch, Question, Step, Walk

Answers = Mapping[str, object]


class Outcome(Enum):
    """How a step came out."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    """An earlier answer makes it pointless, or has to come first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step as walked: how it came out, by which answers, and which are missing."""

    step: Step
    outcome: Outcome
    facts: tuple[tuple[Question, object], ...]
    """The questions it reads with their answers; None where there is none."""
    missing: tuple[Question, ...]
    """Unset answers that would settle an unknown step."""

    @property
    def branch(self) -> Branch | None:
        """What followed, where it was settled."""
        return {Outcome.YES: self.step.yes, Outcome.NO: self.step.no}.get(self.outcome)


@dataclass(frozen=True, slots=True)
class Classified:
    """Where a walk led."""

    walk: Walk
    answers: Answers
    steps: tuple[Taken, ...]
    possible: tuple[str, ...]
    """The classes that may come out, gravest first; one where it is settled."""
    also: tuple[str, ...]
    """Lesser classes that hold beside the settled one."""
    roles: tuple[str, ...]
    missing: tuple[Question, ...]
    """Answers that would settle it, in the order asked; empty where it is settled."""

    @property
    def settled(self) -> str | None:
        """The class, or None while facts are missing that would change it."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def duties(self) -> tuple[Requirement, ...]:
        """What the class and those beside it ask of these roles, by article; empty while it is not settled."""
        if self.settled is None or self.walk.law not in installed():
            return ()
        return _duties(self)


def classify(law: str, system: Fields, given: Answers) -> Classified:
    """Walk a law over a system's fields and the answers given beside them.

    Where facts are missing every way on is followed: if all lead to one class, that is the class.
    """
    read = walk(law)
    answers = answered(law, system, given)
    ends = _Ends(read, answers).from_step(0, frozenset())
    possible = _ranked(read, {_gravest(read, found) for found in ends})
    taken = tuple(_taken(read, answers))
    settled = len(possible) == 1
    return Classified(
        walk=read,
        answers=answers,
        steps=taken,
        possible=possible,
        also=_beside(read, possible[0], taken) if settled else (),
        roles=tuple(t.branch.role for t in taken if t.branch and t.branch.role),
        missing=()
        if settled
        else tuple(dict.fromkeys(q for t in taken if _weighs(t.step) for q in t.missing)),
    )


@dataclass(slots=True)
class _Ends:
    """Every way a walk may end, as the set of classes gathered; an end outside the law carries its `outside`."""

    walk: Walk
    answers: Answers
    known: dict[tuple[int, frozenset[str], str], set[frozenset[str]]] = field(default_factory=dict)

    def from_step(self, at: int, gathered: frozenset[str], past: str = "") -> set[frozenset[str]]:
        if at == len(self.walk.steps):
            return {gathered}
        key = (at, gathered, past)
        if key not in self.known:
            self.known[key] = self._walked(at, gathered, past)
        return self.known[key]

    def _walked(self, at: int, gathered: frozenset[str], past: str) -> set[frozenset[str]]:
        step = self.walk.steps[at]
        reached = step.id != past and asked(self.answers, {}, step.when)
        ends: set[frozenset[str]] = set()
        if reached is not True:
            ends |= self.from_step(at + 1, gathered, past)
        if reached is not False:
            holds = asked(self.answers, {}, step.holds)
            for outcome, branch in ((True, step.yes), (False, step.no)):
                if holds is None or holds is outcome:
                    ends |= self._along(at, branch, gathered, past)
        return ends

    def _along(self, at: int, branch: Branch, gathered: frozenset[str], past: str) -> set[frozenset[str]]:
        ends: set[frozenset[str]] = set()
        for gives in _given(branch, self.answers):
            found = gathered | {gives} if gives else gathered
            if branch.end:
                ends.add(found or frozenset({self.walk.outside}))
            else:
                ends |= self.from_step(at + 1, found, branch.past or past)
        return ends


def _given(branch: Branch, answers: Answers) -> tuple[str, ...]:
    """The class a branch gives; both where it hangs on a missing answer."""
    if branch.given_if is None:
        return (branch.gives,)
    condition, instead = branch.given_if
    holds = asked(answers, {}, condition)
    return {True: (instead,), False: (branch.gives,)}.get(holds, (instead, branch.gives))  # type: ignore[arg-type]  # None falls to the default


def _taken(read: Walk, answers: Answers) -> list[Taken]:
    found, over, past = [], False, ""
    for step in read.steps:
        reached = not over and step.id != past and asked(answers, {}, step.when) is True
        holds = asked(answers, {}, step.holds)
        facts = tuple((read.questions[name], answers.get(name)) for name in step.asks)
        if not reached:
            found.append(Taken(step, Outcome.NOT_ASKED, facts, ()))
            continue
        outcome = {True: Outcome.YES, False: Outcome.NO, None: Outcome.UNKNOWN}[holds]
        missing = tuple(q for q, value in facts if not filled(value)) if holds is None else ()
        found.append(Taken(step, outcome, facts, missing))
        branch = found[-1].branch
        over, past = (over or branch.end, branch.past or past) if branch else (over, past)
    return found


def _gravest(read: Walk, classes: frozenset[str]) -> str:
    return next((c for c in read.gravest if c in classes), next(iter(classes), read.otherwise))


def _ranked(read: Walk, classes: set[str]) -> tuple[str, ...]:
    order = (*read.gravest, read.otherwise, read.outside)
    return tuple(c for c in dict.fromkeys(order) if c in classes)


def _beside(read: Walk, settled: str, taken: Sequence[Taken]) -> tuple[str, ...]:
    gives = {t.branch.gives for t in taken if t.branch and t.branch.gives}
    return tuple(c for c in read.gravest if c in gives - {settled} and c not in _replaced(settled))


def _replaced(settled: str) -> frozenset[str]:
    """Classes that a graver one of the same route takes the place of."""
    if settled == "high_risk_annex_iii_1a":
        return frozenset({"high_risk_annex_iii"})
    return frozenset({"presumed_not_high_impact"}) if settled == "high_impact" else frozenset()


def _weighs(step: Step) -> bool:
    """Whether a step bears on the class; who you are under the law does not."""
    return any(b.gives or b.end or b.past for b in (step.yes, step.no))


ACTORS = {"gpai": "gpai_provider", "gpai_systemic": "gpai_provider"}
"""Classes that make their maker an actor of the law's own."""


def brought(read: Walk, held: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the ids of the duties that classes bring, each class with the role one has towards its system.

    A role that is not said brings the duties of provider and deployer both.
    """
    found: set[str] = set()
    for name, role in held:
        if name in read.classes:
            roles = frozenset({role} if role else {"provider", "deployer"})
            found |= {r.id for r in _asked_by(read, (name,), roles, frozenset())}
    return frozenset(found)


def _duties(found: Classified) -> tuple[Requirement, ...]:
    named = frozenset(t.branch.duty for t in found.steps if t.branch and t.branch.duty)
    return _asked_by(found.walk, (*found.possible, *found.also), frozenset(found.roles), named)


def _asked_by(
    read: Walk, names: Iterable[str], roles: frozenset[str], named: frozenset[str]
) -> tuple[Requirement, ...]:
    classes = [read.classes[c] for c in names if c in read.classes]
    groups = {group for c in classes for group in c.groups}
    named |= {duty for c in classes for duty in c.duties}
    actors = {*roles, *(ACTORS[c.id] for c in classes if c.id in ACTORS)}
    return tuple(
        r
        for r in framework(read.law).requirements
        if r.id in named or (r.group in groups and (not r.actors or r.actors & actors))
    )

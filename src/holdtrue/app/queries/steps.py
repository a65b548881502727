"""The steps of the roadmap: every claim below what a profile wants, in the order in which it pays to take them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from holdtrue.app.derive.caps import cap_names
from holdtrue.app.queries.raised import HIGH, OTHERS, OWN, PART, SORT, TIERS, Raise, raised, reachable
from holdtrue.app.queries.status import LEVEL_NUMBER, prohibited
from holdtrue.app.worklist.duties import role_of
from holdtrue.core.claims.assigned import Assigned
from holdtrue.core.practices import LEVELS
from holdtrue.core.ripening import periods, roles_named
from holdtrue.core.scoring import members, system_score, target_level, weigh
from holdtrue.core.standing import levels, shared_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from holdtrue.app.queries.figures import Figures
    from holdtrue.app.worklist.holders import Holders
    from holdtrue.core.days import Day, Period
    from holdtrue.core.practices import Practice

FORBIDDEN, LAW, HOLES, PROMISED, POINTS = "forbidden", "law", "holes", "promised", "points"
GROUPS = (FORBIDDEN, LAW, HOLES, PROMISED, POINTS)
"""In the order in which they come."""
_BARELY = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One practice brought to the level wanted, for the organisation, its part of it, or systems of some tiers."""

    key: str
    practice: Practice
    kind: str
    level: int
    """What it is brought to."""
    reached: int
    """What it stands at: the level that every scope of the step reaches."""
    scopes: int
    """Systems it is about; 0 for the organisation."""
    minutes: int
    group: str
    law: bool
    joined: bool
    role: str
    waits: frozenset[Period]
    """What must be kept up before it counts."""
    needs: tuple[str, ...] = ()
    """Keys of the steps that come before."""
    gain: Fraction = Fraction(0)
    """What it adds to the index once the steps before it are taken."""

    @property
    def raises(self) -> Raise:
        """What it changes of the figures."""
        return Raise(self.practice, self.kind, self.level, self.joined)


def key_of(practice: str, kind: str) -> str:
    """Return what a step is ticked and planned by."""
    return practice if kind == OWN else f"{practice}:{kind}"


def steps_of(figures: Figures, profile: str, held: Holders, planned: Mapping[str, Day]) -> list[Step]:
    """Return every step towards what a profile wants, in order, each with what it adds after those before it."""
    found = _needing(gaps(figures, profile), held)
    index = Adding(figures)
    return index.added(_ordered(found, index.alone(found), planned))


def gaps(figures: Figures, profile: str) -> list[Step]:
    """Return every step towards what a profile wants, in the order of the library, without what it adds."""
    joined = figures.joined()
    counted = members(figures.library, profile, joined)
    own = figures.library.profiles[profile].members
    found: list[Step] = []
    for practice in figures.library.practices:
        if practice.id in counted:
            target = LEVEL_NUMBER[target_level(figures.library, profile, practice.id)]
            gap = _Gap(figures, practice, target, law=practice.id in joined, joined=practice.id not in own)
            found += gap.steps()
    return found


@dataclass(frozen=True, slots=True)
class _Gap:
    """What one practice lacks."""

    figures: Figures
    practice: Practice
    target: int
    law: bool
    joined: bool

    def steps(self) -> Iterator[Step]:
        """The organisation's part first: systems hang on it."""
        if not self.practice.per_system:
            yield from self._own()
            return
        spread = self.figures.spread(self.practice, joined=self.joined)
        if spread.systems:
            yield from self._part(spread.systems)
            for kind in (HIGH, OTHERS):
                yield from self._systems(kind)

    def _own(self) -> Iterator[Step]:
        verdicts = self.figures.own_verdicts(self.practice)
        if verdicts is None:
            return
        reached = levels(verdicts, self.figures.day).level
        if reached < self.target:
            lacking = [
                n for n, v in enumerate(verdicts[: self.target], start=1) if not v.holds(self.figures.day)
            ]
            minutes = sum(self.practice.minutes.get(LEVELS[n - 1], 0) for n in lacking)
            yield self._step(OWN, self.target, reached, minutes=minutes, lacking=lacking)

    def _part(self, systems: int) -> Iterator[Step]:
        failing = [
            n
            for n, name in enumerate(cap_names(self.practice)[: self.target], start=1)
            if name and reachable(self.figures, self.practice, n) < n and self._fails(n)
        ]
        if failing:
            minutes = max(self.practice.minutes.get(LEVELS[n - 1], 0) for n in failing)
            yield self._step(
                PART, self.target, failing[0] - 1, minutes=minutes, lacking=failing, scopes=systems
            )

    def _fails(self, level: int) -> bool:
        cap = self.figures.cap(self.practice, level)
        return cap is None or not cap.holds(self.figures.day)

    def _systems(self, kind: str) -> Iterator[Step]:
        """The counts as they are once the organisation's part holds: what the systems themselves lack."""
        parted = raised(self.figures, [Raise(self.practice, PART, self.target)])
        in_force = parted.in_force(self.practice)
        keys = self.figures.keys_of(self.practice.id, joined=self.joined)
        counts = [0] * 5
        for (_, name, variant, code, tier), (n, _) in parted.of(keys):
            if name in keys and tier in TIERS[kind] and code < len(counts) and variant == in_force[code]:
                counts[code] += n
        lacking = [n for n in range(1, self.target + 1) if counts[n] < counts[0]]
        if not lacking:
            return
        minutes = sum((counts[0] - counts[n]) * self.practice.minutes.get(LEVELS[n - 1], 0) for n in lacking)
        barely = counts[0] - counts[2] if self.target > _BARELY else 0
        yield self._step(
            kind,
            self.target,
            lacking[0] - 1,
            minutes=minutes,
            lacking=lacking,
            scopes=counts[0] - counts[self.target],
            holes=kind == HIGH and barely > 0,
        )

    def _step(  # what a step is told by, each by its name
        self,
        kind: str,
        level: int,
        reached: int,
        *,
        minutes: int,
        lacking: Sequence[int],
        scopes: int = 0,
        holes: bool = False,
    ) -> Step:
        forbidden = self.practice.id == "legal-class" and prohibited(self.figures)
        group = FORBIDDEN if forbidden else LAW if self.law else HOLES if holes else POINTS
        claims = (
            [c for n in lacking if (c := shared_parts(self.practice)[n - 1]) is not None]
            if kind == PART
            else [self.practice.claims[n - 1] for n in lacking]
        )
        whole = kind in (OWN, PART)
        return Step(
            key=key_of(self.practice.id, kind),
            practice=self.practice,
            kind=kind,
            level=level,
            reached=reached,
            scopes=scopes,
            minutes=minutes,
            group=group,
            law=self.law,
            joined=self.joined,
            role=role_of(self.practice) if whole else self.practice.owner_role,
            waits=periods(claims),
        )


def _needing(steps: Sequence[Step], held: Holders) -> list[Step]:
    """Give each step what it waits for: the organisation's part, and a practice that names who answers for it."""
    open_keys = {step.key for step in steps}
    naming: dict[str, str] = {}
    for step in sorted(steps, key=lambda s: not isinstance(s.practice.claims[0], Assigned)):
        if step.kind == OWN:
            lacking = step.practice.claims[step.reached : step.level]
            for role in roles_named(lacking):
                naming.setdefault(role, step.key)
    found = []
    for step in steps:
        part = key_of(step.practice.id, PART)
        needs = [part] if step.kind in TIERS and part in open_keys else []
        name = naming.get(step.role, "")
        if name and name != step.key and held.nobody(step.role):
            needs.append(name)
        found.append(_with(step, needs=tuple(needs)))
    return found


def _with(step: Step, **changed: object) -> Step:
    return replace(step, **changed)  # type: ignore[arg-type]  # fields of a step, each by its name


class Adding:
    """Adds steps up: the index is linear in the practices' scores, so one step costs one practice."""

    def __init__(self, figures: Figures) -> None:
        """Take the figures as they stand."""
        self.figures = figures
        self.by_property: dict[str, dict[str, Fraction]] = {
            p.id: {} for p in figures.library.scheme.properties
        }
        own = figures.library.profiles[figures.organisation.profile].members
        self.own = own
        profile = figures.organisation.profile
        scored = members(figures.library, profile, figures.joined())
        for practice in figures.library.practices:
            value = self._score(figures, practice) if practice.id in scored else None
            if value is not None:
                self.by_property[practice.property][practice.id] = value

    def _score(self, figures: Figures, practice: Practice) -> Fraction | None:
        if practice.per_system:
            return system_score(figures.spread(practice, joined=practice.id not in self.own).tallied)
        found = figures.own_score(practice)
        return Fraction(found.points) if found else None

    def value(self) -> Fraction:
        """Return the index of the scores as they are by now."""
        scheme = self.figures.library.scheme
        means = {
            name: sum(scores.values(), Fraction(0)) / len(scores) if scores else None
            for name, scores in self.by_property.items()
        }
        return weigh(scheme, means)

    def alone(self, steps: Sequence[Step]) -> dict[str, Fraction]:
        """Return what each step adds after the steps of its own practice that come before it, and no others."""
        found = {}
        before = {name: dict(scores) for name, scores in self.by_property.items()}
        for practice_steps in _by_practice(steps).values():
            for step in self.added(practice_steps):
                found[step.key] = step.gain
            self.by_property = {name: dict(scores) for name, scores in before.items()}
        return found

    def added(self, steps: Iterable[Step]) -> list[Step]:
        """Return the steps with what each adds after those before it."""
        found = []
        taken: dict[str, list[Raise]] = {}
        value = self.value()
        for step in steps:
            before = value
            scores = self.by_property[step.practice.property]
            if step.kind != SORT and step.practice.id in scores:
                mine = taken.setdefault(step.practice.id, [])
                mine.append(step.raises)
                after = self._score(raised(self.figures, mine), step.practice)
                if after is not None and after != scores[step.practice.id]:
                    scores[step.practice.id] = after
                    value = self.value()
            found.append(_with(step, gain=value - before))
        return found


def _by_practice(steps: Sequence[Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.practice.id, []).append(step)
    return found


def _ordered(steps: Sequence[Step], alone: Mapping[str, Fraction], planned: Mapping[str, Day]) -> list[Step]:
    """Forbidden and legal first, then holes of the high tier, promised dates, points per effort; needs before all."""
    grouped = [
        _with(step, group=PROMISED) if step.group == POINTS and step.key in planned else step
        for step in steps
    ]

    def place(step: Step) -> tuple[int, int, Fraction, str]:
        promised = planned.get(step.key, 0) if step.group == PROMISED else 0
        return (
            GROUPS.index(step.group),
            promised,
            -alone.get(step.key, Fraction(0)) / max(step.minutes, 1),
            step.key,
        )

    by_key = {step.key: step for step in grouped}
    found: dict[str, Step] = {}

    def put(step: Step, above: frozenset[str]) -> None:
        for need in step.needs:
            if need not in found and need not in above and need in by_key:
                put(by_key[need], above | {step.key})
        found.setdefault(step.key, step)

    for step in sorted(grouped, key=place):
        put(step, frozenset())
    return list(found.values())


__all__ = ["FORBIDDEN", "GROUPS", "HOLES", "LAW", "POINTS", "PROMISED", "Step", "gaps", "key_of", "steps_of"]

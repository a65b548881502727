"""How each requirement of a framework stands: by its practices as stored, its findings, and whether it reaches you."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.core.applying import EVERYBODY, Applies, Known, applies, reached
from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.derived import finding_acts
from holdtrue.core.frameworks import coverage, framework, installed, level_asked, still_to_show
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.verdicts import State, Verdict, all_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from holdtrue.app.queries.status import Stand, Status
    from holdtrue.core.days import Day
    from holdtrue.core.frameworks import Framework, Requirement
    from holdtrue.core.practices import Library, Practice
    from holdtrue.store.reached import Said

HOLDS, MORE, BEGUN, FAILS, UNASKED, UNCOVERED, AWAY = (
    "holds",
    "more",
    "begun",
    "fails",
    "unasked",
    "uncovered",
    "away",
)
"""It holds · its practices do and something is still to show · they do and some lie outside the profile · one of them
does not · none is asked of anything yet · no practice answers it · it does not reach you."""
STANDINGS = (HOLDS, MORE, BEGUN, FAILS, UNASKED, UNCOVERED, AWAY)
SHORT = frozenset({BEGUN, FAILS, UNCOVERED})
"""What the filter 'what fails' shows."""
_LEVELS = 4
STOPPED = (Verdict(NEVER, cause=State.CONTRADICTED),) * _LEVELS
"""The four levels of a requirement under an open major finding: none holds, whatever its practices show."""
_CATALOG = "iso42001"
"""The framework whose requirements findings name."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one practice stands, as a framework counts it."""

    practice: Practice
    verdicts: tuple[Verdict, ...]
    """The four levels, each with all below it, over every system counted; empty where it is asked of nothing."""
    counted: bool
    """Whether the profile, or a law, asks for it."""
    scopes: int = 0
    """How many it is asked of."""
    at: tuple[int, int, int, int] = (0, 0, 0, 0)
    """How many of them hold each level."""
    level: int = 0
    """The level all of them reach."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One requirement on one day."""

    requirement: Requirement
    standing: str
    verdicts: tuple[Verdict, ...]
    """The four levels over all its practices; empty where none is asked of anything."""
    by: tuple[Reach, ...]
    applies: Applies
    still: str = ""
    """What practices alone do not show."""
    major: tuple[str, ...] = ()
    """Findings that keep it from holding until their effect is verified."""
    minor: tuple[str, ...] = ()
    """Findings it holds with."""
    starts: Day | None = None
    """The first day it applies; None where it always has."""
    level: int = 3
    """The level asked, 1 to 4."""

    @property
    def until(self) -> Day:
        """The first day on which it no longer holds; NEVER where it does not."""
        if self.standing not in (HOLDS, MORE, BEGUN) or not self.verdicts:
            return NEVER
        return self.verdicts[self.level - 1].until

    def state(self, day: Day) -> State:
        """Which kind of not it is on the day, at the level asked."""
        return self.verdicts[self.level - 1].state(day) if self.verdicts else State.MISSING

    def deciding(self, day: Day) -> Reach | None:
        """The practice that keeps it from holding, or whose end comes first."""
        asked = [r for r in self.by if r.verdicts]
        if not asked:
            return None
        at = self.level - 1
        return min(asked, key=lambda r: (r.verdicts[at].state(day), r.verdicts[at].until))


@dataclass(frozen=True, slots=True)
class Answered:
    """A framework with every requirement as it stands."""

    framework: Framework
    day: Day
    level: int
    applies: Applies
    """Whether the framework reaches the organisation at all."""
    answers: tuple[Answer, ...]
    """Those practices are written for, in the file's order."""
    aside: tuple[Requirement, ...]
    """Duties of actors no practice is written for."""

    @property
    def asked(self) -> tuple[Answer, ...]:
        """Those that reach the organisation."""
        return tuple(a for a in self.answers if a.standing != AWAY)

    def of(self, *standings: str) -> tuple[Answer, ...]:
        """Return those that stand so."""
        return tuple(a for a in self.answers if a.standing in standings)

    def coming(self) -> tuple[Answer, ...]:
        """Return those that reach the organisation and apply from a later day only."""
        return tuple(a for a in self.asked if a.starts is not None and a.starts > self.day)


def framework_named(name: str) -> Framework:
    """Return the framework of that id; BadInput naming those there are."""
    if name not in installed():
        raise BadInput("framework.unknown", field="framework", name=name, known=installed())
    return framework(name)


def reaches(status: Status) -> dict[str, Reach]:
    """Return how far each practice stands over the organisation, read from its figures alone."""
    return {stand.practice.id: _reach(status, stand) for stand in status.stands}


@dataclass(frozen=True, slots=True)
class Ground:
    """What standing against frameworks is told from."""

    library: Library
    day: Day
    practices: Mapping[str, Reach]
    known: Known
    said: tuple[Said, ...] = ()
    """Findings on requirements, and lines of the statement of applicability."""
    reaching: Callable[[Requirement], Applies] | None = None
    """What reaches one system; None where the organisation's facts decide."""
    eu_class: str = ""
    """The class of that system."""


def answered(ground: Ground, name: str) -> Answered:
    """Return every requirement of a framework as it stands. Asks nothing of the database."""
    law = framework_named(name)
    level = LEVEL_WORDS.index(level_asked(name, ground.library))
    whole = coverage(name, ground.library)
    more = still_to_show(name, ground.library)
    findings = findings_on(ground.said) if name == _CATALOG else {}
    answers = []
    for requirement in whole.requirements:
        by = tuple(ground.practices[p] for p in whole.satisfied_by[requirement.id] if p in ground.practices)
        told = ground.reaching or (lambda asked: applies(law, asked, ground.known))
        major, minor = findings.get(requirement.id, ((), ()))
        answers.append(
            _answer(
                Answer(
                    requirement,
                    "",
                    STOPPED if major else _together([r.verdicts for r in by if r.verdicts], ground.day),
                    by,
                    told(requirement),
                    more.get(requirement.id, ""),
                    major,
                    minor,
                    _starts(law, requirement, ground),
                    level,
                ),
                ground.day,
            )
        )
    aside = tuple(law.requirement(r) for r in whole.aside)
    reach = EVERYBODY if ground.reaching else reached(law, ground.known)
    return Answered(law, ground.day, level, reach, tuple(answers), aside)


def _answer(told: Answer, day: Day) -> Answer:
    return replace(told, standing=_standing(told, day))


def because(told: Answer, day: Day) -> Message:
    """Say in one sentence why a requirement stands as it does."""
    decides = told.deciding(day)
    if told.standing == AWAY and told.applies.because is not None:
        return told.applies.because
    if told.major:
        return Message("requirement.because.finding", {"findings": told.major})
    if decides is None or told.standing in (UNASKED, UNCOVERED):
        return Message(f"requirement.because.{told.standing}")
    return _short(told, decides, day) if told.standing == FAILS else _held(told, decides)


def _held(told: Answer, decides: Reach) -> Message:
    if told.standing == MORE:
        return Message("requirement.because.more", {"still": told.still})
    if told.standing == BEGUN:
        outside = tuple(r.practice.title for r in told.by if r.verdicts and not r.counted)
        return Message("requirement.because.begun", {"practices": outside})
    if told.until >= ALWAYS:
        return Message("requirement.because.holds_on")
    return Message("requirement.because.holds", {"practice": decides.practice.title, "until_day": told.until})


def _short(told: Answer, decides: Reach, day: Day) -> Message:
    state = decides.verdicts[told.level - 1].state(day)
    params = {
        "practice": decides.practice.title,
        "level": Message(f"level.{LEVEL_WORDS[told.level]}"),
        "reached": Message(f"level.{LEVEL_WORDS[decides.level]}"),
        "state": Message(f"state.{state.name.lower()}"),
    }
    if decides.scopes > 1:
        part = {"n": decides.at[told.level - 1], "of": decides.scopes}
        which = "systems" if part["n"] else "none"
        return Message(f"requirement.because.{which}", {**params, **part})
    return Message("requirement.because.fails", params)


def _standing(told: Answer, day: Day) -> str:
    if told.applies.holds is False:
        return AWAY
    if told.major:
        return FAILS
    if not told.by:
        return UNCOVERED
    if not told.verdicts:
        return UNASKED
    if not told.verdicts[told.level - 1].holds(day):
        return FAILS
    if not all(r.counted for r in told.by if r.verdicts):
        return BEGUN
    return MORE if told.still else HOLDS


def _starts(law: Framework, requirement: Requirement, ground: Ground) -> Day | None:
    held = [name for name, _ in ground.known.classes.get(law.id, ())]
    classes: list[str | None] = [ground.eu_class] if ground.eu_class else [*held] or [None]
    days = [requirement.applies_from(name) for name in classes]
    return min((day for day in days if day is not None), default=None)


def cumulative(verdicts: Sequence[Verdict], day: Day) -> tuple[Verdict, ...]:
    """Return each level with all below it."""
    return tuple(all_of(verdicts[: n + 1], day) for n in range(len(verdicts)))


def _together(stands: Sequence[Sequence[Verdict]], day: Day) -> tuple[Verdict, ...]:
    if not stands:
        return ()
    return tuple(all_of([verdicts[n] for verdicts in stands], day) for n in range(_LEVELS))


def _reach(status: Status, stand: Stand) -> Reach:
    figures = status.figures
    if stand.score is None:
        return Reach(stand.practice, (), stand.counted)
    own = stand.verdicts or _of_systems(status, stand)
    return Reach(
        stand.practice,
        cumulative(own, figures.day),
        stand.counted,
        stand.scopes,
        stand.spread.holding if stand.spread else (0, 0, 0, 0),
        stand.level,
    )


def _of_systems(status: Status, stand: Stand) -> tuple[Verdict, ...]:
    """A system practice's levels, each as holding where every counted system holds it."""
    figures, spread = status.figures, stand.spread
    if spread is None:
        return ()
    ends = figures.endings_of(stand.practice)
    made = []
    for level in range(1, _LEVELS + 1):
        if spread.holding[level - 1] == spread.systems:
            cap = figures.cap(stand.practice, level)
            first = min((e.day for e in ends if e.level == level), default=ALWAYS)
            made.append(Verdict(min(first, cap.until) if cap else first))
        else:
            failing = spread.states.get(level) or {}
            made.append(Verdict(NEVER, cause=min(failing, default=State.MISSING)))
    return tuple(made)


def findings_on(said: Iterable[Said]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, of each requirement some finding still acts on, the major ones that stop it and the minor ones."""
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for line in said:
        if line.kind != "finding" or not finding_acts(line.fields):
            continue
        major, minor = found.get(line.about, ((), ()))
        if line.fields.get("type") == "major":
            found[line.about] = ((*major, line.ref), minor)
        else:
            found[line.about] = (major, (*minor, line.ref))
    return found


__all__ = [
    "AWAY",
    "BEGUN",
    "FAILS",
    "HOLDS",
    "MORE",
    "SHORT",
    "STANDINGS",
    "STOPPED",
    "UNASKED",
    "UNCOVERED",
    "Answer",
    "Answered",
    "Ground",
    "Reach",
    "answered",
    "because",
    "cumulative",
    "findings_on",
    "framework_named",
    "reaches",
]

"""Where an organisation, a unit or one system stands on a day: index, practices, what holds beside what does not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS, NEVER, Day
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS, Index, index, members, system_score, target_level
from holdtrue.core.standing import levels
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.app.queries.figures import Figures, Spread
    from holdtrue.core.practices import Practice
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.models import Record

LEVEL_NUMBER = {word: n for n, word in enumerate(LEVEL_WORDS)}


@dataclass(frozen=True, slots=True)
class Stand:
    """One practice in one scope on one day."""

    practice: Practice
    level: int
    """0 to 4; for a system practice over many, the level that every counted system reaches."""
    until: Day
    """The first day that level no longer holds; NEVER where it is absent."""
    state: State
    """Of the next level; HOLDS at the target and above."""
    because: Message
    target: int
    score: Fraction | None
    """None where it does not apply."""
    counted: bool
    """Whether the profile, or a law, asks for it."""
    joined: bool
    holding: int
    """Scopes that reach the target; of `scopes`."""
    scopes: int
    verdicts: tuple[Verdict, ...] = ()
    """The four levels, for one scope alone."""
    spread: Spread | None = None

    @property
    def level_word(self) -> str:
        """absent, declared, documented, operational or measured."""
        return LEVEL_WORDS[self.level]


@dataclass(frozen=True, slots=True)
class Lapse:
    """A claim that holds and will end."""

    day: Day
    practice: Practice
    level: int
    systems: int
    """How many systems stop holding it that day; 0 for the organisation's own."""


@dataclass(frozen=True, slots=True)
class Status:
    """The answer of `status`."""

    figures: Figures
    index: Index
    stands: tuple[Stand, ...]
    holding: int
    not_holding: int
    systems: int
    systems_known: int
    unsorted: int
    holds_until: Lapse | None
    certification_holds_until: Lapse | None
    lapses: tuple[Lapse, ...]
    """What ends next among counted claims, earliest first."""
    unit: Record | None = None
    """Whose branch is counted; None for the whole organisation."""


def status(figures: Figures, *, unit: Record | None = None) -> Status:
    """Work out the status from figures, of a unit's branch where one is named."""
    joined = figures.joined()
    counted = members(figures.library, figures.organisation.profile, joined)
    stands = stands_of(figures)
    census = figures.systems()
    return Status(
        figures=figures,
        index=index_of(figures, stands),
        stands=stands,
        holding=sum(s.holding for s in stands if s.counted),
        not_holding=sum(s.scopes - s.holding for s in stands if s.counted),
        systems=sum(n for (inside, _, _), n in census.items() if inside),
        systems_known=sum(census.values()),
        unsorted=sum(
            n for (inside, tier, use), n in census.items() if inside and tier == "unsorted" and use != "ended"
        ),
        holds_until=next(iter(_lapses(figures, stands, counted, 1)), None),
        certification_holds_until=next(
            iter(_lapses(figures, stands, members(figures.library, "certification", joined), 1)), None
        ),
        lapses=tuple(_lapses(figures, stands, counted, 12)),
        unit=unit,
    )


def stands_of(figures: Figures, kept: Mapping[str, Stand] = MappingProxyType({})) -> tuple[Stand, ...]:
    """Return how every practice stands; those in `kept` are known to stand as on the day they were worked out."""
    joined = figures.joined()
    counted = members(figures.library, figures.organisation.profile, joined)
    return tuple(
        kept.get(p.id) or _stand(figures, p, counted=p.id in counted, joined=p.id in joined)
        for p in figures.library.practices
    )


def index_of(figures: Figures, stands: Iterable[Stand]) -> Index:
    """Return the index that these stands give."""
    return index(
        figures.library,
        {s.practice.id: s.score for s in stands},
        figures.organisation.profile,
        joined=figures.joined(),
        prohibited=prohibited(figures),
    )


def _stand(figures: Figures, practice: Practice, *, counted: bool, joined: bool) -> Stand:
    target = LEVEL_NUMBER[target_level(figures.library, figures.organisation.profile, practice.id)]
    if practice.per_system:
        in_profile = practice.id in figures.library.profiles[figures.organisation.profile].members
        return _of_systems(figures, practice, target, counted=counted, joined=joined and not in_profile)
    verdicts = figures.own_verdicts(practice)
    if verdicts is None:
        return _absent(practice, target, counted=counted, joined=joined)
    reached = levels(verdicts, figures.day)
    score = figures.own_score(practice)
    met = reached.level >= target
    return Stand(
        practice=practice,
        level=reached.level,
        until=reached.until if reached.level else NEVER,
        state=State.HOLDS if met else reached.state,
        because=_because_own(practice, reached.level, State.HOLDS if met else reached.state),
        target=target,
        score=Fraction(score.points) if score else None,
        counted=counted,
        joined=joined,
        holding=int(met),
        scopes=1,
        verdicts=tuple(verdicts),
    )


def _of_systems(figures: Figures, practice: Practice, target: int, *, counted: bool, joined: bool) -> Stand:
    spread = figures.spread(practice, joined=joined)
    if not spread.systems:
        return _absent(practice, target, counted=counted, joined=joined)
    level = 0
    while level < len(spread.holding) and spread.holding[level] == spread.systems:
        level += 1
    ends = [e.day for e in figures.endings_of(practice) if e.level == level]
    caps = [c.until for n in range(1, level + 1) if (c := figures.cap(practice, n)) is not None]
    met = level >= target
    failing = spread.states.get(level + 1, {}) if not met else {}
    state = min(failing) if failing else (State.HOLDS if met else State.MISSING)
    return Stand(
        practice=practice,
        level=level,
        until=min([*ends, *caps], default=ALWAYS) if level else NEVER,
        state=state,
        because=_because_systems(practice, spread, level, state),
        target=target,
        score=system_score(spread.tallied),
        counted=counted,
        joined=joined,
        holding=spread.holding[target - 1],
        scopes=spread.systems,
        spread=spread,
    )


def _absent(practice: Practice, target: int, *, counted: bool, joined: bool) -> Stand:
    because = Message("status.not_applicable", {"practice": practice.title})
    return Stand(practice, 0, NEVER, State.HOLDS, because, target, None, counted, joined, 0, 0)


def _because_own(practice: Practice, level: int, state: State) -> Message:
    if state is State.HOLDS:
        return Message("status.reached", {"practice": practice.title, "level": level_message(level)})
    params = {"practice": practice.title, "level": level_message(level + 1), "state": state_message(state)}
    return Message("status.own_not", params)


def _because_systems(practice: Practice, spread: Spread, level: int, state: State) -> Message:
    if state is State.HOLDS:
        return Message(
            "status.systems_all",
            {"practice": practice.title, "n": spread.systems, "level": level_message(level)},
        )
    holding = spread.holding[level]
    params = {
        "practice": practice.title,
        "n": spread.systems - holding,
        "of": spread.systems,
        "level": level_message(level + 1),
        "state": state_message(state),
    }
    return Message("status.systems_not", params)


def level_message(level: int) -> Message:
    """Name a level, 0 to 4."""
    return Message(f"level.{LEVEL_WORDS[level]}")


def state_message(state: State) -> Message:
    """Name a state."""
    return Message(f"state.{state.name.lower()}")


def prohibited(figures: Figures) -> bool:
    """Whether some current system is classified as a forbidden use."""
    practice = figures.library.by_id["legal-class"]
    return figures.spread(practice).states.get(LEVEL_NUMBER["documented"], {}).get(State.CONTRADICTED, 0) > 0


def _lapses(figures: Figures, stands: tuple[Stand, ...], counted: frozenset[str], most: int) -> list[Lapse]:
    """Return what ends first among claims whose loss lowers the index."""
    found: list[Lapse] = []
    for stand in stands:
        if stand.practice.id not in counted or stand.score is None:
            continue
        if stand.practice.per_system:
            found += [
                Lapse(e.day, stand.practice, e.level, e.systems)
                for e in figures.endings_of(stand.practice)[:most]
                if e.points > 0
            ]
            found += _cap_lapses(figures, stand)
            continue
        score = figures.own_score(stand.practice)
        if score and score.points and score.until < ALWAYS:
            found.append(Lapse(score.until, stand.practice, score.decided_by, 0))
    return sorted(found, key=lambda lapse: (lapse.day, lapse.practice.id))[:most]


def gives_way(found: Status, profile: str) -> Lapse | None:
    """Return the first claim of a profile to give way among those that hold; None where none ends."""
    counted = members(found.figures.library, profile, found.figures.joined())
    return next(iter(_lapses(found.figures, found.stands, counted, 1)), None)


def _cap_lapses(figures: Figures, stand: Stand) -> list[Lapse]:
    """An organisation-wide part that ends takes every system's level with it."""
    found = []
    for level, held in enumerate(stand.spread.holding if stand.spread else (), start=1):
        cap = figures.cap(stand.practice, level)
        if held and cap is not None and figures.day < cap.until < ALWAYS:
            found.append(Lapse(cap.until, stand.practice, level, held))
    return found

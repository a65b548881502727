"""The gates of the management system itself: what each milestone asks, and what of it holds; nobody ticks one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS, Day, add_months
from holdtrue.core.gates import OrganizationGate, gates
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from holdtrue.core.messages import Message
    from holdtrue.core.practices import Practice

SCOPE = "organisation"
"""What a gate is asked about where it is about no one system."""
PARTS = ("requires", "each_system", "claims", "profile", "history")
FORGIVEN_MONTHS = 1


@dataclass(frozen=True, slots=True)
class Need:
    """One practice a milestone asks for, of the organisation or of each of its systems."""

    practice: Practice
    level: int
    """1 declared to 4 measured."""
    part: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a milestone asks for, as it stands."""

    part: str
    key: str
    """The practice's id, or the name of the rule where it is none."""
    title: Message | str
    level: int
    """0 where it asks for no level."""
    holding: int
    of: int
    """In how many scopes it is asked: 1 for the organisation itself, else its systems."""
    because: Message
    examples: tuple[tuple[str, str], ...] = ()
    """(ref, title) of the first that do not hold it."""

    @property
    def holds(self) -> bool:
        """Whether it holds everywhere it is asked."""
        return self.holding >= self.of


@dataclass(frozen=True, slots=True)
class Reached:
    """What one milestone says on a day."""

    id: str
    asks: str
    day: Day
    lines: tuple[Line, ...]

    @property
    def open(self) -> bool:
        """Whether everything it asks for holds."""
        return all(line.holds for line in self.lines)

    @property
    def missing(self) -> tuple[Line, ...]:
        """What does not hold."""
        return tuple(line for line in self.lines if not line.holds)


@dataclass(frozen=True, slots=True)
class Moved:
    """One change of a practice's level in one scope."""

    day: Day
    old: int
    new: int
    until: Day
    """The first day on which the new level no longer held if nobody did anything."""


def milestone(name: str) -> OrganizationGate:
    """Return the milestone of that id; BadInput naming those there are."""
    known = {gate.id: gate for gate in gates().organization}
    if name not in known:
        raise BadInput("milestone.unknown", field="stage", name=name, known=tuple(known))
    return known[name]


def needs(gate: OrganizationGate) -> tuple[Need, ...]:
    """Return the practices a milestone asks for; each once a part, in the order of the rules."""
    known = library().by_id
    found = [Need(known[name], _level(word), "requires") for name, word in gate.requires.items()]
    found += [Need(known[name], _level(word), "each_system") for name, word in gate.each_system.items()]
    if gate.profile is not None:
        profile, word = gate.profile
        inside = library().profiles[profile].members
        found += [Need(p, _level(word), "profile") for p in library().practices if p.id in inside]
    return tuple(found)


def history_of(gate: OrganizationGate) -> tuple[float, int, int] | None:
    """Return (share of practices, level, months) that a milestone wants to have stood; None where it wants none."""
    raw: Mapping[str, object] | None = gate.history
    if raw is None:
        return None
    months = str(raw["for"]).partition(" ")[0]
    return float(str(raw["share_of_practices"])), _level(str(raw["level"])), int(months)


def wanted(share: float, of: int) -> int:
    """Return how many of so many make the share."""
    return ceil(round(share * of, 6))


def unbroken(moves: Sequence[Moved], level: int, start: Day, today: Day) -> bool:
    """Whether what holds the level today has held it since the start; gaps of up to a month are forgiven.

    `moves` are the changes since the start, oldest first; before the first the level was what that one found.
    """
    pieces: list[tuple[Day, Day]] = []
    if not moves or moves[0].old >= level:
        pieces.append((start, moves[0].day if moves else ALWAYS))
    for n, move in enumerate(moves, 1):
        if move.new >= level:
            pieces.append((move.day, min(move.until, moves[n].day if n < len(moves) else ALWAYS)))
    if not pieces:
        return False
    begun, end = pieces[0]
    for piece in pieces[1:]:
        if piece[0] > end and add_months(end, FORGIVEN_MONTHS) < piece[0]:
            begun = piece[0]
        end = max(end, piece[1])
    return begun <= start and today < end


def _level(word: str) -> int:
    return LEVELS.index(word) + 1


__all__ = [
    "FORGIVEN_MONTHS",
    "PARTS",
    "SCOPE",
    "Line",
    "Moved",
    "Need",
    "Reached",
    "history_of",
    "milestone",
    "needs",
    "unbroken",
    "wanted",
]

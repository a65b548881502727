"""What a system's standing asks of each role, said so that no day changes it: where a worklist looks, and how soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdtrue.core.days import ALWAYS, NEVER, Day
from holdtrue.core.verdicts import CONTRADICTED, DRIFTED, OUT_OF_TARGET, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.practices import Library
    from holdtrue.core.rungs import Rung
    from holdtrue.core.standing import Standing

SORT, MEMBER = "sort", "member"
OWNER, OVERSEER = "system_owner", "overseer"
BROKE: Day = 1
"""The day of what broke without saying when: a sign-off that drifted, a figure out of target, a contradiction."""
NO_END: Day = ALWAYS
HORIZON = 60
"""Days ahead within which what still holds is owed again."""
QUARTER = 100
"""Days between two quarterly hours, at most."""
_BROKEN = frozenset({DRIFTED, OUT_OF_TARGET, CONTRADICTED})


class Duty(NamedTuple):
    """What a scope asks of one role."""

    due: Day
    """The first day on which something is, or was, no longer held; BROKE, or NO_END."""
    undone: int
    """How many claims were never done, or cannot be told."""
    n: int

    def since(self, day: Day) -> Duty:
        """The same of something that is there from a day on: what a law asked before is owed from then."""
        return self._replace(due=owed_since(self.due, day))

    def and_(self, other: Duty) -> Duty:
        """Both together."""
        return Duty(min(self.due, other.due), self.undone + other.undone, self.n + other.n)


def owed_since(due: Day, day: Day) -> Day:
    """Return a day on which something was due, not before one; what broke or never ends stays."""
    return max(due, day) if BROKE < due < NO_END else due


NO_DUTY = Duty(NO_END, 0, 0)


def of_rungs(rungs: Sequence[Rung], target: int, joined: Day | None) -> Duty:
    """Return what a practice asks, up to the level wanted; organisation-wide parts are taken as holding.

    `joined` is the day from which a law alone asks for it, None where the profile does.
    """
    due, undone = NO_END, 0
    for rung in rungs[:target]:
        if rung.high > NEVER:
            due = min(due, rung.high)
        elif rung.cause in _BROKEN:
            due = min(due, BROKE)
        else:
            undone = 1
    if joined is not None:
        # What a law asks for from a day on is owed by that day, done or not.
        due, undone = (max(joined, BROKE if undone else due), 0)
    return Duty(due, undone, 1) if undone or due < NO_END else NO_DUTY


def of_system(
    library: Library, profile: str, targets: Mapping[str, int], stands: Mapping[str, Standing | None]
) -> dict[str, Duty]:
    """Return what a sorted system in operation asks of each role; nothing of those it asks nothing of."""
    wanted = library.profiles[profile].members
    found: dict[str, Duty] = {}
    for practice, held in stands.items():
        if held is None:
            continue
        joined = None
        if practice not in wanted:
            if held.joined is None:
                continue
            joined = held.joined
        duty = of_rungs(held.rungs, targets[practice], joined)
        if duty.n:
            role = library.by_id[practice].owner_role
            before = found.get(role)
            found[role] = duty if before is None else before.and_(duty)
    return found


def of_members(untils: Sequence[tuple[Day, State]]) -> Duty:
    """Return what a record's own rows in the organisation's claims ask: (until, cause) of each that can end."""
    found = NO_DUTY
    for until, cause in untils:
        if until >= NO_END:
            continue
        if until > NEVER:
            found = found.and_(Duty(until, 0, 1))
        else:
            broken = cause in _BROKEN
            found = found.and_(Duty(BROKE if broken else NO_END, 0 if broken else 1, 1))
    return found


__all__ = [
    "BROKE",
    "HORIZON",
    "MEMBER",
    "NO_DUTY",
    "NO_END",
    "OVERSEER",
    "OWNER",
    "QUARTER",
    "SORT",
    "Duty",
    "of_members",
    "of_rungs",
    "of_system",
    "owed_since",
]

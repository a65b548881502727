"""How something that several practices carry together stands: level by level the earliest end, the surest failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.verdicts import State, Verdict, all_of, untold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.figures import Figures
    from holdtrue.app.queries.status import Stand

_LEVELS = 4


def standing_of(stands: Sequence[Stand], figures: Figures) -> tuple[Verdict, ...] | None:
    """Return the four levels of what these practices carry together, as stored; None where none applies here."""
    asked = [stand for stand in stands if stand.score is not None]
    if not asked:
        return None
    each = [levels_of(stand, figures) for stand in asked]
    return tuple(all_of([levels[n] for levels in each], figures.day) for n in range(_LEVELS))


def levels_of(stand: Stand, figures: Figures) -> tuple[Verdict, ...]:
    """Return one practice's four levels; of one asked of each system a level holds where every system reaches it."""
    if stand.spread is None:
        return stand.verdicts
    return tuple(_everywhere(stand, figures, level) for level in range(1, _LEVELS + 1))


def _everywhere(stand: Stand, figures: Figures, level: int) -> Verdict:
    spread = stand.spread
    if spread is None or spread.holding[level - 1] < spread.systems:
        states = spread.states.get(level, {}) if spread else {}
        state = min((s for s, n in states.items() if n), default=State.MISSING)
        return untold(NEVER, ALWAYS if state is State.UNKNOWN else NEVER, state)
    ends = [e.day for e in figures.endings_of(stand.practice) if e.level == level]
    cap = figures.cap(stand.practice, level)
    until = min([*ends, *([cap.until] if cap is not None else [])], default=ALWAYS)
    return untold(until, until)


__all__ = ["levels_of", "standing_of"]

"""How far a control is carried, in words: the level reached and until when, and what the next one lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.days import ALWAYS
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.verdicts import HOLDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.core.days import Day
    from holdtrue.core.verdicts import Verdict


def reached(levels: Sequence[Verdict] | None, day: Day) -> int:
    """Return the highest level that holds with all below it, 0 to 4."""
    found = 0
    for verdict in levels or ():
        if verdict.state(day) is not HOLDS:
            break
        found += 1
    return found


def until(levels: Sequence[Verdict] | None, day: Day) -> Day | None:
    """Return the first day on which the level reached no longer holds; None where none is reached."""
    height = reached(levels, day)
    return min(v.until for v in (levels or ())[:height]) if height else None


def status_words(levels: Sequence[Verdict] | None, day: Day, meets_at: int) -> Message:
    """Return the implementation status as a message."""
    if levels is None:
        return Message("applicability.status.not_asked")
    height, end = reached(levels, day), until(levels, day)
    if not height or end is None:
        return Message("applicability.status.absent", _failing(levels, day, 0))
    level = Message(f"page.level.{LEVEL_WORDS[height]}")
    stands = (
        Message("applicability.status.reached_open", {"level": level})
        if end >= ALWAYS
        else Message("applicability.status.reached", {"level": level, "until_day": end})
    )
    if height >= meets_at:
        return stands
    return Message("applicability.status.wants", {"reached": stands, **_failing(levels, day, height)})


def _failing(levels: Sequence[Verdict], day: Day, height: int) -> dict[str, object]:
    state = levels[height].state(day)
    return {
        "level": Message(f"page.level.{LEVEL_WORDS[height + 1]}"),
        "state": Message(f"state.{state.name.lower()}"),
    }

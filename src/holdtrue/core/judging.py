"""How an indicator stands by its newest value: in target or not, until when it is good, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from holdtrue.core.claims.measured import meets, target_said
from holdtrue.core.days import period
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.days import Day


@dataclass(frozen=True, slots=True)
class Dated:
    """One value as it is shown: its day, when it was recorded, and which correction of its day it is."""

    day: Day
    recorded: Day
    value: float | None
    count: int | None = None
    version: int = 1
    author: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """How an indicator stands on a day."""

    state: State
    """holds, missing, lapsed, out_of_target or unknown."""
    why: Message
    due: Day | None
    """The day by which the next value is due; None where nobody said how often, or nothing was measured yet."""
    newest: Dated | None = None

    @property
    def out(self) -> bool:
        """Whether the newest value misses the target, however old it is: only a value in target ends that."""
        return self.state is State.OUT_OF_TARGET


def judged(fields: Mapping[str, object], values: Sequence[Dated], day: Day) -> Judged:
    """Return how it stands; `values` are in the order of their days, corrected ones left out."""
    if not values:
        return Judged(State.MISSING, Message("indicators.why.unmeasured"), None)
    newest = values[-1]
    due = due_after(fields, newest.day)
    said = {"value": written(newest.value), "target": target_said(fields), "on_day": newest.day}
    if newest.value is None and newest.count == 0:
        return _dated(Message("indicators.why.no_occasion", said), due, newest, day)
    if newest.value is None:
        return Judged(State.UNKNOWN, Message("indicators.why.no_figure", said), due, newest)
    good = meets(fields, newest.value)
    if good is None:
        return Judged(State.UNKNOWN, Message("indicators.why.no_target", said), due, newest)
    if not good:
        return Judged(State.OUT_OF_TARGET, Message("indicators.why.out", said), due, newest)
    return _dated(Message("indicators.why.in", said), due, newest, day)


def due_after(fields: Mapping[str, object], day: Day) -> Day | None:
    """Return the day by which the value after one of that day is due."""
    often = fields.get("frequency")
    if not isinstance(often, str) or not often.strip():
        return None
    try:
        return period(often).after(day)
    except ValueError:
        return None


def written(value: float | None) -> str:
    """Return a figure exactly as it is kept, without powers of ten and without needless noughts."""
    if value is None:
        return ""
    text = format(Decimal(repr(float(value))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _dated(why: Message, due: Day | None, newest: Dated, day: Day) -> Judged:
    if due is not None and due <= day:
        return Judged(
            State.LAPSED, Message("indicators.why.lapsed", {**why.params, "due_day": due}), due, newest
        )
    return Judged(State.HOLDS, why, due, newest)


__all__ = ["Dated", "Judged", "due_after", "judged", "written"]

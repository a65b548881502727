"""One gate of a system: whether it is open, what must hold and who can mend it, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.glyph import Glyph
    from holdtrue.pages.shapes.page import Act, Link


@dataclass(frozen=True, slots=True)
class StageStep:
    """One stage of the strip: passed, skipped (never entered), now, ahead; `current` is the gate the page is about."""

    label: str
    href: str
    state: str
    words: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class GateLine:
    """One thing that must hold; where it does not, why, what mends it and who can."""

    title: str
    level: str
    glyph: Glyph | None = None
    because: str = ""
    remedy: str = ""
    act: Act | None = None
    who: str = ""
    minutes: int = 0
    hard: str = ""
    """Said where nobody can waive it."""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision taken before: its sentence, and the change it was taken on."""

    when: str
    sentence: str
    change: Link | None = None
    reason: str = ""
    open: bool = False
    missing: tuple[str, ...] = ()
    """What did not hold at that instant."""
    foreseen: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    """What really came of it, where it was looked at before."""


@dataclass(frozen=True, slots=True)
class GateView:
    """The gate before one stage."""

    title: str
    asks: str
    href: str
    strip: tuple[StageStep, ...]
    open: bool
    sentence: str
    closes: str
    day: str
    yours: tuple[GateLine, ...] = ()
    others: tuple[GateLine, ...] = ()
    holding: tuple[GateLine, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """(practice, why it is not asked here)"""
    change: Link | None = None
    change_words: tuple[tuple[str, str], ...] = ()
    foreseen: tuple[str, ...] = ()
    """What the change that waits was seen to do, before it was asked for."""
    edit: Act | None = None
    ask: Form | None = None
    form: Form | None = None
    stands: str = ""
    """Why nothing can be decided here now: the stage does not follow, or somebody else decides."""
    observed: str = ""
    """What going on through a shut gate means here."""
    decided: tuple[Decided, ...] = ()
    ahead: bool = False
    """Whether another day than today is shown."""
    early: str = ""
    """Until when the gate stands opened early, and how long that is."""
    early_door: Link | None = None
    """Where it is opened in an emergency, while it is shut."""

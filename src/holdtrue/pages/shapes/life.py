"""The life cycle as pages show it: systems by stage, the life of one, and the gates of the management system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.page import Act, Link


@dataclass(frozen=True, slots=True)
class LifeCard:
    """One system on the board; `next` leads to the gate before it."""

    title: str
    href: str
    note: str
    next: Link | None = None
    gates: str = ""
    """Where its gates lie; dropped on a stage, the card opens that gate and sets nothing."""
    early: str = ""
    """Until when its gate stands opened early."""


@dataclass(frozen=True, slots=True)
class StageColumn:
    """One stage with its first systems; `more` leads to the rest."""

    id: str
    label: str
    total: int
    cards: tuple[LifeCard, ...] = ()
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class GateMark:
    """One gate of the management system in a line."""

    label: str
    href: str
    words: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class BoardView:
    """Systems by stage, under the gates of the management system."""

    columns: tuple[StageColumn, ...]
    gates: tuple[GateMark, ...] = ()


@dataclass(frozen=True, slots=True)
class LifeMark:
    """One thing of a system's life, in the picture and in the table beside it."""

    day: int
    date: str
    lane: str
    """stage, change, approval or incident."""
    mark: str
    """As the lane, or early and back for stages entered so."""
    words: str
    href: str = ""
    ref: str = ""
    until: int = 0
    """The day it ended or ends; 0 for a point in time."""
    until_words: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class LifeView:
    """The life of one system."""

    title: str
    marks: tuple[LifeMark, ...]
    today: int
    lanes: tuple[tuple[str, str], ...]
    """(lane, its label), from the top."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of a checklist nobody ticks."""

    title: str
    href: str
    level: str
    because: str
    holds: bool
    figure: str = ""
    systems: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckPart:
    """Lines that belong together, with how many hold."""

    title: str
    words: str
    missing: tuple[CheckLine, ...]
    holding: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """One gate of the management system, with the others beside it."""

    title: str
    asks: str
    sentence: str
    open: bool
    tabs: tuple[Link, ...]
    parts: tuple[CheckPart, ...]
    note: str = ""
    acts: tuple[Act, ...] = ()

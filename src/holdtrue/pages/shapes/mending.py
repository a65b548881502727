"""A finding's mending as its page shows it: a thread of steps, each with its state, the form of the next in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link

STATES = ("done", "now", "later")


@dataclass(frozen=True, slots=True)
class FixShown:
    """One action that answers the finding; `state` is of a mark: holds, soon, lapsed, missing."""

    link: Link
    owner: str
    words: str
    state: str
    done: Act | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """Records to look at for similar cases, under what they share."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: what was written, and where the step is owed, its form."""

    id: str
    title: str
    state: str
    """One of STATES."""
    text: str = ""
    said_by: str = ""
    """Who, when, or until when: one line beneath the words."""
    due: Moment | None = None
    """By when it is owed."""
    late: bool = False
    fixes: tuple[FixShown, ...] = ()
    offered: tuple[Offered, ...] = ()
    shown: tuple[Link, ...] = ()
    """Evidence of the effect."""
    form: Form | None = None
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundShown:
    """An earlier round, kept."""

    title: str
    cause: str
    why: str


@dataclass(frozen=True, slots=True)
class MendingShown:
    """The whole thread."""

    lead: str
    """Where it stands, in a sentence."""
    state: str
    """Of a badge: holds, soon, wrong."""
    steps: tuple[StepShown, ...]
    came_back: Link | None = None
    came_back_words: str = ""
    rounds: tuple[RoundShown, ...] = ()


@dataclass(frozen=True, slots=True)
class MendingView:
    """One step on a page of its own."""

    form: Form
    finding: Link
    offered: tuple[Offered, ...] = ()

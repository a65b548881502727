"""Lessons: the list of them, one to read with its check, and who did which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Table
    from holdtrue.reports.blocks import Block


@dataclass(frozen=True, slots=True)
class LessonLine:
    """One lesson of the list: how long it takes, whom it is for, and whether this person did it."""

    title: Link
    words: str
    state: str
    stands: str


@dataclass(frozen=True, slots=True)
class LessonsView:
    """Every lesson, and how far this person has come."""

    lead: str
    lines: tuple[LessonLine, ...]
    everybody: Link | None = None
    read: tuple[LessonLine, ...] = ()
    """Documents put to this person, at the employee's door."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a check; after a try `state` is holds or missing and `because` says why."""

    name: str
    ask: str
    options: tuple[tuple[str, str, bool], ...]
    """Value, words, whether it is chosen."""
    state: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class LessonView:
    """One lesson with its check; `result` says how a try went."""

    lead: str
    blocks: tuple[Block, ...]
    questions: tuple[Asked, ...]
    action: str
    submit: str
    result: str = ""
    result_state: str = ""
    own: Act | None = None
    """Where the organisation's own version is begun, or opened."""
    notes: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    """What changed in ours since the own version was begun: same, gone or new, and the text."""


@dataclass(frozen=True, slots=True)
class LearnersView:
    """Who did which lesson."""

    lead: str
    table: Table

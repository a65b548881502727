"""The table in which many systems are sorted: a row a system, a cell a question, the tier as it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.table import Choice


@dataclass(frozen=True, slots=True)
class Question:
    """One column: its short head, the question in full, and what an answer to it can decide."""

    name: str
    head: str
    ask: str
    decides: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class CellAsked:
    """One answer to give; `hint` says what a word of the purpose suggests, and which word."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class RowAsked:
    """One system; `tier` and `because` say what its answers decide."""

    ref: str
    title: str
    href: str
    purpose: str
    unit: str
    cells: tuple[CellAsked, ...]
    tier: str
    state: str
    because: str
    suggested: int
    ticked: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class SortingView:
    """The page."""

    action: str
    left: str
    questions: tuple[Question, ...]
    rows: tuple[RowAsked, ...]
    query: str
    after: str
    next_href: str
    empty: bool
    inventory_href: str

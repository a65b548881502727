"""The AI Index opened up, and the published method behind it: what a page shows of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.home import DialView
    from holdtrue.pages.shapes.page import Link
    from holdtrue.pages.shapes.table import Filters, Table


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of the sum that is the index: a property's score times its weight; words, ready to be read."""

    id: str
    title: str
    question: str
    score: int | None
    ghost: int | None
    exact: str
    """The score with one decimal, or that nothing of it applies."""
    weight: str
    """12 of 59."""
    percent: str
    adds: str
    spark: tuple[int | None, ...] = ()
    """The score at each month's end, oldest first, today's last."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One practice behind a property's score."""

    title: str
    href: str
    level: str
    target: str
    points: str
    state: str
    """holds where the target is reached, wrong where it is not."""
    holding: str
    """Of many systems: 6 of 9; '' of one scope."""
    law: bool = False
    why_href: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """A property with the practices its score is the mean of."""

    id: str
    title: str
    means: str
    words: str
    """How the mean comes about: (75 + 50 + 25) / 3 = 50."""
    facts: tuple[Fact, ...]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class BandShown:
    """One band; `here` where the organisation is, `alone` where the index alone would put it."""

    title: str
    reach: str
    says: str
    here: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that binds or not, or a thing asked that is met or not, with what would lift it."""

    words: str
    met: bool
    details: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    """(sentence, the practices it names)."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How strongly a framework asks for a property: 1 to 3 marks, why, and where it says so."""

    property: str
    marks: int
    emphasis: str
    reason: str
    refs: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One framework of the matrix."""

    title: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """The emphasis matrix with the weights that follow; `scores` and `adds` are an organisation's own, worked in."""

    properties: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    sums: tuple[int, ...]
    total: int
    weights: tuple[str, ...]
    version: str
    scores: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    worked: str = ""
    """The sum in one line."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The index at a month's end; `break_words` where it can no longer be compared with the one before."""

    label: str
    month: str
    """Short, beneath the picture: Jan 2026."""
    value: int
    """Times a hundred."""
    break_words: str = ""


@dataclass(frozen=True, slots=True)
class TrendView:
    """Two years of months: the picture, and the same as a table."""

    points: tuple[TrendPoint, ...]
    words: str
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class IndexView:
    """The index of an organisation, a unit or a system, opened up."""

    title: str
    lead: str
    told: str
    dial: DialView
    sums: tuple[Sum, ...]
    total: str
    behind: tuple[Behind, ...]
    bands: tuple[BandShown, ...]
    caps: tuple[Rule, ...]
    mark: tuple[Rule, ...]
    mark_title: str
    mark_note: str
    trend: TrendView | None
    matrix: MatrixView
    method: Link
    scopes: Filters | None = None
    whole: Link | None = None
    """Back to the organisation's, from a part of it."""
    report: Link | None = None
    at: str = ""
    """The day shown, as a date field takes it."""


@dataclass(frozen=True, slots=True)
class MethodView:
    """The published method: the same data that every index is computed from."""

    matrix: MatrixView
    properties: tuple[tuple[str, str, str], ...]
    """(title, question, what it means)."""
    levels: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    bands: tuple[BandShown, ...]
    caps: tuple[Rule, ...]
    mark: tuple[Rule, ...]
    mark_title: str
    mark_note: str
    stated: str

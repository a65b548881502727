"""Indicators as pages show them: the list, one with its chart and the same facts as a table, a file taken in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.moment import Moment
    from holdtrue.pages.shapes.page import Act, Link
    from holdtrue.pages.shapes.table import Choice


@dataclass(frozen=True, slots=True)
class Spot:
    """One value on a chart: its day, the figure (None is a gap), as it is written, and whether it is in target."""

    day: int
    value: float | None
    words: str
    state: str
    """holds, out_of_target, unknown or gap."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A mark on a chart: a change or an incident of the system."""

    day: int
    kind: str
    """change or incident."""
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class ChartView:
    """The series as a picture: spots in the order of days, the target as low and high, marks and where gaps are."""

    title: str
    spots: tuple[Spot, ...]
    low: float | None
    high: float | None
    target_words: str
    marks: tuple[Happening, ...] = ()
    gap: int = 0
    """Days between two values from which the line is broken; 0 where nobody said how often."""
    months: tuple[tuple[int, str], ...] = ()
    """Days below which a month is written, with its words."""
    floor: float | None = None
    """What no value lies under, 0 of a share; None where nothing says."""
    ceiling: float | None = None
    """What no value lies over, 1 of a share; None where nothing says."""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value in the table below the chart."""

    on: str
    value: str
    count: str
    state: str
    words: str
    remarks: tuple[str, ...] = ()
    """Recorded late, counted from the ledger, corrected since."""
    correct: Link | None = None


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """One finding or action that follows from it."""

    title: str
    href: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class IndicatorShown:
    """What an indicator's own page shows before its fields."""

    state: str
    verdict: str
    due: str
    chart: ChartView | None
    rows: tuple[ValueRow, ...]
    older: Link | None = None
    formula: str = ""
    """How it is counted, where the product counts it."""
    followed: tuple[FollowedRow, ...] = ()
    follow: Act | None = None
    follow_words: str = ""
    marks: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the list."""

    title: Link
    value: str
    unit: str
    target: str
    state: str
    words: str
    spark: tuple[int | None, ...]
    due: Moment | None
    due_late: bool
    owner: Link | None
    about: Link | None
    computed: bool
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """A figure one may begin with."""

    tag: str
    title: str
    words: str
    target: str
    computed: bool


@dataclass(frozen=True, slots=True)
class IndicatorsView:
    """The page of all indicators."""

    rows: tuple[IndicatorRow, ...]
    lead: str
    acts: tuple[Act, ...] = ()
    systems: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()
    system: str = ""
    unit: str = ""
    filter_href: str = ""
    next_href: str = ""
    offered: tuple[Offered, ...] = ()
    begin_href: str = ""
    """Where a figure is begun with; '' for whoever may not add one."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file that was refused."""

    line: int
    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class FileView:
    """Taking a file of values in, and what became of its rows."""

    form: Form
    told: str
    refused: tuple[FileRow, ...]
    more: str

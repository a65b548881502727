"""Records that may be one, and two of them about to be merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.compare import CompareLine, Side
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.page import Link


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two records that look alike, why, and where both are shown."""

    one: Link
    other: Link
    why: str
    look: Link
    apart: str
    """Where it is posted that they are not the same."""
    refs: tuple[str, str]


@dataclass(frozen=True, slots=True)
class DuplicatesView:
    """Likely pairs of one kind."""

    title: str
    pairs: tuple[PairShown, ...]
    none: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MergeView:
    """Two records side by side, what follows, and the form that merges them."""

    title: str
    sentence: str
    follows: tuple[str, ...]
    before: Side
    after: Side
    lines: tuple[CompareLine, ...]
    turn: Link
    form: Form

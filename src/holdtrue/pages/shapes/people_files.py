"""Files about people: what one would do, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.pages.shapes.form import Form
    from holdtrue.pages.shapes.imports import RefusedRow
    from holdtrue.pages.shapes.table import Table


@dataclass(frozen=True, slots=True)
class PeopleFileView:
    """Every row accounted for: the counts add up to the rows of the file."""

    lead: str
    rows: int
    counts: tuple[tuple[str, int, str], ...]
    """Words, how many, and how it stands: '', soon or wrong."""
    apply: Form | None
    """None where the file brings nothing."""
    settings: Form
    """What its columns, and its courses, are taken for."""
    tables: tuple[Table, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    refused_more: int = 0
    notes: tuple[str, ...] = ()

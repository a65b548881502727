"""A workbook for people: one sheet of rows under bold heads that stay in sight, and one that says what it is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

_INK, _LINE, _HEAD = "FF1D1B18", "FFC9C2B8", "FFE9E4DB"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it is written: each column with its width in characters, cells as text that runs nothing."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    about_title: str
    about: tuple[tuple[str, str], ...]
    author: str
    made_at: dt.datetime


def workbook(sheet: Sheet) -> bytes:
    """Return the .xlsx file."""
    made = Workbook()
    made.properties.title, made.properties.creator = sheet.title, sheet.author
    made.properties.created = made.properties.modified = sheet.made_at.replace(tzinfo=None)
    first = made.worksheets[0]
    first.title = sheet.title[:31]
    _table(first, sheet.columns, sheet.rows)
    second: Any = made.create_sheet(sheet.about_title[:31])
    _table(second, (("", 24), ("", 90)), sheet.about, headed=False)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _table(
    page: Worksheet,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
    *,
    headed: bool = True,
) -> None:
    line = Border(bottom=Side(style="thin", color=_LINE))
    for n, (_, width) in enumerate(columns):
        page.column_dimensions[get_column_letter(n + 1)].width = width
    if headed:
        for n, (label, _) in enumerate(columns, start=1):
            head: Any = page.cell(1, n, label)
            head.font = Font(name="Calibri", bold=True, color=_INK)
            head.fill = PatternFill("solid", fgColor=_HEAD)
            head.alignment = Alignment(vertical="center", wrap_text=True)
        page.freeze_panes = "C2"
        page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
        page.page_setup.orientation = "landscape"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.print_title_rows = "1:1"
    for number, row in enumerate(rows, start=2 if headed else 1):
        for n, value in enumerate(row, start=1):
            cell: Any = page.cell(number, n)
            cell.value = value
            cell.data_type = "s"  # never a formula, whatever it begins with
            cell.border = line
            cell.font = Font(name="Calibri", bold=n == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)

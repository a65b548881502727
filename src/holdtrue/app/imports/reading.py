"""Opens any file of records as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from holdtrue.app.imports.delimited import read_delimited
from holdtrue.app.imports.limits import DEFAULT, Limits
from holdtrue.app.imports.records import read_records
from holdtrue.app.imports.sniff import format_of
from holdtrue.app.imports.source import opened
from holdtrue.app.imports.workbook import read_workbook

if TYPE_CHECKING:
    from holdtrue.app.imports.table import Table


def read(
    content: Path | bytes, *, name: str = "", sheet: str | None = None, limits: Limits = DEFAULT
) -> Table:
    """Return the file as a table; CSV, TSV, XLSX and JSON are told apart by what they hold, not by their name."""
    name = name or (content.name if isinstance(content, Path) else "upload")
    source = opened(content, name=name, limit=limits.file)
    form = format_of(source)
    digest = source.digest()
    if form == "xlsx":
        return read_workbook(source, digest=digest, limits=limits, sheet=sheet)
    if form == "json":
        return read_records(source, digest=digest, limits=limits)
    return read_delimited(source, digest=digest, limits=limits)

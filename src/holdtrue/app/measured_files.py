"""Measured values taken in by the command that imports records: the same rules as ever, told as an import is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.values_file import rehearse_file, take_file
from holdtrue.app.shapes_indicators import report_json
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdtrue.app.actions.acting import Caller

Json = dict[str, object]
MEASUREMENT = "measurement"


def is_measurement(kind: str) -> bool:
    """Whether an import is asked to take measured values, which are no kind of record."""
    return kind.strip().casefold().removesuffix("s") == MEASUREMENT


def take_in(
    caller: Caller,
    path: Path,
    *,
    name: str = "",
    sheet: str = "",
    rehearse: str = "",
    of_records: Mapping[str, object],
) -> Json:
    """Take a file of values in, or with `rehearse` say what it would come to; the counts add up to its rows.

    It has no run: values are not taken back, they are corrected. `of_records` is what was said that only records
    take, option → value: BadInput where any of it was.
    """
    said = next((option for option, value in of_records.items() if value), "")
    if said:
        raise BadInput("imports.measurement.option", field=said, option=said)
    name = name or path.name
    found = (rehearse_file if rehearse else take_file)(caller, path, name=name, sheet=sheet or None)
    if not found.lines:
        raise BadInput("imports.file.no_rows", name=name)
    return {
        "run": None,
        "file": name,
        "kind": MEASUREMENT,
        "rehearsed": bool(rehearse),
        **report_json(found),
        "changed": 0,
        "review": 0,
        "mapping": {
            column: {"field": field or None, "confidence": 1.0 if field else 0.0}
            for column, field in found.columns.items()
        },
    }


__all__ = ["MEASUREMENT", "is_measurement", "take_in"]

"""What the cells of a list's file say: values as text, safe from being run as formulas, and read again without loss."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdtrue.core.kinds import FieldSpec

SEPARATOR = "; "
"""Between several values of one cell; where a value holds it, the cell is a JSON list instead."""
LONGEST_CELL = 32_767
"""Letters a cell of a workbook holds."""
TOO_LONG = "'(too long for a workbook; see the CSV)"
"""Stands where a text does not fit; taken back it leaves the text as it is."""
CLEARED = "(none)"
"""What a cell says to empty a field when a file is taken back; one left blank changes nothing."""
_RISKY = ("=", "+", "-", "@", "'", "\t", "\r", "\n")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_CODED = "'json:"
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|x005F_|_x[0-9A-Fa-f]{4}_")


def written(value: object, spec: FieldSpec) -> str:
    """Return a value as a cell says it, before it is made safe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        if spec.pair:
            return f"{value[0]!r} to {value[-1]!r}"
        texts = [str(one) for one in value]
        plain = not any(set(one) & {";", "\n", ","} or one.startswith("[") for one in texts)
        return SEPARATOR.join(texts) if plain else json.dumps(texts, ensure_ascii=False)
    return str(value)


def guarded(cell: str) -> str:
    """Return a cell no program runs as a formula: an apostrophe stands before what might be one."""
    risky = cell.startswith(_RISKY) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if risky or cell.strip() == CLEARED else cell


def plain(cell: str) -> str:
    """Return what a guarded cell says."""
    if cell.startswith(_CODED):
        try:
            return str(json.loads(cell.removeprefix(_CODED)))
        except (ValueError, RecursionError):
            return cell
    return cell.removeprefix("'")


def fitting(cell: str) -> str:
    """A cell as a workbook can hold it: what XML cannot say is written in JSON."""
    safe = guarded(cell)
    if _UNFIT.search(cell):
        coded = json.dumps(cell, ensure_ascii=False).replace("_", "\\u005f")
        safe = _CODED + _UNFIT.sub(lambda m: f"\\u{ord(m[0][0]):04x}{m[0][1:]}", coded)
    return safe if len(safe) <= LONGEST_CELL else TOO_LONG

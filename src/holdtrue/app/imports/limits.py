"""How much of a file is read before it is refused, so that no file can fill the memory."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; sizes are in bytes, a cell in characters."""

    file: int = 200 * MEGABYTE
    json_file: int = 50 * MEGABYTE
    """A JSON document is held in memory whole; JSON lines and CSV are not."""
    cell: int = MEGABYTE
    columns: int = 2_000
    rows: int = 1_000_000
    depth: int = 5
    """Objects within objects that become columns of their own; deeper ones stay as text."""
    members: int = 2_000
    """Files inside a workbook."""
    unpacked: int = 400 * MEGABYTE
    shared_strings: int = 100 * MEGABYTE
    ratio: int = 150
    """Unpacked size over packed size; real workbooks stay far below."""


DEFAULT = Limits()

"""Which column feeds which field: the mapping of one file, however it was arrived at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.imports.targets import Target, targets
from holdtrue.app.imports.values import Choices, key_part
from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.imports.dates import Order
    from holdtrue.app.imports.table import Header

KEEP = "keep"
"""What a mapping file writes for a column that feeds no field and is kept among the source fields."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where one column goes; an empty `target` keeps it among the source fields, under `key`."""

    index: int
    header: str
    key: str
    target: str = ""
    confidence: float = 0.0
    reason: Message = field(default_factory=lambda: Message("imports.reason.none"))
    perhaps: str = ""
    """The best guess where none was sure enough to be made."""
    rules: Choices | None = None
    """Wordings of this column alone, looked up before those of the field."""
    only: bool = False
    """Whether none but its own wordings count."""
    aspect: str = ""
    """The aspect of the practice that a declaration speaks of."""
    order: Order = "unknown"


@dataclass(frozen=True, slots=True)
class Mapping:
    """The mapping of one file: every column accounted for, and the columns that tell rows apart."""

    kind: str
    columns: tuple[Column, ...]
    identity: tuple[int, ...]
    signature: str
    profile: str = ""
    """The known source that was recognised, if any."""
    said_on: str = ""
    """The day the source speaks of, as the mapping file states it."""

    def fed(self) -> dict[str, list[Column]]:
        """Return the columns of each target, in the file's order."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            if column.target:
                found.setdefault(column.target, []).append(column)
        return found

    def missing(self) -> tuple[str, ...]:
        """Return the required fields no column feeds: rows cannot be taken without them."""
        fed = self.fed()
        named = {"name"} if {"first_name", "last_name"} & fed.keys() else set()
        return tuple(
            t.name for t in targets(self.kind).values() if t.required and t.name not in fed.keys() | named
        )

    def target_of(self, column: Column) -> Target:
        """Return what the column feeds; only for columns that feed something."""
        return targets(self.kind)[column.target]


def signature(headers: Iterable[Header]) -> str:
    """Return what a remembered mapping is filed under: the same headers in any order have the same one."""
    folded = sorted(key_part(header.name) for header in headers)
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()[:32]


def identity_of(kind: str, columns: Sequence[Column], *, keys: Sequence[str]) -> tuple[int, ...]:
    """Return the columns that tell rows apart: the source's id, else those of the kind, else every mapped column."""
    fed: dict[str, list[int]] = {}
    for column in columns:
        if column.target:
            stem = "unit" if column.target.startswith("unit.") else column.target
            fed.setdefault(stem, []).append(column.index)
    if "key" in fed:
        return tuple(fed["key"])
    title = next((t.name for t in targets(kind).values() if t.title), None)
    chosen = tuple(index for stem in keys for index in fed.get(stem, ()))
    if title and kind == "person" and "email" in fed:
        return tuple(fed["email"])
    if title and {"first_name", "last_name"} <= fed.keys() and title not in fed:
        return tuple(fed["first_name"] + fed["last_name"])
    if title and title not in fed:
        return tuple(column.index for column in columns)
    return (
        chosen or tuple(fed.get(title or "", ())) or tuple(index for found in fed.values() for index in found)
    )

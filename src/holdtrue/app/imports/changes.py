"""What an incoming draft would change of a record the register already holds, sparing what people edited since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Existing:
    """What the register holds of the row's record, and what the last import of it wrote."""

    fields: Mapping[str, object]
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Relation -> uids."""
    source_fields: Mapping[str, str] = field(default_factory=dict)
    imported: Mapping[str, object] = field(default_factory=dict)
    """Field or relation -> value as the last import left it; what differs from it now, a person edited."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The source and a person changed the same thing; the person's value stays."""

    name: str
    current: object
    incoming: object

    @property
    def why(self) -> Message:
        """Say both values."""
        shown = {"current": _shown(self.current), "incoming": _shown(self.incoming)}
        return Message("imports.change.conflict", shown)


def _shown(value: object) -> object:
    """A value as a sentence repeats it."""
    if isinstance(value, bool):
        return Message("claim.yes" if value else "claim.no")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))[:_SHOWN]
    return str(value)[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Difference:
    """What to write, and what was left to people."""

    fields: Mapping[str, object]
    links: Mapping[str, tuple[str, ...]]
    source_fields: Mapping[str, str]
    """The source fields as they will stand: a blank cell erases none."""
    conflicts: tuple[Conflict, ...]
    kept: tuple[str, ...]
    """Edited by a person while the source still says what it said before: no conflict, the edit stays."""
    same_source_fields: bool

    @property
    def unchanged(self) -> bool:
        """Whether there is nothing to write."""
        return not self.fields and not self.links and self.same_source_fields


def compare(
    existing: Existing,
    fields: Mapping[str, object],
    links: Mapping[str, tuple[str, ...]],
    source_fields: Mapping[str, str],
) -> Difference:
    """Return the difference; `links` are resolved to uids. What the incoming row leaves blank is not touched."""
    conflicts: list[Conflict] = []
    kept: list[str] = []

    def changed(name: str, current: object, incoming: object) -> bool:
        if _same(current, incoming):
            return False
        before = existing.imported.get(name)
        if _same(current, before) or _blank(current):
            return True
        if _same(before, incoming):
            kept.append(name)
        else:
            conflicts.append(Conflict(name, current, incoming))
        return False

    new_fields = {n: v for n, v in fields.items() if not _blank(v) and changed(n, existing.fields.get(n), v)}
    new_links = {n: v for n, v in links.items() if v and changed(n, existing.links.get(n, ()), v)}
    merged = {**existing.source_fields, **{n: v for n, v in source_fields.items() if v}}
    return Difference(
        fields=new_fields,
        links=new_links,
        source_fields=merged,
        conflicts=tuple(conflicts),
        kept=tuple(kept),
        same_source_fields=merged == dict(existing.source_fields),
    )


def _same(left: object, right: object) -> bool:
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return sorted(map(str, left)) == sorted(map(str, right))
    if isinstance(left, str) and isinstance(right, str):
        return left.split() == right.split()
    return (
        type(left) is type(right) and left == right
        if isinstance(left, bool) or isinstance(right, bool)
        else left == right
    )


def _blank(value: object) -> bool:
    return value is None or value in ("", [], ())

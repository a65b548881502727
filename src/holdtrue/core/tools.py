"""Well-known AI tools as data: what each does, what data it touches, and how sure we are, with source and date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import content

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES = ("writing", "making", "working")
"""Of data/tools, in the order a newcomer would go through them."""
MARK = "tool list"
"""How the source of every declaration made from it begins."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool; nothing in it is true of anybody's use before they confirm it."""

    id: str
    name: str
    supplier: str
    """Empty for a sort of tool that many make."""
    does: str
    data: tuple[str, ...]
    where: str
    """Where it runs, only as far as the supplier says so in public."""
    hosting: str
    facts: Mapping[str, object]
    """Field of a system → what it usually is."""
    role: tuple[str, ...]
    tier: str
    """The tier such a use usually falls in; a hint."""
    note: str
    unsure: bool
    """Whether what it does or touches differs much by plan, version or use."""
    as_of: str
    source: str

    @property
    def cited(self) -> str:
        """The source as a declaration names it."""
        return f"{MARK} as of {self.as_of} ({self.source}): {self.id}"


@dataclass(frozen=True, slots=True)
class Category:
    """Tools of one sort."""

    id: str
    title: str
    tools: tuple[Tool, ...]


@cache
def categories() -> tuple[Category, ...]:
    """Return the maintained list."""
    found = []
    for name in FILES:
        raw: Mapping[str, Any] = content(f"tools/{name}.yaml")
        found += [
            Category(c["id"], c["title"], tuple(_tool(t, raw) for t in c["tools"])) for c in raw["categories"]
        ]
    return tuple(found)


@cache
def tools() -> Mapping[str, Tool]:
    """Return every tool by its id."""
    return {tool.id: tool for category in categories() for tool in category.tools}


def cited_in(source: str) -> Tool | None:
    """Return the tool a declaration's source names, where it was made from the list."""
    return tools().get(source.rpartition(": ")[2]) if source.startswith(MARK) else None


def _tool(raw: Mapping[str, Any], file: Mapping[str, Any]) -> Tool:
    return Tool(
        id=raw["id"],
        name=raw["name"],
        supplier=raw["supplier"],
        does=raw["does"],
        data=tuple(raw["data"]),
        where=raw.get("where", ""),
        hosting=raw.get("hosting", "service"),
        facts=raw["facts"],
        role=tuple(raw.get("role", ("deployer",))),
        tier=raw["tier"],
        note=raw.get("note", ""),
        unsure=raw.get("unsure", False),
        as_of=file["as_of"],
        source=file["source"],
    )


__all__ = ["Category", "Tool", "categories", "cited_in", "tools"]

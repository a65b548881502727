"""The six components of an AIMS, each standing as its weakest practice does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import content

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST = 2
"""The level, documented, from which a component counts towards a first working AIMS."""
VIABLE = 5
"""So many of the six make one."""


@dataclass(frozen=True, slots=True)
class Component:
    """One of the six: what it is, what to do first, and the practices that carry it."""

    id: str
    title: str
    means: str
    first_step: str
    practices: tuple[str, ...]


def components() -> tuple[Component, ...]:
    """Return the six in their order; the same that the free checks ask about."""
    raw: Mapping[str, Any] = content("checks/components.yaml")
    return tuple(
        Component(one["id"], one["title"], one["means"], one["first_step"], tuple(one["practices"]))
        for one in raw["components"]
    )


__all__ = ["FIRST", "VIABLE", "Component", "components"]

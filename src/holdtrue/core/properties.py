"""The six properties, how strongly each framework asks for each, and the bands the index falls into."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import by_edition, content
from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Property:
    """One of the six things the index asks of an organisation's AI."""

    id: str
    title: str
    question: str
    means: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How strongly one framework asks for one property, and why we say so."""

    framework: str
    property: str
    emphasis: str
    refs: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the index with its name; `start` is in it, `end` is not."""

    id: str
    title: str
    start: int
    end: int
    says: str

    @property
    def label(self) -> Message:
        """Its name, for people."""
        return Message(f"band.{self.id}")


@dataclass(frozen=True, slots=True)
class Scheme:
    """Everything an index is computed with; results keep its version."""

    version: int
    properties: tuple[Property, ...]
    cells: tuple[Cell, ...]
    weights: Mapping[str, Fraction]
    """Property -> its exact share of the index."""
    bands: tuple[Band, ...]


@by_edition
def scheme() -> Scheme:
    """Return the scheme in force."""
    raw: Mapping[str, Any] = content("practices/properties.yaml")
    cells = tuple(
        Cell(framework, name, c["emphasis"], tuple(c["refs"]), c["reason"])
        for framework, row in raw["matrix"].items()
        for name, c in row.items()
    )
    properties = tuple(Property(p["id"], p["title"], p["question"], p["means"]) for p in raw["properties"])
    return Scheme(
        version=raw["version"],
        properties=properties,
        cells=cells,
        weights=weights(cells, raw["scale"]),
        bands=tuple(Band(b["id"], b["title"], b["from"], b["to"], b["says"]) for b in raw["bands"]),
    )


def weights(cells: tuple[Cell, ...], scale: Mapping[str, int]) -> Mapping[str, Fraction]:
    """Return each property's share: the sum of its column over the sum of all."""
    sums: dict[str, int] = {}
    for cell in cells:
        sums[cell.property] = sums.get(cell.property, 0) + scale[cell.emphasis]
    total = sum(sums.values())
    return {name: Fraction(number, total) for name, number in sums.items()}

"""The six properties, how strongly each framework asks for each, and the bands the index falls into."""

from __future__ import annotations

import re
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
class BandCap:
    """A rule that holds the band down, whatever the index: a property below `below`, or a forbidden use where None."""

    below: int | None
    at_most: str
    """The highest band while it binds."""
    because: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What the readiness mark asks for; it is no certificate."""

    title: str
    index: int
    every_property: int
    profiles: tuple[str, ...]
    holds_until: str
    is_not: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """Everything an index is computed with; results keep its version."""

    version: int
    properties: tuple[Property, ...]
    cells: tuple[Cell, ...]
    weights: Mapping[str, Fraction]
    """Property -> its exact share of the index."""
    bands: tuple[Band, ...]
    scale: Mapping[str, int]
    """Emphasis → what a cell of it adds to its column."""
    caps: tuple[BandCap, ...]
    mark: Mark
    as_of: str
    levels: tuple[tuple[str, int], ...]
    """(level, points it gives), absent first."""
    rules: Mapping[str, str]
    """How practices become points and points the index: rule → the sentence that states it."""

    @property
    def sums(self) -> Mapping[str, int]:
        """Property → the sum of its column."""
        return _sums(self.cells, self.scale)

    @property
    def total(self) -> int:
        """The sum over all cells."""
        return sum(self.sums.values())

    def cell(self, framework: str, name: str) -> Cell | None:
        """Return what one framework asks of one property; None where the matrix says nothing."""
        return next((c for c in self.cells if c.framework == framework and c.property == name), None)

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The frameworks of the matrix, in its order."""
        return tuple(dict.fromkeys(c.framework for c in self.cells))


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
        scale=raw["scale"],
        caps=tuple(
            BandCap(_limit(given["if"]), given["band_at_most"], given["because"])
            for given in raw["band_caps"]
        ),
        mark=_mark(raw["readiness_mark"]),
        as_of=str(raw["as_of"]),
        levels=tuple((level["id"], level["score"]) for level in raw["levels"]),
        rules={
            name: text
            for name, text in (*raw["scoring"].items(), ("weight", raw["weights"]["rule"]))
            if isinstance(text, str)
        },
    )


def _limit(condition: str) -> int | None:
    """The limit that 'any property < 40' names; None where the condition is a forbidden use."""
    found = re.search(r"< (\d+)$", condition)
    return int(found[1]) if found else None


def _mark(given: Mapping[str, Any]) -> Mark:
    asked: dict[str, Any] = {name: value for one in given["requires_all"] for name, value in one.items()}
    return Mark(
        title=given["title"],
        index=asked["index_at_least"],
        every_property=asked["every_property_at_least"],
        profiles=tuple(asked["profile_in"]),
        holds_until=given["holds_until"],
        is_not=given["is_not"],
    )


def weights(cells: tuple[Cell, ...], scale: Mapping[str, int]) -> Mapping[str, Fraction]:
    """Return each property's share: the sum of its column over the sum of all."""
    sums = _sums(cells, scale)
    total = sum(sums.values())
    return {name: Fraction(number, total) for name, number in sums.items()}


def _sums(cells: tuple[Cell, ...], scale: Mapping[str, int]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for cell in cells:
        sums[cell.property] = sums.get(cell.property, 0) + scale[cell.emphasis]
    return sums

"""A leaflet to take along, no record behind it: a few cards, then parts of text; as PDF, tagged for screen readers."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from importlib import resources
from typing import TYPE_CHECKING

import typst

from holdtrue.reports.blocks import stepped
from holdtrue.reports.pdf import STANDARD

if TYPE_CHECKING:
    from holdtrue.reports.blocks import Block


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the cards at the top: its name, how far it is as a word, and segments filled of three."""

    title: str
    word: str
    filled: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text under its heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Leaflet:
    """All that it says, in the language it is said in."""

    maker: str
    kind: str
    title: str
    language: str
    made_on: dt.date
    facts: tuple[tuple[str, str], ...]
    pieces_title: str
    pieces: tuple[Piece, ...]
    stretches: tuple[Stretch, ...]
    foot: str
    page: str
    """With {n} and {of}."""


def leaflet_pdf(leaflet: Leaflet) -> bytes:
    """Return the leaflet as PDF; the same bytes for the same values."""
    template = resources.files("holdtrue.reports").joinpath("leaflet.typ").read_bytes()
    values = asdict(leaflet)
    values["stretches"] = [
        {"title": s.title, "blocks": [asdict(b) for b in stepped(s.blocks, under=2)]}
        for s in leaflet.stretches
    ]
    values["made_on"] = [leaflet.made_on.year, leaflet.made_on.month, leaflet.made_on.day]
    noon = dt.datetime.combine(leaflet.made_on, dt.time(12), dt.UTC)
    return typst.compile(
        template,
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"leaflet": json.dumps(values, ensure_ascii=False, sort_keys=True)},
        pdf_standards=STANDARD,
        timestamp=int(noon.timestamp()),
    )


__all__ = ["Leaflet", "Piece", "Stretch", "leaflet_pdf"]
